import type { Layer, Network } from '../network/network';
import type { Program } from './program';

/**
 * The program as plain data, for another thread to show: entries describe their layers but cannot compute them, and what
 * was read from files stays behind.
 */
export function portable(program: Program): Program {
  const known = new Map<Layer, Layer>();
  const layer = (original: Layer): Layer => {
    const made = known.get(original) ?? plainLayer(original);
    known.set(original, made);
    return made;
  };
  const networks = new Map<Network, Network>();
  const network = (original: Network): Network => {
    const made = networks.get(original) ?? {
      ...original,
      layers: original.layers.map(layer),
      outputs: original.outputs.map(layer),
      ...(original.source && { source: withoutBytes(original.source) }),
      ...(original.weights && { weights: original.weights.map(withoutBytes) }),
    };
    networks.set(original, made);
    return made;
  };
  return {
    ...program,
    networks: new Map([...program.networks].map(([name, each]) => [name, network(each)])),
    layers: program.layers.map(layer),
    actions: program.actions.map((action) => ({ ...action, network: network(action.network) })),
  };
}

const plainLayer = (layer: Layer): Layer => ({
  ...layer,
  entry: plain(layer.entry),
  activations: layer.activations.map(({ entry, call }) => ({ entry: plain(entry), call })),
  parameters: layer.parameters.map(({ values: _, ...described }) => described),
});

/** Without its functions. */
const plain = <E extends object>(entry: E): E =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value !== 'function')) as E;

const withoutBytes = <F extends { readonly bytes: Uint8Array }>(file: F): F => ({
  ...file,
  bytes: new Uint8Array(0),
});
