/** Zero crossings of the sinc function on each side. */
const crossings = 16;

/** Samples of a signal of `count` at another rate. */
export const resampledCount = (count: number, from: number, to: number): number =>
  Math.max(1, Math.round((count * to) / from));

/**
 * A signal at another rate: each sample is the sum of the given ones, weighted by a sinc function under a Hann window, whose cutoff is
 * half the lower rate (Smith, Digital Audio Resampling). Beyond its ends the signal is 0.
 */
export function resample(signal: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return signal;
  const cutoff = Math.min(1, to / from);
  const reach = crossings / cutoff;
  const weight = (distance: number): number => {
    const x = Math.PI * cutoff * distance;
    const sinc = x === 0 ? 1 : Math.sin(x) / x;
    return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  };
  return Float32Array.from({ length: resampledCount(signal.length, from, to) }, (_, i) => {
    const place = (i * from) / to;
    const last = Math.min(signal.length - 1, Math.floor(place + reach));
    let sum = 0;
    for (let k = Math.max(0, Math.ceil(place - reach)); k <= last; k++)
      sum += signal[k] * weight(place - k);
    return sum;
  });
}
