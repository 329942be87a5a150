/** Numbers by a formula, which `test/fixtures/makeWorkloads.py` computes too. */

/** 16 bits out of an index and the number of a stream, as the fixtures' generator mixes them. */
export function mixed(index: number, stream: number): number {
  const x = Math.imul(index, 2654435761) + stream * 40503 + 12345;
  return (Math.imul((x ^ (x >>> 15)) >>> 0, 739393) >>> 8) & 0xffff;
}

/** In [0, 1), the same on every machine. */
export const numbers = (count: number, stream: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => mixed(i, stream) / 65536);

/** Initial weights, uniform within a power of two near 1/√(inputs of a unit). */
export function initial([first, ...rest]: readonly number[], stream: number): Float32Array {
  const inputs = rest.length === 0 ? 16 : rest.reduce((product, n) => product * n, 1);
  const bits = Math.max(0, inputs - 1).toString(2).length;
  const bound = 2 ** -Math.floor(bits / 2);
  const count = first * (rest.length === 0 ? 1 : inputs);
  return numbers(count, stream).map((x) => (x * 2 - 1) * bound);
}
