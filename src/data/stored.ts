import type { Dataset } from './dataset';
import type { FileVersion, Samples } from './samples';
import { cutForm, type SampleForm } from './segments';
import { SampleSplit } from './split';

/**
 * A loaded data set as plain data with its samples in shared memory: what threads hand each other without copying. Sequences are
 * stored whole, with the shapes they have then.
 */
export interface StoredDataset extends SampleForm, Omit<Dataset, 'splits' | 'segments'> {
  readonly train: Samples;
  readonly test: Samples;
  /** The samples as the source has them; absent where these are the samples above. */
  readonly source?: Pick<StoredDataset, 'inputShape' | 'features' | 'train' | 'test'>;
  /** Which samples of `train` are trained on, and which are kept for validation. */
  readonly members: Readonly<Record<'train' | 'validation', Int32Array>>;
  /** What it was read from. */
  readonly files: readonly FileVersion[];
}

/** A data set in use, with what other threads need of it. */
export interface OpenDataset extends Dataset {
  readonly stored: StoredDataset;
}

export function openDataset(stored: StoredDataset): OpenDataset {
  const { train, test, members, source: _source, cut: _cut, ...described } = stored;
  const part = (name: 'train' | 'validation') =>
    new SampleSplit(name, train, stored, members[name]);
  return {
    ...described,
    ...cutForm(stored),
    stored,
    splits: {
      train: part('train'),
      validation: part('validation'),
      test: new SampleSplit('test', test, stored),
    },
  };
}

/** The samples in memory all threads can see; copied only when they are not there yet. */
export const share = ({ count, inputs, targets }: Samples): Samples => ({
  count,
  inputs: shared(inputs),
  targets: shared(targets),
});

export const sharedBytes = (length: number): Uint8Array =>
  new Uint8Array(new SharedArrayBuffer(length));

function shared<T extends Samples['inputs'] | Samples['targets']>(values: T): T {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const { buffer } = sharedBytes(values.byteLength);
  const constructor = values.constructor as new (buffer: ArrayBufferLike) => T;
  const copy = new constructor(buffer);
  copy.set(values);
  return copy;
}
