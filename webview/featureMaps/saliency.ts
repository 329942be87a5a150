/** What a gradient is shown as: how strongly each number of the input counts, or how much it adds to the score. */
export type Attribution = 'gradient' | 'product';

/** |∂S/∂x|, or x · ∂S/∂x (Shrikumar et al., Not Just a Black Box, 2016), for each number of an input. */
export const attributed = (
  gradient: Float32Array,
  input: Float32Array,
  as: Attribution,
): Float32Array =>
  gradient.map((value, i) => (as === 'gradient' ? Math.abs(value) : value * (input[i] ?? NaN)));

/**
 * One picture of an image [channels, height, width]: the greatest magnitude over the channels, as Simonyan et al. (2014) take it, or
 * the sum of what the channels add.
 */
export function overChannels(
  values: Float32Array,
  channels: number,
  as: Attribution,
): Float32Array {
  const size = values.length / channels;
  return Float32Array.from({ length: size }, (_, pixel) => {
    const own = Array.from({ length: channels }, (_, c) => values[c * size + pixel] ?? NaN);
    return as === 'gradient' ? Math.max(...own) : own.reduce((sum, value) => sum + value, 0);
  });
}
