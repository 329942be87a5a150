import { augmenterOf } from '../../../data/augment/augmenter';
import type { Dataset } from '../../../data/dataset';
import { evenly } from '../../../data/evenly';
import { shrink, shrunkShape } from '../../../data/images/shrink';
import type { DataPlan } from '../../../data/plan';
import { elements } from '../../../shape/elements';
import { descriptionLimits as limits, type DataDescription } from '../../protocol/description';
import { toWireTensor } from '../../protocol/wireTensor';
import { shortName } from './columnStatistics';
import { firstOf, gatherTraining, labelOf } from './gatherTraining';

interface Augmentation {
  readonly calls: NonNullable<DataPlan['augment']>;
  readonly seed: number;
}

type Images = Pick<DataDescription, 'thumbnails' | 'augmented'>;

/** The first training images of each class, and some beside what augmentation makes of them; nothing of other samples. */
export function firstImages(dataset: Dataset, wanted: number, augmentation: Augmentation): Images {
  const { inputShape } = dataset;
  if (inputShape.length !== 3 || dataset.splits.train.count === 0) return {};
  const size = elements(shrunkShape(inputShape, limits.side));
  const room = Math.max(1, Math.min(wanted, Math.floor(limits.imageNumbers / size)));
  const indices = ofEachClass(dataset, room);
  const { inputs } = gatherTraining(dataset, indices);
  return {
    thumbnails: {
      images: wireImages([indices.length], inputs, inputShape),
      ...named(dataset, indices),
    },
    ...(augmentation.calls.length > 0 && {
      augmented: augmented(
        dataset,
        spread(indices, Math.min(limits.augmented, room)),
        augmentation,
      ),
    }),
  };
}

/** Each image, and then as the first epochs of a training see it. */
function augmented(dataset: Dataset, indices: Int32Array, { calls, seed }: Augmentation) {
  const augmenter = augmenterOf(dataset, calls, seed);
  const { inputShape } = dataset;
  const size = elements(inputShape);
  const { inputs } = gatherTraining(dataset, indices);
  const views = [inputs];
  for (let epoch = 0; epoch < limits.variants; epoch++) {
    const changed = inputs.slice();
    augmenter.apply(indices, epoch, changed);
    views.push(changed);
  }
  const together = new Float32Array(views.length * inputs.length);
  indices.forEach((_, image) =>
    views.forEach((view, i) =>
      together.set(
        view.subarray(image * size, (image + 1) * size),
        (image * views.length + i) * size,
      ),
    ),
  );
  return {
    images: wireImages([indices.length, views.length], together, inputShape),
    ...named(dataset, indices),
  };
}

const named = (dataset: Dataset, indices: Int32Array) => ({
  labels: Array.from(indices, (index) => shortName(labelOf(dataset, index))),
  indices: [...indices],
});

/** The first samples of each class, class by class, as many of each; the first samples at all where there are none. */
function ofEachClass(dataset: Dataset, wanted: number): Int32Array {
  const { target, splits } = dataset;
  const { train } = splits;
  const each = Math.max(1, Math.floor(wanted / target.names.length));
  if (target.kind !== 'classes' || target.steps !== undefined) return firstOf(dataset, wanted);
  const found = target.names.map((): number[] => []);
  let missing = target.names.length * each;
  for (let sample = 0; sample < train.count && missing > 0; sample++) {
    const ofClass = found[train.label(sample) ?? -1] ?? [];
    if (ofClass.length === each) continue;
    ofClass.push(sample);
    missing--;
  }
  return Int32Array.from(found.flat().slice(0, wanted));
}

/** So many of the samples, from the first to the last. */
const spread = (indices: Int32Array, count: number): Int32Array =>
  evenly(indices.length, count).map((i) => indices[i]);

function wireImages(counts: readonly number[], images: Float32Array, shape: readonly number[]) {
  const small = shrunkShape(shape, limits.side);
  const [length, size] = [elements(shape), elements(small)];
  if (size === length) return toWireTensor([...counts, ...small], images);
  const shrunk = new Float32Array(elements(counts) * size);
  for (let i = 0; i < elements(counts); i++)
    shrunk.set(shrink(images.subarray(i * length, (i + 1) * length), shape, limits.side), i * size);
  return toWireTensor([...counts, ...small], shrunk);
}
