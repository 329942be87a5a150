import type { Layer, Network } from './network';
import type { Shape } from './parameters';
import { elements } from './shapes';

/** One row of the layer table. */
export interface LayerRow {
  readonly id: string;
  /** `conv tanh` */
  readonly operator: string;
  readonly shape: Shape;
  readonly parameters: number;
  /** Multiply-adds for one sample, forward. */
  readonly multiplyAdds: number;
  /** Bytes that training at the given batch needs for it, about. */
  readonly memory: number;
}

export interface LayerTable {
  readonly rows: readonly LayerRow[];
  readonly totals: Pick<LayerRow, 'parameters' | 'multiplyAdds' | 'memory'> & {
    /** Parameters that training changes. */
    readonly trainable: number;
  };
}

const bytesPerNumber = 4;

/** `conv`, `dense tanh`: the operator and its activations. */
export const operatorName = (layer: Layer): string =>
  [layer.entry.name, ...layer.activations.map(({ entry }) => entry.name)].join(' ');

/** Number of parameters of a layer, counting those that `keep` accepts. */
export const parameterCount = (
  layer: Layer,
  keep: (parameter: Layer['parameters'][number]) => boolean = () => true,
): number =>
  layer.parameters.filter(keep).reduce((sum, parameter) => sum + elements(parameter.shape), 0);

/**
 * Bytes for training a layer: its outputs before and after each activation and their gradients for `batch` samples, and
 * each parameter with its gradient, its new value and the optimizer's `states` tensors (old and new).
 */
function memory(layer: Layer, batch: number, states: number): number {
  const outputs = elements(layer.shape) * (1 + layer.activations.length);
  return bytesPerNumber * (2 * batch * outputs + (3 + 2 * states) * parameterCount(layer));
}

/** The layer table of a network trained with batches of `batch` and an optimizer with `states` tensors a parameter. */
export function layerTable(network: Network, batch: number, states = 1): LayerTable {
  const rows = network.layers.map((layer) => ({
    id: layer.id,
    operator: operatorName(layer),
    shape: layer.shape,
    parameters: parameterCount(layer),
    multiplyAdds: layer.cost.multiplyAdds,
    memory: memory(layer, batch, states),
  }));
  const sum = (value: (row: LayerRow) => number) =>
    rows.reduce((total, row) => total + value(row), 0);
  return {
    rows,
    totals: {
      parameters: sum((row) => row.parameters),
      trainable: network.layers.reduce(
        (total, layer) => total + parameterCount(layer, ({ frozen }) => !frozen),
        0,
      ),
      multiplyAdds: sum((row) => row.multiplyAdds),
      memory: sum((row) => row.memory),
    },
  };
}
