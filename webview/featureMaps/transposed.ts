import { decodeTensor, type Tensor } from './tensor';

/** A sequence [steps, features] as a picture: time to the right, a row for each feature. */
export function transposed(tensor: Tensor): {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
} {
  const [steps = 1, features = 1] = tensor.shape;
  const given = decodeTensor(tensor);
  const values = given.map((_, i) => given[(i % steps) * features + Math.floor(i / steps)] ?? NaN);
  return { width: steps, height: features, values };
}
