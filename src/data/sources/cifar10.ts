import { dirname, join } from 'node:path';
import { optional, integer, string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { readData } from '../read';
import { locate } from '../search';
import type { DataContext, SourceData, SourceEntry } from '../source';
import type { Samples } from '../samples';
import { sharedBytes } from '../stored';
import { formatInteger } from '../../text/numbers';

const parameters = {
  folder: naming(
    'folder',
    string('Folder with `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`.', {
      default: 'cifar10',
    }),
  ),
  train: optional(integer('Number of images to train on, at most.', { minimum: 1 })),
  test: optional(integer('Number of images to test on, at most.', { minimum: 1 })),
};

const inputShape = [3, 32, 32];
const size = 3 * 32 * 32;
const record = 1 + size;
const mostImages = 10_000;
const names = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

async function load(
  { folder, train, test }: Values<typeof parameters>,
  context: DataContext,
): Promise<SourceData> {
  const first = await locate([join(folder, 'data_batch_1.bin')], context);
  const batches = [first];
  for (let batch = 2; batch <= 5; batch++) {
    const file = await present(join(dirname(first), `data_batch_${batch}.bin`), context);
    if (file) batches.push(file);
  }
  const testBatch = await locate([join(dirname(first), 'test_batch.bin')], context);
  return {
    inputShape,
    target: { kind: 'classes', names },
    train: await read(batches, train, context),
    test: await read([testBatch], test, context),
  };
}

/** The file, if there is one: a part of the data set is enough. */
async function present(file: string, context: DataContext): Promise<string | undefined> {
  try {
    return await locate([file], context);
  } catch (error) {
    if (error instanceof DataError && error.code === 'missing-file') return undefined;
    throw error;
  }
}

async function read(
  files: readonly string[],
  limit: number | undefined,
  context: DataContext,
): Promise<Samples> {
  const parts: Uint8Array[] = [];
  for (const [i, file] of files.entries()) {
    context.progress?.(`Reading ${file}`, i / files.length);
    const { bytes, more } = await readData(file, context, 0, () => mostImages * record);
    if (more) {
      throw new DataError(
        'bad-format',
        `${file} has more than the ${formatInteger(mostImages)} images of a batch of CIFAR-10. Download the file again.`,
        file,
      );
    }
    if (bytes.length % record !== 0) {
      throw new DataError(
        'truncated',
        `${file} has ${bytes.length} bytes, which is not a multiple of the ${record} of an image: it is truncated or not a ` +
          'binary batch of CIFAR-10. Download the file again.',
        file,
      );
    }
    for (let at = 0; at < bytes.length; at += record) {
      if (bytes[at] < names.length) continue;
      throw new DataError(
        'label-out-of-range',
        `Label ${bytes[at]} of sample ${at / record} in ${file} is out of range: expected 0 to ${names.length - 1}. Get the ` +
          'file again.',
        file,
      );
    }
    parts.push(bytes);
  }
  const all = parts.reduce((sum, bytes) => sum + bytes.length / record, 0);
  const count = Math.min(limit ?? all, all);
  assertFits(count * record, `CIFAR-10 with ${count} images`, 'Ask for fewer.');
  const inputs = sharedBytes(count * size);
  const targets = sharedBytes(count);
  let sample = 0;
  for (const bytes of parts) {
    for (let at = 0; at < bytes.length && sample < count; at += record, sample++) {
      targets[sample] = bytes[at];
      inputs.set(bytes.subarray(at + 1, at + record), sample * size);
    }
  }
  return { count, inputs, targets };
}

export const cifar10: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'cifar10',
  summary: 'Small colour photographs of ten kinds of things, in the binary files of CIFAR-10.',
  details:
    '50,000 training and 10,000 test images of 3×32×32 (Krizhevsky, 2009); missing training batches are left out. ' +
    '[Format](https://www.cs.toronto.edu/~kriz/cifar.html)',
  parameters,
  example: 'source cifar10("cifar10")',
  load,
  probe: async ({ folder }, context) => {
    await locate([join(folder, 'data_batch_1.bin')], context);
    return { inputShape, kind: 'classes', targets: names.length };
  },
};
