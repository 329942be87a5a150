import type { Value } from '../../../graph/graph';
import type { LoweredNetwork } from '../../../network/lower';
import { parameterKey, type Layer } from '../../../network/network';

/** The weights of a layer, and its bias where it has one, with their keys. */
export interface LayerWeights {
  readonly weight: Value;
  readonly weightKey: string;
  readonly bias?: Value;
  readonly biasKey?: string;
}

/** Finds the weights of a layer in a lowered network. */
export function layerWeights(layer: Layer, { parameters }: LoweredNetwork): LayerWeights {
  const keyOf = (name: string): string | undefined => {
    const spec = layer.parameters.find((one) => one.name === name);
    return spec && parameterKey(layer, spec);
  };
  const [weightKey, biasKey] = [keyOf('weight')!, keyOf('bias')];
  return {
    weight: parameters.get(weightKey)!,
    weightKey,
    ...(biasKey !== undefined && { bias: parameters.get(biasKey)!, biasKey }),
  };
}
