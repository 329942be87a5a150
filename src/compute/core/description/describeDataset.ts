import type { DataPlan } from '../../../data/plan';
import { sources } from '../../../data/sources';
import type { OpenDataset } from '../../../data/stored';
import type { DataDescription } from '../../protocol/description';
import { classCounts } from './classCounts';
import { columnStatistics } from './columnStatistics';
import { firstImages } from './firstImages';
import { firstRows } from './firstRows';
import { firstSequences, type Sound } from './firstSequences';

interface Wanted {
  /** Images, at most; with 0 only counts, shape and names, and what columns there are. */
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
  const { madeOf } = sources.of(source);
  const counted = {
    inputShape: [...inputShape],
    target: { kind: target.kind, names: [...target.names] },
    samples: {
      train: splits.train.count,
      validation: splits.validation.count,
      test: splits.test.count,
    },
    ...(madeOf && { madeOf }),
  };
  const isText = madeOf === 'text';
  // The numbers of characters have no mean.
  const isBrief = thumbnails === 0;
  const columns =
    isText || (isBrief && inputShape.length > 2) ? {} : await columnStatistics(dataset);
  if (isBrief) return { ...counted, ...columns };
  const sound = source.name === 'wav' ? soundOf(source.arguments.features) : undefined;
  return {
    ...counted,
    ...classCounts(dataset),
    ...columns,
    ...firstRows(dataset, isText),
    ...firstSequences(dataset, sound),
    ...firstImages(dataset, thumbnails, { calls, seed }),
  };
}

const soundOf = (features: unknown): Sound => (features === 'raw' ? 'waveform' : 'spectrum');
