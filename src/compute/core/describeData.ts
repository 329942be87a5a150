import { type Augmenter, augmenterOf } from '../../data/augment/augmenter';
import { type Dataset, targetSize } from '../../data/dataset';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { isTraining } from '../../program/verbs/train';
import { cachedData } from '../batches/cachedData';
import { analyzeNotebook } from '../notebooks/notebook';
import { toWireTensor, type RequestResult, type Validated } from '../protocol/protocol';
import { userError } from '../wire/error';

/** Counts, shape and classes of a data set, and its first training images. */
export async function describeData(
  request: Validated<'describe'>,
): Promise<RequestResult<'describe'>> {
  const { program } = analyzeNotebook(request.notebook, request.overrides);
  const plan = program.data.get(request.data);
  if (!plan) throw userError('no-data', `There is no data \`${request.data}\`.`);
  const training = program.actions.filter(isTraining).find(({ data }) => data.name === plan.name);
  const seed = request.seed ?? training?.plan.seed ?? 0;
  const dataset = await cachedData(request.notebook.path, plan, seed);
  const { inputShape, target, splits } = dataset;
  const augmenter = augmenterOf(dataset, plan.augment ?? [], seed);
  const thumbnails = firstImages(dataset, augmenter, request.thumbnails);
  return {
    inputShape: [...inputShape],
    target: { kind: target.kind, names: [...target.names] },
    samples: {
      train: splits.train.count,
      validation: splits.validation.count,
      test: splits.test.count,
    },
    ...(thumbnails && { thumbnails }),
  };
}

/** As the first epoch of a training will see them. */
function firstImages(
  { inputShape, target, splits: { train } }: Dataset,
  augmenter: Augmenter,
  wanted: number,
) {
  const count = Math.min(wanted, train.count);
  if (inputShape.length !== 3 || count === 0) return undefined;
  const images = new Float32Array(count * elements(inputShape));
  const indices = Int32Array.from({ length: count }, (_, i) => i);
  train.gather(
    indices,
    images,
    new Float32Array(count * elements(targetShape(targetSize(target)))),
  );
  augmenter.apply(indices, 0, images);
  const label = (index: number) => target.names[train.label(index) ?? -1] ?? '';
  return {
    images: toWireTensor([count, ...inputShape], images),
    labels: Array.from(indices, label),
  };
}
