import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataErrorCode } from '../../../src/data/dataset';
import { PowerSpectrum } from '../../../src/data/audio/fourier';
import { leastEnergy, LogMel, melOf } from '../../../src/data/audio/logMel';
import { resample } from '../../../src/data/audio/resample';
import { decodeWav, wavHeader } from '../../../src/data/audio/wav';
import { loadDataset, probe } from '../../../src/data/load';
import { NamePattern } from '../../../src/data/namePattern';
import { Random } from '../../../src/random/random';
import {
  assertDataError,
  contextIn,
  folderOf,
  planOf,
  realData,
  removeFolders,
  rows,
} from './support';

interface Format {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  /** Size that the chunk of samples announces. */
  readonly announced?: number;
  /** Chunks before the samples. */
  readonly before?: readonly Buffer[];
  readonly extensible?: boolean;
}

const u2 = (...values: number[]) => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(value, 2 * i));
  return bytes;
};
const u4 = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
  return bytes;
};
const chunk = (name: string, content: Uint8Array, size = content.length) =>
  Buffer.concat([Buffer.from(name), u4(size), content, Buffer.alloc(content.length % 2)]);

/** A WAV file by its definition. */
function wavFile(data: Uint8Array, format: Format = {}): Buffer {
  const { tag = 1, channels = 1, rate = 8000, bits = 16, before = [], extensible } = format;
  const block = (channels * bits) / 8;
  const fmt = Buffer.concat([
    u2(extensible ? 0xfffe : tag, channels),
    u4(rate, rate * block),
    u2(block, bits),
    ...(extensible ? [u2(22, bits), u4(0), u2(tag), Buffer.alloc(14)] : []),
  ]);
  const chunks = Buffer.concat([
    chunk('fmt ', fmt),
    ...before,
    chunk('data', data, format.announced),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), u4(4 + chunks.length), Buffer.from('WAVE'), chunks]);
}

const i16 = (values: readonly number[]) => Buffer.from(Int16Array.from(values).buffer);
const tone = (hertz: number, count: number, rate = 8000, amplitude = 1) =>
  Float32Array.from(
    { length: count },
    (_, t) => amplitude * Math.sin((2 * Math.PI * hertz * t) / rate),
  );
const f32 = (values: Float32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);
const floats = { tag: 3, bits: 32 };
const noise = (count: number) => {
  const random = new Random(3, 'noise');
  return Float32Array.from({ length: count }, () => random.between(-1, 1));
};

describe('WAV files', () => {
  const formats: readonly (readonly [string, Uint8Array, Format, readonly number[]])[] = [
    ['8 bits', Buffer.of(0, 128, 255), { bits: 8 }, [-1, 0, 127 / 128]],
    ['16 bits', i16([-32768, 0, 16384]), {}, [-1, 0, 0.5]],
    ['24 bits', Buffer.of(0, 0, 128, 0, 0, 0, 1, 0, 64), { bits: 24 }, [-1, 0, 0.5 + 2 ** -23]],
    ['32 bits', u4(0x80000000, 0, 0x40000000), { bits: 32 }, [-1, 0, 0.5]],
    ['float32', f32(Float32Array.of(-1.5, 0.25)), floats, [-1.5, 0.25]],
    ['float64', Buffer.from(Float64Array.of(0.125, 2).buffer), { tag: 3, bits: 64 }, [0.125, 2]],
    ['two channels', i16([16384, 0, -16384, -16384]), { channels: 2 }, [0.25, -0.5]],
    ['an extended header', i16([16384]), { extensible: true }, [0.5]],
    ['other chunks', i16([16384]), { before: [chunk('LIST', Buffer.alloc(33))] }, [0.5]],
    ['an open length', i16([16384, 0]), { announced: 0xffffffff }, [0.5, 0]],
  ];
  for (const [what, data, format, samples] of formats) {
    it(`are read: ${what}`, () => {
      const file = wavFile(data, format);
      const recording = decodeWav(file, 'a.wav');
      assert.equal(recording.rate, 8000);
      assert.deepEqual([...recording.samples], samples.map(Math.fround));
      assert.equal(wavHeader(file, 'a.wav', true)?.count, samples.length);
    });
  }

  it('tell from their head what follows, or that it takes more', () => {
    const head = wavFile(i16(Array<number>(500).fill(0))).subarray(0, 60);
    assert.equal(wavHeader(head, 'a.wav', false)?.count, 500);
    assert.equal(wavHeader(head.subarray(0, 30), 'a.wav', false), undefined);
  });

  const good = i16([1, 2]);
  const bad: readonly (readonly [string, Uint8Array, DataErrorCode, string])[] = [
    ['another file', Buffer.from('ID3 and so on'), 'bad-format', 'not a WAV file'],
    [
      'big-endian files',
      Buffer.concat([Buffer.from('RIFX'), wavFile(good).subarray(4)]),
      'bad-format',
      'not a WAV file',
    ],
    ['nothing', Buffer.alloc(0), 'bad-format', 'not a WAV file'],
    ['a head alone', wavFile(good).subarray(0, 30), 'truncated', 'before its sound'],
    ['sound cut off', wavFile(good).subarray(0, -1), 'truncated', '3 of the 4 bytes'],
    ['a huge length', wavFile(good, { announced: 0xfffffff0 }), 'truncated', '4 of the 4294967280'],
    ['no sound', wavFile(Buffer.alloc(0)), 'empty', 'no sound'],
    ['compressed sound', wavFile(good, { tag: 6, bits: 8 }), 'bad-format', 'the format 6'],
    ['12 bits', wavFile(good, { bits: 12 }), 'bad-format', '12-bit integer'],
    ['no channels', wavFile(good, { channels: 0 }), 'bad-format', '0 channels'],
    ['absurd rates', wavFile(good, { rate: 3 }), 'bad-format', '3 samples a second'],
    ['what is no number', wavFile(f32(Float32Array.of(0, NaN)), floats), 'bad-format', 'number 1'],
    [
      'sound before its kind',
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), chunk('data', good)]),
      'bad-format',
      'before it says',
    ],
    [
      'a short header',
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), chunk('fmt ', Buffer.alloc(4))]),
      'bad-format',
      'damaged header',
    ],
  ];
  for (const [what, file, code, part] of bad) {
    it(`are refused with ${what}`, () =>
      assertDataError(
        Promise.resolve().then(() => decodeWav(file, 'a.wav')),
        code,
        'a.wav',
        part,
      ));
  }
});

describe('the power spectrum', () => {
  for (const n of [2, 8, 64]) {
    it(`of ${n} numbers is that of the direct sum`, () => {
      const numbers = Float64Array.from(noise(n));
      const found = new Float64Array(n / 2 + 1);
      new PowerSpectrum(n).of(numbers, found);
      for (let k = 0; k <= n / 2; k++) {
        let [re, im] = [0, 0];
        for (let t = 0; t < n; t++) {
          re += numbers[t] * Math.cos((2 * Math.PI * k * t) / n);
          im -= numbers[t] * Math.sin((2 * Math.PI * k * t) / n);
        }
        assert.ok(Math.abs(found[k] - (re * re + im * im)) < 1e-10);
      }
    });
  }
});

describe('log-mel energies', () => {
  it('are those of the definition, frequency by frequency', () => {
    const [length, bands, rate, n] = [200, 12, 8000, 256];
    const signal = noise(length);
    const found = new Float32Array(bands);
    new LogMel(length, bands, rate).write(signal, 0, found);
    const window = Array.from({ length }, (_, t) => Math.sin((Math.PI * (t + 0.5)) / length) ** 2);
    const full = window.reduce((sum, w) => sum + w) / 2;
    const mel = (f: number) => 1127.0105 * Math.log(1 + f / 700);
    const hertz = (m: number) => 700 * (Math.exp(m / 1127.0105) - 1);
    const edge = (i: number) => hertz((i * mel(rate / 2)) / (bands + 1));
    for (let band = 0; band < bands; band++) {
      let energy = 0;
      for (let k = 0; k <= n / 2; k++) {
        const f = (k * rate) / n;
        const [low, middle, high] = [edge(band), edge(band + 1), edge(band + 2)].map(mel);
        const weight = Math.min((mel(f) - low) / (middle - low), (high - mel(f)) / (high - middle));
        if (weight <= 0) continue;
        let [re, im] = [0, 0];
        for (let t = 0; t < length; t++) {
          re += window[t] * signal[t] * Math.cos((2 * Math.PI * k * t) / n);
          im -= window[t] * signal[t] * Math.sin((2 * Math.PI * k * t) / n);
        }
        energy += (weight * (re * re + im * im)) / full ** 2;
      }
      assert.ok(Math.abs(found[band] - Math.log(energy)) < 1e-3, `band ${band}`);
    }
  });

  it('lie at 1000 mel for 1000 Hz, as the scale has it', () => {
    assert.equal(melOf(0), 0);
    assert.ok(Math.abs(melOf(1000) - 1000) < 0.1);
  });

  it('of a sine of full scale is 1, and of silence −80 dB', () => {
    const analysis = new LogMel(400, 20, 16_000);
    const [found, silence] = [new Float32Array(20), new Float32Array(20)];
    analysis.write(tone(1000, 400, 16_000), 0, found);
    analysis.write(new Float32Array(10), 0, silence);
    assert.ok(Math.abs(Math.max(...found)) < 0.7, String(Math.max(...found)));
    assert.ok(silence.every((value) => value === Math.fround(Math.log(leastEnergy))));
  });
});

describe('resampling', () => {
  for (const [from, to] of [
    [16_000, 8000],
    [8000, 16_000],
    [44_100, 8000],
  ]) {
    it(`from ${from} to ${to} samples a second keeps a tone`, () => {
      const found = resample(tone(440, from / 10, from), from, to);
      assert.equal(found.length, to / 10);
      const expected = tone(440, to / 10, to);
      for (let t = 100; t < found.length - 100; t++)
        assert.ok(Math.abs(found[t] - expected[t]) < 3e-3, `${found[t]} at ${t}`);
    });
  }

  it('leaves out what the lower rate cannot hold', () => {
    const found = resample(tone(6000, 4000, 16_000), 16_000, 8000);
    assert.ok(found.subarray(100, -100).every((value) => Math.abs(value) < 3e-3));
  });
});

describe('patterns of file names', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['{class}_*', '7_george_3', '7'],
    ['*_{class}_*', '7_george_3', 'george'],
    ['*_{class}', '7_george_3', 'george_3'],
    ['{class}', 'yes', 'yes'],
    ['a-{class}.b', 'a-x.b.b', 'x.b'],
    ['{class}_*', 'seven', undefined],
    ['{class}_*', '_3', undefined],
    ['x{class}', 'yes', undefined],
    ['{class}_x', 'a_xx', undefined],
    ['a{class}a', 'a', undefined],
  ];
  for (const [pattern, name, label] of cases)
    it(`\`${pattern}\` finds ${label ?? 'nothing'} in ${name}`, () =>
      assert.equal(new NamePattern(pattern, true).match(name)?.label, label));

  for (const [pattern, labelled] of [
    ['{class}*', true],
    ['**', false],
    ['no class', true],
    ['{class}_{class}', true],
    ['{class}_*', false],
  ] as const)
    it(`such as \`${pattern}\` are refused`, () =>
      assert.throws(() => new NamePattern(pattern, labelled), /is not a pattern/));

  it('take time in proportion to the name', () => {
    const stars = new NamePattern('*a'.repeat(2000) + 'b', false);
    assert.equal(stars.match('a'.repeat(50_000)), undefined);
  });
});

describe('source wav', () => {
  after(removeFolders);

  /** Five recordings at 1000 samples a second: 40, 30, 25, 5 and 60 of them. */
  const lengths = { a_x_0: 40, b_x_0: 30, a_y_1: 25, b_y_1: 5, a_x_1: 60 };
  const files = Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [
      `spoken/${name}.wav`,
      wavFile(f32(Float32Array.from({ length }, (_, t) => (t + 1) / 100)), {
        ...floats,
        rate: 1000,
      }),
    ]),
  );
  const raw = {
    folder: 'spoken',
    label: '{class}_*',
    features: 'raw',
    frame: 10,
    step: 5,
    test: 0,
  };
  const open = async (given: object = {}, content: Parameters<typeof folderOf>[0] = files) => {
    const context = contextIn(folderOf(content));
    const plan = planOf('wav', { ...raw, ...given });
    const [data, known] = [await loadDataset(plan, context), await probe(plan, context)];
    const { splits, target, inputShape } = data;
    assert.deepEqual(known, {
      inputShape,
      kind: 'classes',
      targets: target.names.length,
      ...(target.steps !== undefined && { steps: target.steps }),
      samples: { train: splits.train.count, test: splits.test.count },
    });
    return data;
  };

  it('cuts recordings into frames, the shorter ones end in silence', async () => {
    const { inputShape, target, splits } = await open();
    assert.deepEqual([inputShape, target], [[11, 10], { kind: 'classes', names: ['a', 'b'] }]);
    const { inputs, targets } = rows(splits.train, 110, 2);
    // In the order of names: a_x_0, a_x_1, a_y_1, b_x_0, b_y_1.
    const at = (t: number, length: number) => (t < length ? Math.fround((t + 1) / 100) : 0);
    [40, 60, 25, 30, 5].forEach((length, i) =>
      assert.deepEqual(
        inputs[i],
        Array.from({ length: 110 }, (_, j) => at(5 * Math.floor(j / 10) + (j % 10), length)),
      ),
    );
    assert.deepEqual(
      targets.map((row) => row.indexOf(1)),
      [0, 0, 0, 1, 1],
    );
  });

  it('cuts longer ones off', async () => {
    const { inputShape, splits } = await open({ frames: 2 });
    assert.deepEqual(inputShape, [2, 10]);
    assert.equal(rows(splits.train, 20, 2).inputs[1][19], Math.fround(0.15));
  });

  it('gives each frame the class of its recording, none behind its end', async () => {
    const { target, splits } = await open({ per: 'frame' });
    assert.equal(target.steps, 11);
    const weights = rows(splits.train, 110, 33).targets.map((row) =>
      row.filter((_, i) => i % 3 === 2),
    );
    // 1 + ⌊(length − 10) / 5⌋ frames, at least one.
    assert.deepEqual(
      weights.map((row) => row.lastIndexOf(1) + 1),
      [7, 11, 4, 5, 1],
    );
  });

  it('cuts frames into segments', async () => {
    const context = contextIn(folderOf(files));
    const plan = { ...planOf('wav', { ...raw, per: 'frame' }), segments: 4, delay: 1 };
    const { inputShape, segments } = await loadDataset(plan, context);
    assert.deepEqual([inputShape, segments], [[4, 10], 3]);
  });

  it('gives energies in bands', async () => {
    const tones = { 'tones/low_1.wav': tone(200, 400), 'tones/high_1.wav': tone(3000, 400) };
    const content = Object.fromEntries(
      Object.entries(tones).map(([name, values]) => [name, wavFile(f32(values), floats)]),
    );
    const given = { folder: 'tones', features: 'log_mel', frame: 25, step: 10, mels: 8 };
    const { inputShape, splits } = await open(given, content);
    assert.deepEqual(inputShape, [3, 8]);
    const loudest = rows(splits.train, 24, 2).inputs.map((row) =>
      row.slice(0, 8).indexOf(Math.max(...row.slice(0, 8))),
    );
    // high, low: at 2595 log₁₀(1 + f/700) = 1877 and 283 of 2146 mel, a ninth of which is 238.
    assert.deepEqual(loudest, [7, 0]);
  });

  it('takes test recordings from their folder, by their names, or at random', async () => {
    const count = ({ splits }: Awaited<ReturnType<typeof open>>) => [
      splits.train.count,
      splits.test.count,
    ];
    assert.deepEqual(count(await open({ test: 0.4 })), [3, 2]);
    assert.deepEqual(count(await open({ test_files: ['*_y_1', 'a_x_1.wav'] })), [2, 3]);
    const folders = Object.fromEntries(
      Object.entries(files).map(([name, file], i) => [
        name.replace('/', i < 3 ? '/train/' : '/test/'),
        file,
      ]),
    );
    assert.deepEqual(count(await open({}, folders)), [3, 2]);
    const byClass = Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name.replace(/(\w)_/, '$1/'), file]),
    );
    const classes = await open({ label: undefined }, byClass);
    assert.deepEqual(
      [classes.target.names, count(classes)],
      [
        ['a', 'b'],
        [5, 0],
      ],
    );
  });

  it('brings recordings to one rate', async () => {
    const at = (rate: number) => wavFile(f32(tone(100, rate / 10, rate)), { ...floats, rate });
    const content = { 'spoken/a_1.wav': at(8000), 'spoken/b_1.wav': at(16_000) };
    await assertDataError(open({}, content), 'bad-format', '16,000', 'rate: 8000');
    const { inputShape, splits } = await open({ rate: 4000 }, content);
    assert.deepEqual(inputShape, [19, 40]);
    const { inputs } = rows(splits.train, 760, 2);
    // The frame from 50 ms on: half of each recording is on either side.
    inputs.forEach((row) =>
      row.slice(400, 440).forEach((value, t) => {
        assert.ok(Math.abs(value - Math.sin((2 * Math.PI * 100 * (200 + t)) / 4000)) < 5e-3);
      }),
    );
  });

  const bad: readonly (readonly [string, object, object, DataErrorCode, ...string[]])[] = [
    ['a missing folder', { folder: 'sung' }, files, 'missing-file', 'sung'],
    ['no recordings', {}, { 'spoken/a.txt': '' }, 'empty', 'no recordings (.wav)'],
    ['no folders of classes', { label: undefined }, files, 'empty', 'recordings, but no folders'],
    [
      'a name that does not fit',
      { label: '{class}-*' },
      files,
      'bad-format',
      'a_x_0.wav',
      '{class}-*',
    ],
    ['a pattern without class', { label: '*_1' }, files, 'bad-format', 'write one `{class}`'],
    [
      'test files that fit nothing',
      { test_files: ['*_7'] },
      files,
      'bad-split',
      'none of the 5',
      'a_x_0',
    ],
    ['test files that fit all', { test_files: ['*'] }, files, 'bad-split', 'all of the 5'],
    [
      'a damaged recording',
      {},
      { ...files, 'spoken/c_1.wav': wavFile(Buffer.alloc(9)).subarray(0, -3) },
      'truncated',
      'c_1.wav',
    ],
    [
      'a class without training',
      { test_files: ['b_*'] },
      files,
      'label-out-of-range',
      'no training recording',
      '`b`',
    ],
    [
      'empty bands',
      { features: 'log_mel', mels: 40 },
      files,
      'bad-format',
      'band 1',
      'fewer bands',
    ],
    [
      'more than memory holds',
      { frame: 1000, step: 0.001, frames: 100_000, folder: 'many' },
      Object.fromEntries(
        Array.from({ length: 20 }, (_, i) => [
          `many/a_${i}.wav`,
          wavFile(i16([1]), { rate: 768_000 }),
        ]),
      ),
      'too-large',
      'fewer `frames`',
    ],
  ];
  for (const [what, given, content, code, ...parts] of bad) {
    it(`reports ${what}`, () => assertDataError(open(given, content as never), code, ...parts));
  }
});

describe('source wav on the Free Spoken Digit Dataset', () => {
  const context = realData('fsdd');
  after(removeFolders);

  /** Files of the archive with such names (POSIX ustar: headers of 512 bytes, contents in blocks of as many). */
  function unpacked(wanted: RegExp): Record<string, Uint8Array> {
    const found: Record<string, Uint8Array> = {};
    for (const folder of (context.environment.DNN_DATA ?? '').split(delimiter)) {
      const archives = join(folder, 'fsdd');
      if (!existsSync(archives)) continue;
      const [archive] = readdirSync(archives).filter((name) => name.endsWith('.tar.gz'));
      const tar = gunzipSync(readFileSync(join(archives, archive)));
      for (let at = 0; tar[at] !== 0;) {
        const name = basename(tar.toString('latin1', at, at + 100).replace(/\0.*$/s, ''));
        const size = parseInt(tar.toString('latin1', at + 124, at + 136), 8);
        if (wanted.test(name)) found[`fsdd/${name}`] = tar.subarray(at + 512, at + 512 + size);
        at += 512 + 512 * Math.ceil(size / 512);
      }
    }
    return found;
  }

  it('has recordings in which the digits of a speaker are told apart by their mean energies', async () => {
    const plan = planOf(
      'wav',
      { folder: 'fsdd', label: '{class}_*', test_files: ['*_0', '*_1'], mels: 24, frames: 40 },
      { normalize: 'standard' },
    );
    const files = unpacked(/^\d_theo_[0-7]\.wav$/);
    const { splits, inputShape, target } = await loadDataset(plan, contextIn(folderOf(files)));
    assert.deepEqual([inputShape, target.names], [[40, 24], [...'0123456789']]);
    assert.deepEqual([splits.train.count, splits.test.count], [60, 20]);
    const size = 40 * 24;
    const train = rows(splits.train, size, 10);
    const means = target.names.map((_, label) => {
      const own = train.inputs.filter((_, i) => train.targets[i][label] === 1);
      return Array.from(
        { length: size },
        (_, j) => own.reduce((sum, x) => sum + x[j], 0) / own.length,
      );
    });
    const distance = (a: number[], b: number[]) =>
      a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0);
    const test = rows(splits.test, size, 10);
    const right = test.inputs.filter((x, i) => {
      const distances = means.map((mean) => distance(x, mean));
      return test.targets[i][distances.indexOf(Math.min(...distances))] === 1;
    });
    assert.ok(right.length >= 12, `${right.length} of 20`);
  });
});
