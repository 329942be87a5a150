import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { wavBytes } from '../../unit/data/support';
import { bundles, cores, Workspace } from '../support';

const tone = (hertz: number, seconds: number, rate = 8000) =>
  Buffer.from(
    wavBytes(
      Array.from({ length: seconds * rate }, (_, t) =>
        Math.round(12_000 * Math.sin((2 * Math.PI * hertz * t) / rate)),
      ),
      rate,
    ),
  );

describe('a recording of one’s own', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  /** A network on tones of two kinds, of 0.1 s each. */
  const notebookWith = (options: string, lines = '') => {
    for (const split of ['train', 'test'])
      for (const [name, hertz] of [
        ['high', 2000],
        ['low', 300],
      ] as const) {
        const folder = join(workspace.folder, 'tones', split, name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'a.wav'), tone(hertz, 0.1));
        writeFileSync(join(folder, 'b.wav'), tone(hertz + 50, 0.1));
      }
    return workspace.notebook([
      `data tones {\n  source wav("tones", ${options})\n  batch 2\n  ${lines}\n}`,
      'network Net {\n  input x[8, 20]\n  output: dense(2) softmax\n}',
      'train Net on tones {\n  epochs 1\n}',
    ]);
  };
  const file = (bytes: Buffer, name = 'own.wav') => ({ name, bytes: bytes.toString('base64') });

  for (const [what, options, lines] of [
    ['log-mel energies', 'mels: 20, frames: 8', ''],
    ['samples', 'features: raw, frame: 2.5, frames: 8', ''],
    ['steps in another order', 'mels: 20, frames: 8', 'transform permute(seed: 3)'],
  ] as const)
    it(`becomes the sample that the data have of the same file: ${what}`, async () => {
      const notebook = notebookWith(options, lines);
      const client = await open();
      const { sample } = await client.request('inspect', {
        ...{ notebook, network: 'Net', split: 'test', index: 2 },
      });
      const path = join(workspace.folder, 'tones', 'test', sample!.label!, 'a.wav');
      const own = await client.request('ownSound', {
        ...{ notebook, network: 'Net', file: file(readFileSync(path)) },
      });
      assert.deepEqual(own.input, sample!.input);
      assert.equal(own.steps, 8);
    });

  it('is brought to the rate of the data, and ends in silence', async () => {
    const notebook = notebookWith('features: raw, frame: 2.5, step: 2.5, frames: 8');
    const client = await open();
    const own = await client.request('ownSound', {
      ...{ notebook, network: 'Net', file: file(tone(200, 0.0125, 32_000)) },
    });
    // 2.5 ms at 8,000 a second are 20 samples; 12.5 ms fill 5 frames.
    assert.deepEqual([own.steps, own.recorded], [8, 5]);
    const values = fromWireTensor(own.input)!;
    for (let t = 20; t < 60; t++) {
      const expected = (12_000 / 2 ** 15) * Math.sin((2 * Math.PI * 200 * t) / 8000);
      assert.ok(Math.abs(values[t] - expected) < 0.01, `${values[t]} is not ${expected}`);
    }
    assert.ok(values.subarray(100).every((value) => value === 0));
  });

  it('is refused where it is none, and where the data are none', async () => {
    const notebook = notebookWith('mels: 20, frames: 8');
    const client = await open();
    const ask = (bytes: Buffer) =>
      client.request('ownSound', { notebook, network: 'Net', file: file(bytes, 'song.mp3') });
    await assert.rejects(
      ask(Buffer.from('ID3 and what follows')),
      /^CoreError: song\.mp3 is not a WAV file/,
    );
    await assert.rejects(
      ask(tone(200, 0.1).subarray(0, 100)),
      /song\.mp3 has 56 of the 1600 bytes/,
    );
    const digits = workspace.notebook(undefined, 'digits.dnn');
    await assert.rejects(
      client.request('ownSound', { notebook: digits, network: 'Net', file: file(tone(200, 0.1)) }),
      /`digits` are not made of files one by one/,
    );
  });
});
