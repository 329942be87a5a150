import { shortCall } from '../language/formatCall';
import { imageWindow } from '../network/imageWindow';
import type { Layer, Network } from '../network/network';
import { layerMemory, parameterCount } from '../network/size';
import { backward } from './backward';
import type { LayerRow, NetworkPayload } from './payloads';

/** The layer table and layer graph of a network. */
export function networkPayload({ name, input, layers }: Network): NetworkPayload {
  const rows = layers.filter(({ id }) => id !== 'input').map(layerRow);
  const sum = (field: 'parameterCount' | 'multiplyAdds' | 'memory') =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    name,
    input: { name: input.name, shape: input.shape },
    layers: rows,
    totals: {
      parameterCount: sum('parameterCount'),
      multiplyAdds: sum('multiplyAdds'),
      memory: sum('memory'),
    },
  };
}

function layerRow(layer: Layer): LayerRow {
  const window = imageWindow(layer);
  const attends = layer.entry.attends?.(layer.arguments);
  return {
    id: layer.id,
    operator: layer.entry.name,
    family: layer.entry.family ?? 'other',
    text: shortCall(layer.entry.name, layer.arguments, layer.entry.parameters),
    // A line that is an activation has its name already.
    activations: layer.activations
      .map(({ entry }) => entry.name)
      .filter((name, i) => i > 0 || name !== layer.entry.name.toLowerCase()),
    inputs: layer.inputs,
    shape: layer.shape,
    parameters: layer.parameters.map(({ name, shape }) => ({ name, shape })),
    parameterCount: parameterCount(layer),
    multiplyAdds: layer.cost.multiplyAdds,
    memory: layerMemory(layer),
    groups: layer.groups,
    ...(window && { window }),
    ...(attends && { attends }),
    ...(layer.output && { output: layer.output }),
    ...backward(layer),
  };
}
