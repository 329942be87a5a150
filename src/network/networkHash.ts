import { createHash } from 'node:crypto';
import type { Layer, Network } from './network';

/** Where an exported model says which network it is. */
export const networkKey = 'network.sha256';

const known = new WeakMap<Network, string>();

/** Digest of what parameters have to fit: the layers, not where they stand in the text. */
export function networkHash(network: Network): string {
  const hash = known.get(network) ?? digest(network);
  known.set(network, hash);
  return hash;
}

function digest(network: Network): string {
  const layers = network.layers.map((layer) => [
    layer.id,
    layer.entry.formerly ?? layer.entry.name,
    formerArguments(layer),
    layer.activations.map(({ call }) => call),
    layer.inputs,
    layer.shape,
    layer.parameters.map(({ name, shape }) => [name, shape]),
  ]);
  const content = [
    ...[network.input.name, network.input.shape, layers],
    ...(network.source ? [network.source.hash] : []),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Arguments by the names that hashes know them by, so that the runs of a network are found after a word was renamed. */
const formerArguments = ({ entry, arguments: values }: Layer): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      entry.parameters[name]?.formerly ?? name,
      value,
    ]),
  );
