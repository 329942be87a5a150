import type { DataPlan } from '../../../data/plan';
import type { OpenDataset } from '../../../data/stored';
import type { DataDescription } from '../../protocol/description';
import { classCounts } from './classCounts';
import { columnStatistics } from './columnStatistics';
import { firstImages } from './firstImages';
import { firstRows } from './firstRows';
import { firstSequences, type Sound } from './firstSequences';

interface Wanted {
  /** Images, at most; with 0 counts, shape and names alone. */
  readonly thumbnails: number;
  /** Of the training that is to use the data. */
  readonly seed: number;
}

/** Counts, shape and names of a data set; statistics and its first training samples. */
export async function describeDataset(
  dataset: OpenDataset,
  { source, augment: calls = [] }: Pick<DataPlan, 'source' | 'augment'>,
  { thumbnails, seed }: Wanted,
): Promise<DataDescription> {
  const { inputShape, target, splits } = dataset;
  const counted = {
    inputShape: [...inputShape],
    target: { kind: target.kind, names: [...target.names] },
    samples: {
      train: splits.train.count,
      validation: splits.validation.count,
      test: splits.test.count,
    },
  };
  if (thumbnails === 0) return counted;
  const isText = source.name === 'text';
  const sound = source.name === 'wav' ? soundOf(source.arguments.features) : undefined;
  return {
    ...counted,
    ...classCounts(dataset),
    // The numbers of characters have no mean.
    ...(!isText && (await columnStatistics(dataset))),
    ...firstRows(dataset, isText),
    ...firstSequences(dataset, sound),
    ...firstImages(dataset, thumbnails, { calls, seed }),
  };
}

const soundOf = (features: unknown): Sound => (features === 'raw' ? 'waveform' : 'spectrum');
