/**
 * Squared magnitudes of the discrete Fourier transform of real numbers, from 0 to half the sampling rate: |Σ x(t) e^(−2πi kt/n)|² for
 * k = 0, …, n/2, by the fast transform for powers of two (Cooley and Tukey, 1965).
 */
export class PowerSpectrum {
  private readonly cosine: Float64Array;
  private readonly sine: Float64Array;
  /** Where each number goes first: its index with the bits in reverse. */
  private readonly place: Int32Array;
  private readonly real: Float64Array;
  private readonly imaginary: Float64Array;

  /** `n`, a power of two. */
  constructor(readonly n: number) {
    const angle = (k: number) => (2 * Math.PI * k) / n;
    this.cosine = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos(angle(k)));
    this.sine = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin(angle(k)));
    this.place = new Int32Array(n);
    for (let i = 1; i < n; i++) this.place[i] = (this.place[i >> 1] >> 1) | (i & 1 ? n >> 1 : 0);
    this.real = new Float64Array(n);
    this.imaginary = new Float64Array(n);
  }

  /** Writes the spectrum of `n` numbers into the n/2 + 1 of `power`. */
  of(numbers: Float64Array, power: Float64Array): void {
    const { n, real, imaginary, place } = this;
    for (let i = 0; i < n; i++) real[place[i]] = numbers[i];
    imaginary.fill(0);
    for (let half = 1; half < n; half *= 2) this.combine(half);
    for (let k = 0; k <= n / 2; k++) power[k] = real[k] ** 2 + imaginary[k] ** 2;
  }

  /** Makes transforms of length 2 `half` of those of length `half`. */
  private combine(half: number): void {
    const { n, real, imaginary, cosine, sine } = this;
    const stride = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half];
        const [c, s] = [cosine[k * stride], sine[k * stride]];
        const re = real[b] * c - imaginary[b] * s;
        const im = real[b] * s + imaginary[b] * c;
        real[b] = real[a] - re;
        imaginary[b] = imaginary[a] - im;
        real[a] += re;
        imaginary[a] += im;
      }
    }
  }
}
