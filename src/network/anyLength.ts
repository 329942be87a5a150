import type { Network } from './network';
import type { Shape } from './parameters';

/**
 * Whether the exported form of a network takes sequences of any length: every layer that reads the steps of its input says that it
 * does, one after the other, until a layer has made one vector of them.
 */
export function takesAnyLength({ input, layers }: Network, opset: number): boolean {
  const open = new Set<string>();
  const isFirst = (shape: Shape): boolean => shape.length === 2 || shape.length === 1;
  if (!isFirst(input.shape)) return false;
  open.add('input');
  const [steps] = input.shape;
  for (const { id, entry, arguments: values, inputs, shape, inputShapes } of layers) {
    if (!inputs.some((from) => open.has(from))) continue;
    if (!entry.anyLength?.(values, inputShapes, opset)) return false;
    if (shape.length === 2 && shape[0] === steps) open.add(id);
  }
  return open.size > 1 || input.shape.length === 2;
}
