import { splitToLookAt, type SplitName } from '../../data/dataset';
import { keepReport, keptReport } from '../../runs/reports';
import type { Run } from '../../runs/run';
import { openLook } from '../inspect/look';
import type { LiveParameters } from '../jobs/liveParameters';
import { undisturbed, type Surroundings } from '../jobs/jobs';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import {
  evaluation,
  evaluationLimits,
  type Evaluation,
  type PairExamples,
} from '../protocol/evaluation';
import type { Validated } from '../protocol/protocol';
import { userError } from '../wire/error';
import { aboutSplit, countsOf, expectSamples, keyOf } from './about';
import type { ClassAnswers } from './classAnswers';
import { count, type Counted } from './count';
import { thumbnails } from './thumbnails';

/** The run whose parameters are meant; absent: the newest ones. */
type OfRun = { readonly run?: Run | undefined };
type Request = Omit<Validated<'evaluate'>, 'notebook' | 'overrides' | 'id' | 'run'> & OfRun;
type PairRequest = Omit<Validated<'confused'>, 'notebook' | 'overrides' | 'run'> & OfRun;

/** Reports of another version are counted again. */
const version = 1;

/** Evaluations whose answers are kept for questions about single samples. */
const mostKept = 3;
const kept = new Map<string, ClassAnswers>();

/**
 * Evaluates a network on a split with the parameters it has reached. What was found for those of a checkpoint is kept in the folder
 * of its run, and given again as long as data, network and loss are the same.
 */
export async function evaluate(
  notebook: AnalyzedNotebook,
  request: Request,
  live: LiveParameters,
  surroundings: Surroundings,
): Promise<Evaluation> {
  const look = await openLook(notebook, request, live);
  const split = request.split ?? splitToLookAt(countsOf(look));
  expectSamples(look, split, 'evaluate');
  const about = questionOf(look, split);
  const folder = look.trained?.folder;
  const known = folder === undefined ? undefined : await keptReport(folder, 'evaluation', about);
  const valid = evaluation.safeParse(known);
  if (valid.success) return valid.data;
  const counted = await count(look, split, surroundings);
  keep(keyOf(notebook, about), counted);
  // A report that cannot be kept is counted again.
  if (folder !== undefined)
    await keepReport(folder, 'evaluation', about, counted.evaluation).catch(console.error);
  return counted.evaluation;
}

/** The samples of one cell of a confusion matrix. Throws a `CoreError` where the parameters are not those of then any more. */
export async function confused(
  notebook: AnalyzedNotebook,
  { evaluated, truth, predicted, split, ...request }: PairRequest,
  live: LiveParameters,
): Promise<PairExamples> {
  const look = await openLook(notebook, request, live);
  expectSamples(look, split, 'evaluate');
  const { run, step } = evaluated;
  const trained = run === undefined ? undefined : { run, step };
  const about = questionOf({ ...look, trained }, split);
  const key = keyOf(notebook, about);
  if (!kept.has(key)) {
    if (look.trained?.run !== run || (look.trained?.step ?? 0) !== step)
      throw userError(
        'outdated',
        `\`${request.network}\` has changed since it was evaluated; evaluate it again.`,
      );
    keep(key, await count(look, split, undisturbed));
  }
  const answers = kept.get(key);
  if (!answers) throw userError('no-classes', `\`${look.data.name}\` has no classes.`);
  const found = Array.from({ length: answers.count }, (_, i) => i).filter(
    (i) => answers.truth(i) === truth && answers.predicted(i) === predicted,
  );
  const examples = found
    .sort((a, b) => answers.confidence(b) - answers.confidence(a))
    .slice(0, evaluationLimits.pairExamples)
    .map((i) => answers.at(i));
  return { of: found.length, examples, ...thumbnails(look.dataset, split, examples) };
}

function keep(key: string, { answers }: Counted): void {
  kept.delete(key);
  if (answers) kept.set(key, answers);
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
}

/** All that an evaluation depends on, within a run. */
const questionOf = (look: Parameters<typeof aboutSplit>[0], split: SplitName) => ({
  version,
  ...aboutSplit(look, split),
});
