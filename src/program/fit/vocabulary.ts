import { normalized } from '../../data/normalized';
import type { OpenDataset } from '../../data/stored';
import { LanguageError } from '../../language/source';
import { columnsRead, type Columns } from '../../network/columns';
import type { Layer } from '../../network/network';
import { elements } from '../../shape/elements';
import { defineCheck } from './check';

interface Found {
  readonly most: number;
  readonly other?: number;
}

/**
 * Layers that look numbers of the samples up have vectors for all of them: a device may fail at others, or take them
 * without a word.
 */
export const vocabulary = defineCheck('loaded', ({ network }, dataset) =>
  network.layers.flatMap((layer) => {
    const known = layer.entry.vocabulary?.(layer.arguments);
    const columns = columnsRead(network, layer);
    return known !== undefined && columns ? unknownWords(layer, known, columns, dataset) : [];
  }),
);

function unknownWords(layer: Layer, known: number, columns: Columns, dataset: OpenDataset) {
  const { most, other }: Found = lookedUp(columns, dataset);
  const samples = `in the samples of \`${dataset.name}\``;
  const say = (message: string) => [
    new LanguageError('not-in-vocabulary', `\`${layer.id}\` ${message}`, layer.location),
  ];
  if (other !== undefined)
    return say(
      `looks up whole numbers from 0, but found ${other} ${samples}; give it columns of such numbers, and ` +
        'write `normalize none` in the data',
    );
  if (most < known) return [];
  return say(
    `has vectors for the numbers 0 to ${known - 1}, but found ${most} ${samples}; write ` +
      `\`vocabulary: ${most + 1}\``,
  );
}

/** The greatest number in these columns of all samples, normalized, and one that is no whole number from 0. */
function lookedUp({ first, count }: Columns, { stored }: OpenDataset): Found {
  const size = elements(stored.inputShape);
  let most = 0;
  for (const samples of [stored.train, stored.test]) {
    const valueAt = normalized(stored, samples);
    for (let from = first; from < samples.inputs.length; from += size) {
      for (let i = from; i < from + count; i++) {
        const value = valueAt(i);
        if (!(value >= 0) || !Number.isInteger(value)) return { most, other: value };
        if (value > most) most = value;
      }
    }
  }
  return { most };
}
