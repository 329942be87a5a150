import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { LoweredNetwork } from '../network/lower';
import type { Network } from '../network/network';
import type { Targets } from './entries';
import { LearningError } from './learningError';
import { losses } from './losses';
import { accuracy, loss, measures } from './measures';
import type { MeasureEntry, MeasureOf } from './measures/measure';
import { headLosses, isTrained, rightAnswers, type RowValues } from './objective';
import type { RulePlan } from './rules/rule';
import { headRows, targetRows } from './targetRows';

/** How outputs that a loss trains are scored beside their loss. */

type Scoring = Pick<RulePlan, 'loss' | 'watch'>;

/** The main head's answers to a batch of other images than those given, which are made of these, [N, classes]: their mean. */
type MeanAnswer = (views: (images: Value) => readonly Value[]) => Value;

/** What is told of the samples of a batch, or of their steps. */
interface Score {
  readonly entry: MeasureEntry;
  readonly rows: RowValues;
  readonly of?: MeasureOf;
}

/**
 * The accuracy of the main head; what `watch` asks for, views only where `meanAnswer` is given; where several heads are trained, the
 * loss of each, and the accuracy of the others.
 */
export function* scoresOf(
  graph: GraphBuilder,
  lowered: LoweredNetwork,
  plan: Scoring,
  targets: Value,
  asked: Targets,
  meanAnswer?: MeanAnswer,
): Generator<Score> {
  const [main] = lowered.outputs;
  const right = rightAnswers(graph, main, targets, plan.loss, asked);
  if (right) yield { entry: accuracy, rows: right };
  for (const { entry, values } of watchedScores(plan)) {
    const { views } = entry;
    if (views && !meanAnswer) continue;
    const { rows, ...weights } = targetRows(graph, targets);
    const output = views
      ? meanAnswer!((images) => views(graph, images, values))
      : headRows(graph, main, targets).output;
    const each = entry.score!(graph, output, rows, values);
    yield { entry, of: { values }, rows: { each, ...weights } };
  }
  const heads = lowered.outputs.filter(({ layer }) => isTrained(layer));
  if (heads.length < 2) return;
  for (const { head, rows } of headLosses(graph, lowered, plan.loss, targets)) {
    const of = { head: head.layer.id };
    yield { entry: loss, of, rows };
    const right = head !== main && rightAnswers(graph, head, targets, plan.loss, asked);
    if (right) yield { entry: accuracy, of, rows: right };
  }
}

/** Scores that `watch` asks for and that tell nothing of these targets. */
export function incompatibleScores(
  { input, outputs: [main] }: Network,
  plan: Scoring,
  targets: Targets | undefined,
): readonly LearningError[] {
  if (!targets) return [];
  const areClasses = targets.kind === 'classes' && !losses.of(plan.loss).reconstructs;
  const units = main.shape.at(-1);
  return watchedScores(plan).flatMap(({ entry, values }) => {
    if (entry.views && input.shape.length !== 3) {
      const message = `\`${entry.name}\` needs images [channels, height, width]; remove \`watch ${entry.name}\``;
      return [new LearningError('head-size', message, main)];
    }
    const message =
      areClasses && units === targets.count
        ? entry.objection?.(values, targets.count)
        : `\`${entry.name}\` needs classes with an output for each; remove \`watch ${entry.name}\``;
    return message === undefined ? [] : [new LearningError('head-size', message, main)];
  });
}

/** The measures of right answers that a plan asks for, each once. */
function watchedScores({ watch = [] }: Scoring) {
  const calls = new Map(watch.map((call) => [call.name, call]));
  return [...calls.values()].flatMap((call) => {
    const entry = measures.of(call);
    return entry.score ? [{ entry, values: call.arguments }] : [];
  });
}
