import { basename, dirname } from 'node:path';
import { formatInteger } from '../../text/numbers';
import { resampledCount } from '../audio/resample';
import { decodeWav, wavHeader, type WavHeader } from '../audio/wav';
import { ordered } from '../classNames';
import { DataError } from '../dataset';
import { classesIn, filesIn, type FileKind, type Labelled, labelOf, splitFiles } from '../folders';
import { assertFits } from '../memoryLimit';
import { NamePattern } from '../namePattern';
import { readHead } from '../read';
import { noSamples, type Samples } from '../samples';
import { locateFolder } from '../search';
import {
  breathe,
  type DataContext,
  type OwnFile,
  type OwnSample,
  type Probe,
  type SourceData,
  type SourceEntry,
} from '../source';
import { sharedBytes } from '../stored';
import { atRate, framesIn, framingOf, writerOf, type Framing } from './wavFrames';
import { wavParameters, type WavValues } from './wavParameters';

const recordings: FileKind = { what: 'recordings', extensions: '.wav', pattern: /\.wav$/i };
/** A larger file is none of speech. */
const mostBytes = 1 << 28;
/** The sound begins within these, but for files with pictures or long comments. */
const headBytes = 1 << 12;

const nameOf = (file: string): string => basename(file).replace(recordings.pattern, '');
const patternOf = (text: string, labelled: boolean) =>
  new NamePattern(text.replace(recordings.pattern, ''), labelled);

/** Recordings to train and to test on, with the names of their classes. */
async function find(values: WavValues, context: DataContext) {
  const { label, test_files } = values;
  const folder = await locateFolder(values.folder, context);
  const named = label === undefined ? undefined : patternOf(label, true);
  const look = (folder: string) =>
    named ? labelled(folder, named, context) : classesIn(folder, recordings, context);
  if (!test_files) return splitFiles(folder, recordings, values, look, context);
  const patterns = test_files.map((text) => patternOf(text, false));
  const isTested = ({ file }: Labelled) => patterns.some((each) => each.match(nameOf(file)));
  const all = await look(folder);
  const [train, test] = [all.filter((each) => !isTested(each)), all.filter(isTested)];
  if (train.length > 0 && test.length > 0) return { train, test };
  throw new DataError(
    'bad-split',
    `\`test_files\` fits ${test.length === 0 ? 'none' : 'all'} of the ${formatInteger(all.length)} recordings in ${folder}. ` +
      `Correct it; the first is called \`${nameOf(all[0].file)}\`.`,
    folder,
  );
}

async function labelled(folder: string, pattern: NamePattern, context: DataContext) {
  const { files } = await filesIn(folder, recordings, context);
  if (files.length === 0) {
    throw new DataError(
      'empty',
      `${folder} holds no recordings (.wav). Give the folder that holds them.`,
      folder,
    );
  }
  return files.map((file): Labelled => {
    const found = pattern.match(nameOf(file));
    if (found) return { file, name: found.label };
    throw new DataError(
      'bad-format',
      `The name of ${file} does not fit \`label: "${pattern.pattern}"\`. Rename or remove the file, or correct the pattern.`,
      file,
    );
  });
}

async function readWhole(file: string, context: DataContext): Promise<Uint8Array> {
  const { bytes, whole } = await readHead(file, mostBytes, context);
  if (whole) return bytes;
  throw new DataError('too-large', `${file} is too large. Cut it into pieces.`, file);
}

async function headerOf(file: string, context: DataContext): Promise<WavHeader> {
  const { bytes, whole } = await readHead(file, headBytes, context);
  // A whole file has a header, or has thrown.
  return wavHeader(bytes, file, whole) ?? wavHeader(await readWhole(file, context), file, true)!;
}

/** Shape of a sample, and how recordings become frames; from the heads of the training files. */
async function layoutOf(train: readonly Labelled[], values: WavValues, context: DataContext) {
  const { rate = (await headerOf(train[0].file, context)).rate, features, mels } = values;
  const framing = framingOf(values, rate);
  let frames = values.frames ?? 0;
  for (let i = 0; values.frames === undefined && i < train.length; i++) {
    if (i % 100 === 0) await breathe(context, 'Measuring recordings', i / train.length);
    const header = await headerOf(train[i].file, context);
    frames = Math.max(frames, framesIn(resampledCount(header.count, header.rate, rate), framing));
  }
  const width = features === 'raw' ? framing.length : mels;
  return { framing, inputShape: [frames, width] as const };
}

async function load(values: WavValues, context: DataContext): Promise<SourceData> {
  const found = await find(values, context);
  const { framing, inputShape } = await layoutOf(found.train, values, context);
  const names = ordered(found.train.map(({ name }) => name));
  const plan = { values, framing, inputShape, names, first: found.train[0].file };
  const train = await readAll(found.train, plan, context);
  const test = found.test.length > 0 ? await readAll(found.test, plan, context) : noSamples(train);
  const steps = values.per === 'frame' ? { steps: inputShape[0] } : {};
  return { inputShape, target: { kind: 'classes', names, ...steps }, train, test };
}

interface ReadPlan {
  readonly values: WavValues;
  readonly framing: Framing;
  readonly inputShape: readonly [frames: number, width: number];
  readonly names: readonly string[];
  /** The training recording that tells the rate. */
  readonly first: string;
}

async function readAll(
  part: readonly Labelled[],
  { values, framing, inputShape: [frames, width], names, first }: ReadPlan,
  context: DataContext,
): Promise<Samples> {
  const count = part.length;
  const perFrame = values.per === 'frame';
  assertFits(
    4 * count * frames * (width + 1),
    `${formatInteger(count)} recordings of ${formatInteger(frames)} frames`,
    'Ask for fewer `frames`.',
  );
  const inputs = new Float32Array(sharedBytes(4 * count * frames * width).buffer);
  const targets = new Int32Array(perFrame ? count * frames : count).fill(-1);
  const labels = new Map(names.map((name, label) => [name, label]));
  const write = writerOf(values, framing);
  for (const [i, each] of part.entries()) {
    await breathe(context, `Reading ${dirname(each.file)}`, i / count);
    const label = labelOf(each, labels, 'recording');
    const recording = decodeWav(await readWhole(each.file, context), each.file);
    const signal = atRate(recording, values, framing, frames, { file: each.file, first });
    for (let frame = 0; frame < frames; frame++) {
      const at = (i * frames + frame) * width;
      write(signal, frame * framing.step, inputs.subarray(at, at + width));
      if (frame % 4096 === 4095) await breathe(context, `Reading ${each.file}`, i / count);
    }
    if (perFrame)
      targets.fill(
        label,
        i * frames,
        i * frames + Math.min(frames, framesIn(signal.length, framing)),
      );
    else targets[i] = label;
  }
  return { count, inputs, targets };
}

/**
 * A recording that is no file of the source as a sample of it, with as many frames; at the rate of the source, whatever its own is.
 * Throws `DataError`.
 */
async function convert(
  values: WavValues,
  { name, bytes }: OwnFile,
  [frames, width]: readonly number[],
  context: DataContext,
): Promise<OwnSample> {
  const recording = decodeWav(bytes, name);
  const rateOfFirst = async () => {
    const { train } = await find(values, context);
    return (await headerOf(train[0].file, context)).rate;
  };
  const framing = framingOf(values, values.rate ?? (await rateOfFirst()));
  const signal = atRate(recording, { ...values, rate: framing.rate }, framing, frames, {
    file: name,
    first: name,
  });
  const write = writerOf(values, framing);
  const inputs = new Float32Array(frames * width);
  for (let frame = 0; frame < frames; frame++)
    write(signal, frame * framing.step, inputs.subarray(frame * width, (frame + 1) * width));
  const count = resampledCount(recording.samples.length, recording.rate, framing.rate);
  return { inputs, steps: framesIn(count, framing) };
}

async function probe(values: WavValues, context: DataContext): Promise<Probe> {
  const { train, test } = await find(values, context);
  const { inputShape, framing } = await layoutOf(train, values, context);
  writerOf(values, framing);
  return {
    inputShape,
    kind: 'classes',
    targets: new Set(train.map(({ name }) => name)).size,
    ...(values.per === 'frame' && { steps: inputShape[0] }),
    samples: { train: train.length, test: test.length },
  };
}

export const wav: SourceEntry<typeof wavParameters> = {
  kind: 'source',
  madeOf: 'sound',
  name: 'wav',
  synonyms: ['audio', 'speech', 'recordings', 'sound'],
  summary: 'Recordings in WAV files, as sequences of frames: log-mel energies, or samples.',
  details:
    'A sample is a sequence [frames, mels], or [frames, samples] where they are raw. PCM of 8, 16, 24 or 32 bits and floating-point ' +
    'numbers are read; channels are averaged. A frame under a Hann window has the energies of triangular bands, equally wide on the ' +
    'scale $m = 2595 \\log_{10}(1 + f/700)$ from 0 to half the rate, as in HTK; the natural logarithm is taken of energies, at least ' +
    '−80 dB of a sine of full scale. With `per: frame`, frames behind the end of a recording have no target. The classes are folders, ' +
    'or part of the names by `label`. [Format](https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html)',
  parameters: wavParameters,
  example: 'source wav("fsdd", label: "{class}_*", test_files: ["*_0", "*_1"], frames: 64)',
  load,
  probe,
  convert,
};
