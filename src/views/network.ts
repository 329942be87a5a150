import type { BoundCall, Parameter, Parameters } from '../language/vocabulary';
import type { Layer, Network } from '../network/network';
import type { Shape } from '../network/parameters';
import type { LayerRow, NetworkPayload } from './payloads';

const bytesPerFloat = 4;

export const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1);

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
  const parameterCount = layer.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    id: layer.id,
    operator: layer.entry.name,
    text: callText(layer.entry.name, layer.arguments, layer.entry.parameters),
    // A line that is an activation has its name already.
    activations: layer.activations
      .map(({ entry }) => entry.name)
      .filter((name, i) => i > 0 || name !== layer.entry.name.toLowerCase()),
    inputs: layer.inputs,
    shape: layer.shape,
    parameters: layer.parameters.map(({ name, shape }) => ({ name, shape })),
    parameterCount,
    multiplyAdds: layer.cost.multiplyAdds,
    memory: bytesPerFloat * (parameterCount + sizeOf(layer.shape)),
    groups: layer.groups,
    ...(layer.output && { output: layer.output }),
  };
}

/** A call as a reader would write it: the first parameter without its name, defaults left out. */
export function callText(
  name: string,
  values: Readonly<Record<string, unknown>>,
  parameters: Parameters = {},
): string {
  const names = Object.keys(parameters).length > 0 ? Object.keys(parameters) : Object.keys(values);
  const parts = names.flatMap((key, position) => {
    const value = values[key];
    if (value === undefined) return [];
    const text = valueText(value, parameters[key]);
    if (text === valueText(parameters[key]?.default, parameters[key])) return [];
    return [position === 0 && key in parameters ? text : `${key}: ${text}`];
  });
  return parts.length > 0 ? `${name}(${parts.join(', ')})` : name;
}

/** Height and width that are the same are written once; without a parameter it is not known that they are such. */
function valueText(value: unknown, parameter?: Parameter<unknown>): string {
  if (Array.isArray(value)) {
    const [first, ...others] = value as unknown[];
    const same = others.length === 1 && others[0] === first;
    const isPair = parameter === undefined || parameter.type === 'pair';
    if (same && isPair) return valueText(first);
    return `[${value.map((each) => valueText(each)).join(', ')}]`;
  }
  if (isCall(value)) return callText(value.name, value.arguments);
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

const isCall = (value: unknown): value is BoundCall =>
  typeof value === 'object' && value !== null && 'name' in value && 'arguments' in value;
