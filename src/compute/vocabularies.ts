import { normalized } from '../data/normalized';
import type { OpenDataset } from '../data/stored';
import { LanguageError } from '../language/source';
import type { Layer, Network } from '../network/network';
import { elements } from '../network/shapes';

/** Some of the numbers of a sample, one behind the other. */
interface Columns {
  readonly first: number;
  readonly count: number;
}

/** What a layer, or the input, takes from each sample as it is; undefined when it computes something. */
function columnsOf(network: Network, id: string): Columns | undefined {
  if (id === 'input') return { first: 0, count: elements(network.input.shape) };
  const layer = network.layers.find((candidate) => candidate.id === id);
  if (!layer || layer.activations.length > 0) return undefined;
  switch (layer.entry.name) {
    case 'input':
      return { first: Number(layer.arguments.first), count: elements(layer.shape) };
    case 'flatten':
    case 'reshape':
      return columnsOf(network, layer.inputs[0]);
    default:
      return undefined;
  }
}

interface Found {
  readonly most: number;
  readonly other?: number;
}

/**
 * Throws a `LanguageError` at an embedding that would look up numbers of the samples it has no vectors for: a device may
 * fail at them, or take others without a word.
 */
export function assertInVocabulary(network: Network, dataset: OpenDataset): void {
  for (const layer of network.layers) {
    if (layer.entry.name !== 'embedding') continue;
    const columns = columnsOf(network, layer.inputs[0]);
    if (columns) assertKnown(layer, columns, dataset);
  }
}

function assertKnown(layer: Layer, columns: Columns, dataset: OpenDataset): void {
  const vocabulary = Number(layer.arguments.vocabulary);
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
