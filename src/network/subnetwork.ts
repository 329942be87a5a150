import { inferLayer } from './resolve/layer';
import type { Layer, Network } from './network';

/** Parts of a network that are trained by themselves; parameters keep their keys. */

const isTrained = ({ parameters }: Layer): boolean => parameters.some(({ frozen }) => !frozen);

/** The layers whose parameters are not frozen. */
export const trainedLayers = (network: Network): readonly Layer[] =>
  network.layers.filter(isTrained);

/** A network of which only these layers learn; the others stay as they are and behave as in inference. */
export function trainingOnly(network: Network, ids: ReadonlySet<string>): Network {
  const layers = network.layers.map((layer) => (ids.has(layer.id) ? layer : asleep(layer)));
  const outputs = network.outputs.map(({ id }) => layers.find((layer) => layer.id === id)!);
  return { ...network, layers, outputs };
}

const asleep = (layer: Layer): Layer => ({
  ...layer,
  inference: true,
  parameters: layer.parameters.map((parameter) => ({ ...parameter, frozen: true })),
});

/** Whether every layer reads the one before it and nothing else. */
export const isChain = ({ layers }: Network): boolean =>
  layers.every(
    ({ inputs }, i) => inputs.length === 1 && inputs[0] === (layers[i - 1]?.id ?? 'input'),
  );

/** The first `count` layers of a chain, with a head of their own like that of the network. */
export function withHead(network: Network, count: number): Network {
  const layers = network.layers.slice(0, count);
  const [main] = network.outputs;
  const last = layers.at(-1)!;
  const ids = new Set(network.layers.map(({ id }) => id));
  let id = `${last.id}_head`;
  while (ids.has(id)) id += '_';
  const { shape: _, parameters: __, cost: ___, ...rest } = main;
  const head = inferLayer(
    { ...rest, id, inputs: [last.id], inputShapes: [last.shape] },
    { location: main.location, chain: (from) => `\`${from}\`` },
  );
  return { ...network, layers: [...layers, head], outputs: [head] };
}

/** How many of the first `most` layers can stand apart: the layers behind read the last of them alone. */
export function apart({ layers }: Network, most: number): number {
  for (let count = most; count > 0; count--) {
    const own = new Set(layers.slice(count - 1).map(({ id }) => id));
    const rest = layers.slice(count);
    if (rest.every(({ inputs, shared }) => !shared && inputs.every((id) => own.has(id))))
      return count;
  }
  return 0;
}

/** A network from its `first`-th layer on: what the layers before it compute is its input. */
export function behind(network: Network, first: number): Network {
  const last = network.layers[first - 1];
  const { input } = network;
  const layers = network.layers.slice(first).map((layer) => ({
    ...layer,
    inputs: layer.inputs.map((id) => (id === last.id ? 'input' : id)),
  }));
  const outputs = network.outputs.map(({ id }) => layers.find((layer) => layer.id === id)!);
  return { ...network, input: { ...input, name: last.id, shape: last.shape }, layers, outputs };
}
