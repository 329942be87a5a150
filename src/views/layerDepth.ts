import { isWeight } from './layers';
import type { LayerRow } from './payloads';

/** How many layers with weights there are on the longest way from the input to each layer, it included. */
export function layerDepths(
  layers: readonly Pick<LayerRow, 'id' | 'inputs' | 'parameters'>[],
): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { id, inputs, parameters } of layers) {
    const below = Math.max(0, ...inputs.map((input) => depths.get(input) ?? 0));
    depths.set(id, below + Number(parameters.some(({ name }) => isWeight(name))));
  }
  return depths;
}
