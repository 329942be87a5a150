/** Up to so many of the numbers from 0 on, evenly spread over all of them. */
export function evenly(count: number, atMost: number): Int32Array {
  const length = Math.min(count, atMost);
  return Int32Array.from({ length }, (_, i) => Math.floor((i * count) / length));
}
