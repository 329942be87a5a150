import { basename, dirname } from 'node:path';
import { integer, number, optional, string, strings, word } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { formatInteger } from '../../text/numbers';
import { LogMel } from '../audio/logMel';
import { resample, resampledCount } from '../audio/resample';
import { decodeWav, wavHeader, type Recording, type WavHeader } from '../audio/wav';
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
  type Probe,
  type SourceData,
  type SourceEntry,
} from '../source';
import { sharedBytes } from '../stored';

const parameters = {
  folder: string('Folder with the recordings, or with `train` and `test`.'),
  label: optional(
    string(
      'Where in the names of files their classes are: `"{class}_*"` finds 7 in `7_george_3.wav`. When left out, each class has a ' +
        'folder.',
    ),
  ),
  per: word(
    'What has a target: each recording, or each of its frames, that of the recording.',
    ['recording', 'frame'],
    { default: 'recording' },
  ),
  features: word(
    'What a frame consists of: the logarithms of its energies in bands of frequency, or its samples.',
    ['log_mel', 'raw'],
    { default: 'log_mel' },
  ),
  frame: number('Length of a frame, in milliseconds.', { above: 0, maximum: 1000, default: 25 }),
  step: number('From the start of a frame to that of the next, in milliseconds.', {
    above: 0,
    maximum: 1000,
    default: 10,
  }),
  mels: integer('Number of bands.', { minimum: 1, maximum: 256, default: 40 }),
  frames: optional(
    integer(
      'Frames of a sample: longer recordings are cut off, shorter ones end in silence. Those of the longest training recording when ' +
        'left out.',
      { minimum: 1, maximum: 100_000 },
    ),
  ),
  rate: optional(
    integer(
      'Samples a second that all recordings are brought to; must be the same when left out.',
      {
        minimum: 1000,
        maximum: 192_000,
      },
    ),
  ),
  test_files: optional(
    strings('Names of the recordings to test on, such as `"*_george_*"`, in place of `test`.'),
  ),
  test: number(
    'Test recordings where there is no folder for them: a fraction below 1, or a count.',
    {
      default: 0.2,
      minimum: 0,
    },
  ),
  seed: integer('Chooses these test recordings.', { default: 7 }),
};

type WavValues = Values<typeof parameters>;

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

/** Samples of a frame, from one to the next, and in a second. */
interface Framing {
  readonly rate: number;
  readonly length: number;
  readonly step: number;
}

const framingOf = ({ frame, step }: WavValues, rate: number): Framing => {
  const samples = (milliseconds: number) => Math.max(1, Math.round((milliseconds * rate) / 1000));
  return { rate, length: samples(frame), step: samples(step) };
};

/** Frames that a recording of so many samples fills. */
const framesIn = (count: number, { length, step }: Framing): number =>
  1 + Math.max(0, Math.floor((count - length) / step));

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

/** What turns a recording into frames; throws `DataError` where bands would be empty. */
function writerOf({ features, mels, frame }: WavValues, { rate, length }: Framing) {
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

/** As much of a recording as its frames take, at their rate; throws `DataError` where it has another that is not to be changed. */
function atRate(
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

export const wav: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'wav',
  synonyms: ['audio', 'speech', 'recordings', 'sound'],
  summary: 'Recordings in WAV files, as sequences of frames: log-mel energies, or samples.',
  details:
    'A sample is a sequence [frames, mels], or [frames, samples] where they are raw. PCM of 8, 16, 24 or 32 bits and floating-point ' +
    'numbers are read; channels are averaged. A frame under a Hann window has the energies of triangular bands, equally wide on the ' +
    'scale $m = 2595 \\log_{10}(1 + f/700)$ from 0 to half the rate, as in HTK; the natural logarithm is taken of energies, at least ' +
    '−80 dB of a sine of full scale. With `per: frame`, frames behind the end of a recording have no target. The classes are folders, ' +
    'or part of the names by `label`. [Format](https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html)',
  parameters,
  example: 'source wav("fsdd", label: "{class}_*", test_files: ["*_0", "*_1"], frames: 64)',
  load,
  probe,
};
