import { splitToLookAt, targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { evenly } from '../../data/evenly';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { openLook, type Look } from '../inspect/look';
import type { LiveParameters } from '../jobs/liveParameters';
import type { Surroundings } from '../jobs/jobs';
import { openNotebookOfRun } from '../notebooks/runNotebook';
import type { Differences } from '../protocol/differences';
import { evaluationLimits } from '../protocol/evaluation';
import type { Validated } from '../protocol/protocol';
import { userError } from '../wire/error';
import type { ClassAnswers } from './classAnswers';
import { count } from './count';
import { thumbnails } from './thumbnails';

type Request = Omit<Validated<'differences'>, 'id'>;

/** Lets two runs answer the samples of a split and tells where they differ. Throws a `CoreError` where they cannot be compared. */
export async function compareAnswers(
  { runs: [first, second], split: wanted, device }: Request,
  live: LiveParameters,
  surroundings: Surroundings,
): Promise<Differences> {
  const one = await lookAt(first, device, live);
  const two = await lookAt(second, device, live);
  const { dataset } = two;
  const { splits } = dataset;
  const split =
    wanted ??
    splitToLookAt({
      ...{
        train: splits.train.count,
        validation: splits.validation.count,
        test: splits.test.count,
      },
    });
  if (splits[split].count === 0)
    throw userError(
      'no-sample',
      `\`${two.data.name}.${split}\` is empty: there is nothing to compare.`,
    );
  if (!isSame(one.dataset, dataset, split))
    throw userError(
      'other-data',
      `The samples of \`${two.data.name}.${split}\` are not the same in both runs, so that their answers cannot be compared.`,
      'Compare runs on the same data; another seed or another split has other samples.',
    );
  const answers = [
    await answersOf(one, split, surroundings),
    await answersOf(two, split, surroundings),
  ] as const;
  const found = differing(...answers);
  return {
    ...{ data: two.data.name, split, names: [...dataset.target.names] },
    ...found,
    ...thumbnails(dataset, split, found.examples),
  };
}

/** Samples that are compared. */
const compared = 64;

/** Whether a split has the same samples in two data sets, by all their classes and some of their inputs. */
function isSame(one: Dataset, two: Dataset, name: SplitName): boolean {
  if (one.hash === two.hash) return true;
  const [a, b] = [one.splits[name], two.splits[name]];
  const isAlike =
    a.count === b.count &&
    String(one.inputShape) === String(two.inputShape) &&
    String(one.target.names) === String(two.target.names) &&
    one.target.steps === two.target.steps;
  if (!isAlike) return false;
  for (let i = 0; i < a.count; i++) if (a.label(i) !== b.label(i)) return false;
  const size = elements(one.inputShape);
  const row = elements(targetShape(targetSize(one.target)));
  const [first, second] = [new Float32Array(size), new Float32Array(size)];
  const targets = new Float32Array(row);
  for (const sample of evenly(a.count, compared)) {
    const index = Int32Array.of(sample);
    a.gather(index, first, targets);
    b.gather(index, second, targets);
    if (first.some((value, i) => value !== second[i])) return false;
  }
  return true;
}

/** The network of a run with the parameters it has reached. */
async function lookAt(
  folder: string,
  device: Request['device'],
  live: LiveParameters,
): Promise<Look> {
  const { run, notebook } = await openNotebookOfRun(folder);
  const { network, seed } = run.manifest;
  return openLook(notebook, { network, device, seed, run }, live);
}

async function answersOf(
  look: Look,
  split: SplitName,
  surroundings: Surroundings,
): Promise<ClassAnswers> {
  const { answers } = await count(look, split, surroundings);
  if (answers) return answers;
  throw userError(
    'no-classes',
    `\`${look.data.name}\` has no classes; only answers that are classes are compared one by one.`,
  );
}

function differing(one: ClassAnswers, two: ClassAnswers) {
  const counts = { bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0, wrongApart: 0 };
  const apart: number[] = [];
  for (let i = 0; i < two.count; i++) {
    const [first, second] = [one.isRight(i), two.isRight(i)];
    if (first && second) counts.bothRight++;
    else if (!first && !second) {
      counts.bothWrong++;
      if (one.predicted(i) !== two.predicted(i)) counts.wrongApart++;
    } else {
      counts[first ? 'onlyFirst' : 'onlySecond']++;
      apart.push(i);
    }
  }
  const mistake = (i: number): number => (one.isRight(i) ? two : one).confidence(i);
  const examples = apart
    .sort((a, b) => mistake(b) - mistake(a))
    .slice(0, evaluationLimits.pairExamples)
    .map((i) => {
      const { sample, step, truth } = two.at(i);
      return {
        sample,
        ...(step !== undefined && { step }),
        truth,
        predicted: [one.predicted(i), two.predicted(i)] as [number, number],
        confidence: [one.confidence(i), two.confidence(i)] as [number, number],
      };
    });
  return { answers: two.count, ...counts, examples };
}
