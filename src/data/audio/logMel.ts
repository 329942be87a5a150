import { PowerSpectrum } from './fourier';

/** Frequencies on the scale of pitches, and back (O'Shaughnessy 1987, as in HTK). */
export const melOf = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);

/** Energies below this count as this: −80 dB of a sine of full scale. */
export const leastEnergy = 1e-8;

/**
 * Weights of the frequencies k · rate / n, k = 0, …, n/2, in each band: triangles that are equally wide, and linear, on the mel scale
 * between 0 and half the rate, each from the middle of the band below to that of the band above, 1 at its own.
 */
export function melBands(bands: number, n: number, rate: number): Float64Array[] {
  const width = melOf(rate / 2) / (bands + 1);
  return Array.from({ length: bands }, (_, band) =>
    Float64Array.from({ length: n / 2 + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(melOf((k * rate) / n) / width - (band + 1))),
    ),
  );
}

/**
 * Log-mel energies of frames: ln of the energy in each band, of the frame under a Hann window. A sine of full scale has the energy 1 at
 * its frequency.
 */
export class LogMel {
  private readonly window: Float64Array;
  private readonly spectrum: PowerSpectrum;
  private readonly bands: readonly { from: number; weights: Float64Array }[];
  private readonly frame: Float64Array;
  private readonly power: Float64Array;

  /** Of frames of `length` samples. */
  constructor(
    readonly length: number,
    bands: number,
    rate: number,
  ) {
    const n = 2 ** Math.ceil(Math.log2(Math.max(2, length)));
    this.window = Float64Array.from(
      { length },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length),
    );
    this.spectrum = new PowerSpectrum(n);
    this.frame = new Float64Array(n);
    this.power = new Float64Array(n / 2 + 1);
    const scale = (2 / this.window.reduce((sum, weight) => sum + weight, 0)) ** 2;
    this.bands = melBands(bands, n, rate).map((weights) => {
      const from = weights.findIndex((weight) => weight > 0);
      const to = weights.findLastIndex((weight) => weight > 0) + 1;
      return {
        from,
        weights: weights.slice(Math.max(0, from), to).map((weight) => weight * scale),
      };
    });
  }

  /** The first band so narrow that no frequency falls into it, counted from 1; absent where there is none. */
  get emptyBand(): number | undefined {
    const band = this.bands.findIndex(({ from }) => from < 0);
    return band < 0 ? undefined : band + 1;
  }

  /** Writes those of the frame of `signal` that begins at `start`; beyond its end there is silence. */
  write(signal: Float32Array, start: number, into: Float32Array): void {
    const { frame, window, power, bands } = this;
    frame.fill(0);
    const end = Math.min(window.length, signal.length - start);
    for (let i = 0; i < end; i++) frame[i] = window[i] * signal[start + i];
    this.spectrum.of(frame, power);
    bands.forEach(({ from, weights }, band) => {
      let energy = 0;
      for (let k = 0; k < weights.length; k++) energy += weights[k] * power[from + k];
      into[band] = Math.log(Math.max(energy, leastEnergy));
    });
  }
}
