import type { Layer, Network } from './network';
import { elements } from '../shape/elements';

/** Some of the numbers of a sample, one behind the other. */
export interface Columns {
  readonly first: number;
  readonly count: number;
}

/** The numbers of each sample that a layer reads as they are; undefined where a layer before it has computed others. */
export function columnsRead(network: Network, { inputs: [from] }: Layer): Columns | undefined {
  if (from === 'input') return { first: 0, count: elements(network.input.shape) };
  const before = network.layers.find(({ id }) => id === from);
  if (!before?.entry.givesOn || before.activations.length > 0) return undefined;
  const columns = columnsRead(network, before);
  if (!columns) return undefined;
  const first = columns.first + before.entry.givesOn(before.arguments);
  return { first, count: elements(before.shape) };
}
