import { normalized } from '../data/normalized';
import type { OpenDataset } from '../data/stored';
import { LanguageError } from '../language/source';
import { columnsRead, type Columns } from '../network/columns';
import type { Layer, Network } from '../network/network';
import { elements } from '../network/shapes';

interface Found {
  readonly most: number;
  readonly other?: number;
}

/**
 * Throws a `LanguageError` at a layer that would look up numbers of the samples it has no vectors for: a device may
 * fail at them, or take others without a word.
 */
export function assertInVocabulary(network: Network, dataset: OpenDataset): void {
  for (const layer of network.layers) {
    const vocabulary = layer.entry.vocabulary?.(layer.arguments);
    const columns = columnsRead(network, layer);
    if (vocabulary !== undefined && columns) assertKnown(layer, vocabulary, columns, dataset);
  }
}

function assertKnown(
  layer: Layer,
  vocabulary: number,
  columns: Columns,
  dataset: OpenDataset,
): void {
  const { most, other }: Found = lookedUp(columns, dataset);
  const samples = `in the samples of \`${dataset.name}\``;
  if (other !== undefined) {
    throw new LanguageError(
      'not-in-vocabulary',
      `\`${layer.id}\` looks up whole numbers from 0, but finds ${other} ${samples}; give it columns of such numbers, and ` +
        'write `normalize none` in the data',
      layer.location,
    );
  }
  if (most < vocabulary) return;
  throw new LanguageError(
    'not-in-vocabulary',
    `\`${layer.id}\` has vectors for the numbers 0 to ${vocabulary - 1}, but finds ${most} ${samples}; write ` +
      `\`vocabulary: ${most + 1}\``,
    layer.location,
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
