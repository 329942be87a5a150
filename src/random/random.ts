/**
 * Reproducible random numbers: xoshiro128** (Blackman and Vigna, 2018) in 32-bit arithmetic, one independent stream for
 * each path such as `new Random(seed, 'shuffle', epoch)`. The same path gives the same numbers on every machine.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number | undefined;

  constructor(seed: number, ...path: readonly (string | number)[]) {
    let hash = mix(seed | 0, Math.floor(seed / 2 ** 32) | 0);
    for (const part of path) {
      const text = String(part);
      for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
      hash = mix(hash, 0x2f); // keeps ['a', 'b'] apart from ['ab']
    }
    this.a = mix(hash, 1);
    this.b = mix(hash, 2);
    this.c = mix(hash, 3);
    this.d = mix(hash, 4) | 1; // the state must not be all zero
  }

  /** Goes on from a state of the generator, four 32-bit words not all zero. */
  static fromState(state: readonly [number, number, number, number]): Random {
    const random = new Random(0);
    [random.a, random.b, random.c, random.d] = state;
    return random;
  }

  /** A uniform unsigned 32-bit integer. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.b, 5), 7), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = rotate(this.d, 11);
    return result >>> 0;
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴: exact in float32. */
  uniform(): number {
    return (this.next() >>> 8) / 0x1000000;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A uniform integer in [0, count), without modulo bias. */
  integer(count: number): number {
    const limit = 0x100000000 - (0x100000000 % count);
    for (;;) {
      const value = this.next();
      if (value < limit) return value % count;
    }
  }

  /**
   * Standard normal by the polar method (Marsaglia and Bray, 1964), which unlike that of Box and Muller needs no sine:
   * engines differ in the last bit of that.
   */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const x = this.between(-1, 1);
      const y = this.between(-1, 1);
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }

  /** Puts the items in a uniformly random order, in place (Fisher and Yates). */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }

  /** Fills with uniform numbers in [0, 1). */
  fillUniform(target: Float32Array): Float32Array {
    let { a, b, c, d } = this; // `next`, with its state in registers: several times as fast
    for (let i = 0; i < target.length; i++) {
      const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = rotate(d, 11);
      target[i] = (result >>> 8) * 2 ** -24;
    }
    [this.a, this.b, this.c, this.d] = [a, b, c, d];
    return target;
  }
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** Two rounds of the MurmurHash3 finalizer (Appleby) over the pair. */
function mix(hash: number, value: number): number {
  let x = (Math.imul(hash, 0x9e3779b1) ^ value) + 0x7f4a7c15;
  for (let round = 0; round < 2; round++) {
    x ^= x >>> 16;
    x = Math.imul(x, 0x85ebca6b);
    x ^= x >>> 13;
    x = Math.imul(x, 0xc2b2ae35);
    x ^= x >>> 16;
  }
  return x | 0;
}
