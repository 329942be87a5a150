import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { InspectorMessage } from '../../src/views/messages';
import { openEditor, type Editor } from '../host';
import { wavBytes } from '../unit/data/support';
import { expectForEveryone } from './harness/accessibility';
import { useHarness, zoomInto, type Show } from './harness/page';
import { inOrder } from './harness/inOrder';

describe('what excites a unit, and what an answer depends on', function () {
  this.timeout(180_000);
  const openPage = useHarness();

  const open = (view: string, show: Show = {}) =>
    openPage({ kind: 'panel', query: `view=${view}&tab=features`, ...show });

  /** What the page has sent of a kind; tensors as numbers. */
  const sent = <T extends InspectorMessage['type']>(page: Page, type: T) =>
    page.evaluate((type) => {
      const { sent } = window as unknown as { sent: InspectorMessage[] };
      return JSON.parse(
        JSON.stringify(
          sent.filter((message) => message.type === type),
          (_, value: unknown) =>
            value instanceof Uint8Array
              ? [...new Float32Array(value.slice().buffer, 0, Math.floor(value.length / 4))]
              : value,
        ),
      ) as unknown[];
    }, type) as Promise<Extract<InspectorMessage, { type: T }>[]>;

  interface AskedOf {
    readonly question: { readonly input: { readonly data: number[] }; readonly saliency?: object };
  }
  const asked = async (page: Page) => (await sent(page, 'ask')) as unknown as AskedOf[];
  /** Waits until an input like this was asked about. */
  const until = async (page: Page, holds: (numbers: readonly number[]) => boolean) => {
    for (let tries = 0; ; tries++) {
      const last = (await asked(page)).at(-1);
      if (last && holds(last.question.input.data)) return;
      assert.ok(tries < 100, 'no such input was asked about');
      await page.waitForTimeout(50);
    }
  };

  const excitedMap = async (show: Show = {}) => {
    const page = await open('trained', show);
    await zoomInto(page, 'C3', 2);
    await page.getByText('Samples that excite map 2 most').click();
    await page
      .getByRole('button', { name: /^Sample 17, label 2: 0.970, at row 2, column 4/ })
      .waitFor();
    return page;
  };
  const saliencyMap = async (show: Show = {}) => {
    const page = await open('trained', show);
    await page.getByText('Saliency map').click();
    await page.getByRole('slider', { name: 'Saliency of 7' }).waitFor();
    return page;
  };
  const namedRow = async (show: Show = {}) => {
    const page = await open('named', show);
    for (const name of ['Occlusion', 'Saliency map'])
      await page.getByText(name, { exact: true }).click();
    await page.getByRole('list', { name: 'Saliency of 7' }).waitFor();
    return page;
  };
  const own = async (view: string, name: string, show: Show = {}) => {
    const page = await open(view, show);
    await page.getByRole('radio', { name }).click();
    return page;
  };
  const typedRow = async (show: Show = {}) => {
    const page = await own('named', 'Your values', show);
    await page.getByLabel('petal length').waitFor();
    return page;
  };
  const typedSequence = async (show: Show = {}) => {
    const page = await own('sequences', 'Your values', show);
    await page.getByRole('textbox', { name: 'Steps of the sequence' }).waitFor();
    await page.getByText('Saliency map').click();
    await page.getByRole('slider', { name: 'Saliency of 7' }).waitFor();
    return page;
  };
  const typedText = async (show: Show = {}) => {
    const page = await own('text', 'Your text', show);
    await page.getByRole('textbox', { name: 'Text' }).waitFor();
    return page;
  };
  const wav = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(60)]);
  const recording = async (show: Show = {}) => {
    const page = await own('sounds', 'Your recording', show);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'seven.wav', mimeType: 'audio/wav', buffer: wav });
    await page.getByText('seven.wav: 40 frames; silence follows up to 60.').first().waitFor();
    return page;
  };

  const shown = {
    'samples that excite a map': excitedMap,
    'a saliency map': saliencyMap,
    'the features of a row': namedRow,
    'a typed row': typedRow,
    'a typed sequence': typedSequence,
    'a typed text': typedText,
    'a recording': recording,
  };
  for (const [what, show] of Object.entries(shown))
    it(`gives axe nothing to object to in any theme: ${what}`, () => expectForEveryone(show));

  it('shows the samples that excite a map most, and opens one', async () => {
    const page = await excitedMap();
    const [search] = await sent(page, 'activating');
    assert.deepEqual([search.network, search.layer, search.unit], ['LeNet5', 'C3', 2]);
    assert.equal(await page.locator('.dnn-activating-sample canvas').count(), 9);
    await page.getByRole('button', { name: /^Sample 48,/ }).click();
    assert.deepEqual((await sent(page, 'inspect')).at(-1)?.sample, {
      data: 'digits',
      split: 'test',
      index: 48,
    });
  });

  it('does so for a unit of a dense layer, chosen by keyboard, and for a row of a table', async () => {
    const page = await open('named');
    const bars = page.getByRole('slider', { name: 'Units of H' });
    await bars.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Samples that excite unit 1 most').click();
    const table = page.getByRole('table', { name: 'Samples with the greatest outputs' });
    await table.waitFor();
    const head = await table.locator('thead').innerText();
    for (const name of ['sepal length', 'petal width']) assert.ok(head.includes(name), head);
    await page.keyboard.press('Escape');
    await table.waitFor({ state: 'detached' });
    assert.equal(await bars.evaluate((element) => element === document.activeElement), true);
  });

  it('returns from an input of one’s own to a sample that is opened', async () => {
    const page = await own('trained', 'Your drawing or image');
    await page.locator('[data-layer=C3] canvas').first().waitFor();
    await zoomInto(page, 'C3', 1);
    await page.getByText('Samples that excite map 1 most').click();
    await page.getByRole('button', { name: /^Sample 17,/ }).click();
    await page.getByRole('group', { name: 'Sample' }).waitFor();
    const isChosen = page.getByRole('radio', { name: 'Sample of the data' });
    assert.equal(await isChosen.getAttribute('aria-checked'), 'true');
  });

  it('shows how the score of a chosen class depends on each pixel', async () => {
    const page = await saliencyMap();
    assert.deepEqual((await asked(page)).at(-1)?.question.saliency, {});
    await page.getByRole('combobox', { name: 'Output whose gradient is shown' }).click();
    await page.getByRole('option', { name: '3', exact: true }).click();
    const picture = page.getByRole('slider', { name: 'Saliency of 3' });
    await picture.focus();
    await page.keyboard.press('ArrowDown');
    assert.match((await picture.getAttribute('aria-valuetext'))!, /^row 1, column 0: [\d.]+/);
    assert.deepEqual((await asked(page)).at(-1)?.question.saliency, { output: 3 });
    await page.getByRole('radio', { name: 'Gradient × input' }).click();
    await page.getByText('times the normalized input').first().waitFor();
  });

  it('names the features of a row, and covers each with its mean', async () => {
    const page = await namedRow();
    const names = await page.getByRole('list', { name: 'Saliency of 7' }).innerText();
    assert.match(names, /sepal length[\s\S]*sepal width[\s\S]*petal length[\s\S]*petal width/);
    const bars = page.getByRole('list', { name: /^Change of \d by feature$/ });
    await bars.waitFor();
    for (let tries = 0; tries < 50 && (await bars.innerText()).includes('…'); tries++)
      await page.waitForTimeout(100);
    const inputs = (await asked(page)).map(({ question }) => question.input.data);
    const first = inputs.find(([length]) => Math.abs(length - 5.84) < 1e-5)!;
    const third = inputs.find(([, , length]) => Math.abs(length - 3.76) < 1e-5)!;
    assert.deepEqual(first.slice(1, 2), third.slice(1, 2));
  });

  it('labels a typed row with the columns’ names and ranges', async () => {
    const page = await typedRow();
    const field = page.getByLabel('petal length');
    assert.match(await page.locator('.dnn-own-row').innerText(), /1 to 6\.9, mean 3\.76/);
    await field.fill('5.5');
    await until(page, (row) => row.length === 4 && row[2] === 5.5);
  });

  it('reads a sequence that is pasted, and says what is wrong with it', async () => {
    const page = await typedSequence();
    const text = page.getByRole('textbox', { name: 'Steps of the sequence' });
    const line = (value: number) => Array(28).fill(value).join(', ');
    await text.fill(`${line(0.5)}\n${line(-2)}`);
    await page.getByText('2 steps are given; zeros follow up to 60.').waitFor();
    await until(
      page,
      (numbers) =>
        numbers.length === 60 * 28 && numbers[0] === 0.5 && numbers[28] === -2 && numbers[56] === 0,
    );
    await text.fill(`${line(1)}\n1, 2, 3`);
    await page
      .getByRole('alert')
      .filter({ hasText: 'Line 2 has 3 numbers; a step has 28.' })
      .waitFor();
  });

  it('reads a text in the alphabet of the data, and names what is not in it', async () => {
    const page = await typedText();
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.fill('abc');
    await until(page, (numbers) => String(numbers.slice(-4)) === '0,1,2,3');
    await text.fill('a Ä Ö b');
    await page
      .getByRole('alert')
      .filter({ hasText: 'The data have no “Ä”, “Ö”: the network knows 27 characters.' })
      .waitFor();
  });

  it('reads a WAV file, and says where a file is none', async () => {
    const page = await recording();
    await until(page, (numbers) => numbers.length === 60 * 28);
    const [sound] = await sent(page, 'sound');
    assert.deepEqual([sound.name, sound.network], ['seven.wav', 'Recurrent']);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('ID3') });
    await page.getByRole('alert').filter({ hasText: 'song.mp3 is not a WAV file.' }).waitFor();
  });
});

describe('what excites a unit, and a recording, in the editor', function () {
  this.timeout(240_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-tones-'));
    for (const split of ['train', 'test'])
      for (const [name, hertz] of [
        ['high', 2000],
        ['low', 300],
      ] as const) {
        mkdirSync(join(folder, 'tones', split, name), { recursive: true });
        for (const [i, shift] of [0, 40, 90].entries())
          writeFileSync(join(folder, 'tones', split, name, `${i}.wav`), tone(hertz + shift));
      }
    writeFileSync(join(folder, 'tones.dnn'), tones);
    editor = await openEditor({ workspace: folder });
    await editor.openNotebook('tones.dnn');
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head', 60);
    await inspector.getByRole('tab', { name: 'Feature maps' }).click();
    await inspector.locator('[data-layer=H]').waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await editor?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a WAV file is answered as the sample of the same sound is', async () => {
    const bars = async (within: Locator) => (await within.innerText()).replaceAll('✓', '').trim();
    const ofSample = inspector.locator('.dnn-sample .dnn-prediction');
    await ofSample.waitFor();
    const sample = await bars(ofSample);
    await inspector.getByRole('radio', { name: 'Your recording' }).click();
    const file = inspector.locator('input[type=file]');
    await file.setInputFiles({ name: 'own.wav', mimeType: 'audio/wav', buffer: tone(2000) });
    await inspector
      .getByText(/^own\.wav: \d+ frames/)
      .first()
      .waitFor();
    const ofOwn = inspector.locator('.dnn-own-answer .dnn-prediction');
    await ofOwn.waitFor();
    assert.equal((await bars(ofOwn)).replaceAll(/\s+/g, ' '), sample.replaceAll(/\s+/g, ' '));
    await file.setInputFiles({
      name: 'song.mp3',
      mimeType: 'audio/mpeg',
      buffer: Buffer.from('ID3 and what follows'),
    });
    await inspector.getByText('song.mp3 is not a WAV file').first().waitFor();
    await editor.screenshot('inspector-recording');
  });

  it('the gradient is shown for each frame and band', async () => {
    await inspector.getByText('Saliency map').click();
    const picture = inspector.getByRole('slider', { name: /^Saliency of (high|low)$/ });
    await picture.focus();
    await inspector.page().keyboard.press('ArrowRight');
    assert.match((await picture.getAttribute('aria-valuetext'))!, /^step 1, 1: [\d.e−-]+$/);
  });

  it('the samples that excite a unit most are found, and one is opened', async () => {
    await inspector.getByRole('slider', { name: 'Units of H' }).click();
    await inspector.getByText(/^Samples that excite unit \d most$/).click();
    const found = inspector.locator('.dnn-activating-sample');
    await found.first().waitFor();
    assert.equal(await found.count(), 6);
    await editor.screenshot('inspector-activating');
    const name = await found.last().innerText();
    const [, index] = /Sample (\d+)/.exec(name)!;
    await found.last().click();
    const number = inspector.getByRole('spinbutton', { name: 'Sample number' });
    await number.waitFor();
    for (let tries = 0; (await number.inputValue()) !== index; tries++) {
      assert.ok(tries < 100, `sample ${index} is not shown`);
      await inspector.page().waitForTimeout(50);
    }
  });
});

const tones = `---
dnn: 1
---

\`\`\`dnn
data tones {
  source wav("tones", mels: 12, frame: 20)
  batch 2
}
network Net {
  input x[9, 12]
  H: dense(5) tanh
  output: dense(2) softmax
}
\`\`\`
`;

/** A tenth of a second of a tone, as a WAV file of 16-bit samples, by its definition. */
function tone(hertz: number, rate = 8000): Buffer {
  const samples = Array.from({ length: rate / 10 }, (_, t) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hertz * t) / rate)),
  );
  return Buffer.from(wavBytes(samples, rate));
}
