import { dirname, join } from 'node:path';
import { integer, optional, string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { DataError } from '../dataset';
import { countClasses, mostClasses } from '../labels';
import { locate } from '../search';
import {
  numberedClasses,
  type DataContext,
  type Probe,
  type SourceData,
  type SourceEntry,
} from '../source';
import { noSamples, type Samples } from '../samples';
import { readIdx, readIdxHeader, readIdxLabels } from './idxFormat';
import { formatShape } from '../../text/numbers';

const parameters = {
  folder: optional(
    naming('folder', string('Folder with the four files, named as those of MNIST.')),
  ),
  images: optional(naming('file', string('File with the training images.'))),
  labels: optional(naming('file', string('File with the training labels.'))),
  test_images: optional(naming('file', string('File with the test images.'))),
  test_labels: optional(naming('file', string('File with the test labels.'))),
  classes: optional(
    integer('Number of classes; taken from the training labels when left out.', {
      minimum: 1,
      maximum: mostClasses,
    }),
  ),
  train: optional(integer('Number of samples to train on, at most.', { minimum: 1 })),
  test: optional(integer('Number of samples to test on, at most.', { minimum: 1 })),
};

type IdxValues = Values<typeof parameters>;

interface Pair {
  readonly images: string;
  readonly labels: string;
}

async function load(values: IdxValues, context: DataContext): Promise<SourceData> {
  const files = await findFiles(values, context);
  const train = await loadPair(files.train, values.train, context);
  const test = files.test && (await loadPair(files.test, values.test, context));
  if (test && String(test.shape) !== String(train.shape)) {
    throw new DataError(
      'bad-format',
      `The images of ${files.test?.images} have the shape ${formatShape(test.shape)}, those of ${files.train.images} ` +
        `${formatShape(train.shape)}. Use training and test images of one size.`,
      files.test?.images,
    );
  }
  const classes = countClasses(
    { file: files.train.labels, labels: train.samples.targets },
    files.test && test && { file: files.test.labels, labels: test.samples.targets },
    values.classes,
  );
  return {
    inputShape: sampleShape(train.shape),
    target: numberedClasses(classes),
    train: train.samples,
    test: test?.samples ?? noSamples(train.samples),
  };
}

/** So many labels are read to know the classes without loading. */
const mostProbed = 1 << 22;

async function probe(values: IdxValues, context: DataContext): Promise<Probe> {
  const files = await findFiles(values, context);
  const { shape } = await readIdxHeader(files.train.images, context, 'pixels');
  const samples = {
    train: Math.min(values.train ?? Infinity, shape[0]),
    test: files.test
      ? Math.min(
          values.test ?? Infinity,
          (await readIdxHeader(files.test.images, context, 'pixels')).shape[0],
        )
      : 0,
  };
  const targets = await probeClasses(files.train.labels, values, context);
  const inputShape = sampleShape(shape.slice(1));
  return { inputShape, kind: 'classes', ...(targets !== undefined && { targets }), samples };
}

async function probeClasses(file: string, { classes }: IdxValues, context: DataContext) {
  const { shape } = await readIdxHeader(file, context, 'labels');
  if (shape[0] > mostProbed || shape.length > 1) return classes;
  const { values: labels } = await readIdxLabels(file, context);
  return countClasses({ file, labels }, undefined, classes);
}

/** A grey image has one channel; what is not an image stays as it is. */
const sampleShape = (shape: readonly number[]) => (shape.length === 2 ? [1, ...shape] : shape);

async function loadPair(
  files: Pair,
  limit: number | undefined,
  context: DataContext,
): Promise<{ shape: readonly number[]; samples: Samples & { targets: Uint8Array | Int32Array } }> {
  context.progress?.(`Reading ${files.images}`, 0);
  const images = await readIdx(files.images, context);
  const labels = await readIdxLabels(files.labels, context);
  const [count, ...shape] = images.shape;
  if (labels.shape.length !== 1 || shape.length === 0) {
    const [file, found, expected] =
      labels.shape.length !== 1
        ? [files.labels, labels.shape, 'a list of labels (00 00 08 01)']
        : [files.images, images.shape, 'images (00 00 08 03)'];
    throw new DataError(
      'bad-format',
      `${file} holds values of shape ${formatShape(found)}; expected ${expected}. Are images and labels swapped?`,
      file,
    );
  }
  if (labels.shape[0] !== count) {
    throw new DataError(
      'bad-format',
      `${files.images} has ${count} images but ${files.labels} has ${labels.shape[0]} labels. Use files that belong together.`,
      files.labels,
    );
  }
  const used = Math.min(limit ?? count, count);
  const size = images.values.length / count;
  return {
    shape,
    samples: {
      count: used,
      inputs: images.values.subarray(0, used * size),
      targets: labels.values.subarray(0, used),
    },
  };
}

async function findFiles(
  values: IdxValues,
  context: DataContext,
): Promise<{ train: Pair; test?: Pair }> {
  const { folder, images, labels, test_images, test_labels } = values;
  if (images !== undefined && labels !== undefined) {
    const find = (name: string) => locate([join(folder ?? '', name)], context);
    const train = { images: await find(images), labels: await find(labels) };
    if (test_images === undefined && test_labels === undefined) return { train };
    if (test_images !== undefined && test_labels !== undefined) {
      return {
        train,
        test: { images: await find(test_images), labels: await find(test_labels) },
      };
    }
    throw incomplete('`test_images` and `test_labels` belong together');
  }
  if (folder === undefined || images !== undefined || labels !== undefined) {
    throw incomplete('`idx` needs a folder, or `images` and `labels`');
  }
  const trainImages = await locate(standardNames(folder, 'train', 'images', 3), context);
  // The other three must come from the same folder, wherever that was found.
  const found = dirname(trainImages);
  const sibling = (part: string, what: string, rank: number) =>
    locate(standardNames(found, part, what, rank), context);
  return {
    train: { images: trainImages, labels: await sibling('train', 'labels', 1) },
    test: {
      images: await sibling('t10k', 'images', 3),
      labels: await sibling('t10k', 'labels', 1),
    },
  };
}

/** The names in use for the files of MNIST and of its successors. */
const standardNames = (folder: string, part: string, what: string, rank: number) => [
  join(folder, `${part}-${what}-idx${rank}-ubyte`),
  join(folder, `${part}-${what}.idx${rank}-ubyte`),
];

const incomplete = (what: string) =>
  new DataError(
    'missing-file',
    `${what}, as in \`idx("mnist")\` or \`idx(images: "a", labels: "b")\`.`,
  );

export const idx: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'idx',
  summary:
    'Images and labels in the IDX files of MNIST and its successors, plain or compressed with gzip.',
  details:
    'With a folder: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and the same with `t10k` for `train`, each plain or ' +
    '`.gz`. Pixels are unsigned bytes, labels these or integers of 16 or 32 bits. Names are searched for in the folder of the notebook, the folders of `DNN_DATA`, `data/` of the workspace and ' +
    'the user cache. [Format](http://yann.lecun.com/exdb/mnist/)',
  parameters,
  example: 'source idx("mnist")',
  load,
  probe,
};
