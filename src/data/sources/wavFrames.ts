import { formatInteger } from '../../text/numbers';
import { LogMel } from '../audio/logMel';
import { resample } from '../audio/resample';
import type { Recording } from '../audio/wav';
import { DataError } from '../dataset';
import type { WavValues } from './wavParameters';

/** How recordings become sequences of frames. */

/** Samples of a frame, from one to the next, and in a second. */
export interface Framing {
  readonly rate: number;
  readonly length: number;
  readonly step: number;
}

export const framingOf = ({ frame, step }: WavValues, rate: number): Framing => {
  const samples = (milliseconds: number) => Math.max(1, Math.round((milliseconds * rate) / 1000));
  return { rate, length: samples(frame), step: samples(step) };
};

/** Frames that a recording of so many samples fills. */
export const framesIn = (count: number, { length, step }: Framing): number =>
  1 + Math.max(0, Math.floor((count - length) / step));

/** What turns a recording into frames; throws `DataError` where bands would be empty. */
export function writerOf({ features, mels, frame }: WavValues, { rate, length }: Framing) {
  if (features === 'raw') {
    return (signal: Float32Array, start: number, into: Float32Array) =>
      into.set(signal.subarray(start, start + length));
  }
  const analysis = new LogMel(length, mels, rate);
  if (analysis.emptyBand === undefined)
    return (signal: Float32Array, start: number, into: Float32Array) =>
      analysis.write(signal, start, into);
  throw new DataError(
    'bad-format',
    `\`mels: ${mels}\` makes bands too narrow for frames of ${frame} ms at ${formatInteger(rate)} samples a second: band ` +
      `${analysis.emptyBand} holds no frequency. Take fewer bands or longer frames.`,
  );
}

/** As much of a recording as its frames take, at their rate; throws `DataError` where it has another that is not to be changed. */
export function atRate(
  { samples, rate }: Recording,
  values: WavValues,
  framing: Framing,
  frames: number,
  { file, first }: { readonly file: string; readonly first: string },
): Float32Array {
  if (rate !== framing.rate && values.rate === undefined) {
    throw new DataError(
      'bad-format',
      `${file} has ${formatInteger(rate)} samples a second, ${first} ${formatInteger(framing.rate)}. Bring all to one ` +
        `rate with \`rate: ${framing.rate}\`.`,
      file,
    );
  }
  const needed = frames * framing.step + framing.length;
  // Beyond them, what resampling takes from.
  const margin = 64 + Math.ceil(((needed + 64) * rate) / framing.rate);
  return resample(samples.subarray(0, margin), rate, framing.rate);
}
