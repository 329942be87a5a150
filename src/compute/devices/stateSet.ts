import { type FloatTensor, type StepShape } from './executor';
import { elements } from '../../shape/elements';
import type { Runtime } from './runtime';

/** A step's state once: by key, and under the names of the step's inputs and outputs. */
export interface StateSet {
  readonly tensors: ReadonlyMap<string, FloatTensor>;
  readonly inputs: Readonly<Record<string, FloatTensor>>;
  readonly outputs: Readonly<Record<string, FloatTensor>>;
}

/** Allocates the state; tensors of a pack are views of its vector. */
export function stateSet(runtime: Runtime, { state, packs = [] }: StepShape): StateSet {
  const shapes = new Map(state.map(({ key, shape }) => [key, shape]));
  const tensors = new Map<string, FloatTensor>();
  const inputs: Record<string, FloatTensor> = {};
  const outputs: Record<string, FloatTensor> = {};
  const float = (data: Float32Array, shape: readonly number[]) =>
    new runtime.Tensor('float32', data, shape) as FloatTensor;
  for (const { input, output, keys } of packs) {
    const lengths = keys.map((key) => elements(shapes.get(key)!));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const vector = new Float32Array(total);
    inputs[input] = outputs[output] = float(vector, [total]);
    let start = 0;
    keys.forEach((key, i) => {
      const end = start + lengths[i];
      tensors.set(key, float(vector.subarray(start, end), shapes.get(key)!));
      start = end;
    });
  }
  for (const { key, shape, input, output } of state) {
    if (tensors.has(key)) continue;
    const tensor = float(new Float32Array(elements(shape)), shape);
    tensors.set(key, tensor);
    inputs[input] = outputs[output] = tensor;
  }
  return { tensors, inputs, outputs };
}
