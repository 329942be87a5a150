import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { until } from './harness/until';

const empty = '---\ndnn: 1\n---\n\n# A net\n';

const cell = (text: string) => `\n\`\`\`dnn\n${text}\n\`\`\`\n`;

/** What both ways of building it write. */
const network = `network Net {
  input image[1, 28, 28]
  conv(6, kernel: 5, padding: 2) tanh
  avg_pool(2)
  conv(16, kernel: 5, padding: 0) tanh
  avg_pool(2)
  dense(120) tanh
  dense(84) tanh
  output: dense(10) softmax
}`;
const data = `data digits {
  source digits(train: 20000)
  batch 128
}`;
const training = `train Net on digits {
  optimizer adam(rate: 0.001)
  epochs 1
}`;

const built = empty + cell(network);
const trainable = empty + cell(data) + cell(network) + cell(training);

describe('the designer', function () {
  this.timeout(400_000);
  let editor: Editor;
  let frame: Frame;

  /** Waits until a file, which VS Code saves by itself, is what is meant. */
  const expectSaved = async (name: string, meant: string) => {
    const read = () => readFileSync(join(editor.folder, name), 'utf8');
    await until(name, () => read() === meant, 30).catch(() => assert.equal(read(), meant));
  };
  const box = (id: string, text: string) =>
    frame.locator(`[data-node="${id}"]`, { hasText: text }).waitFor();
  const button = (name: string) => frame.getByRole('button', { name, exact: true });
  const form = (text: string) => frame.locator('.dnn-form h2', { hasText: text }).waitFor();
  const cost = async (label: string): Promise<string> =>
    frame.locator('.dnn-cost-row', { has: frame.getByText(label, { exact: true }) }).innerText();
  /** Waits until an output tells that a training has ended, and the costs what a step took. */
  const trained = async (name: string) => {
    await until(name, async () => {
      for (const each of editor.page.frames()) {
        const found = each.locator('.dnn-training[data-status=completed]').first();
        if (await found.isVisible().catch(() => false)) return true;
      }
      return false;
    });
    await until('what a step took', async () =>
      /step\s+[\d.]+ m?s/.test(await cost('time of a step')),
    );
  };

  /**
   * However many edits the clicks and keys above have made: fast ones in a row are one. A busy machine takes a second for each, and may
   * leave the focus where the last edit was undone: then the designer is called for again.
   */
  const undoAll = async (undo: () => Promise<void>) => {
    let [before, unchanged] = ['', 0];
    await until(
      'nothing left',
      async () => {
        if (await frame.locator('.dnn-empty').isVisible()) return true;
        const now = await frame.locator('body').innerText();
        unchanged = now === before ? unchanged + 1 : 0;
        before = now;
        if (unchanged % 20 === 19) await editor.runCommand('DNN Notebook: Open Designer');
        await undo();
        await editor.page.waitForTimeout(300);
        return false;
      },
      180,
    );
  };

  before(async () => {
    editor = await openEditor({
      workspace: { 'mouse.dnn': empty, 'keys.dnn': empty },
      settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
    });
  });
  after(() => editor?.close());

  it('builds and trains LeNet-5 by mouse alone, changes it in forms, and takes everything back', async () => {
    const { page } = editor;
    await editor.openFile('mouse.dnn');
    await page
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: 'Open Designer' })
      .click();
    frame = await editor.findFrame('.dnn-empty', 40);
    await button('Add a Network').click();
    await box('input', '[1, 28, 28]');
    await frame.locator('[data-node="input"]').click();
    const add = async (word: string, id: string) => {
      await frame.getByRole('radio', { name: 'Add' }).click();
      await button(word).click();
      await frame.locator(`[data-node="${id}"]`).waitFor();
    };
    const click = async (name: string, times: number) => {
      for (let i = 0; i < times; i++) await button(name).click();
    };
    await add('conv', 'conv_1');
    await add('avg_pool', 'avg_pool_1');
    await add('conv', 'conv_2');
    await frame.getByRole('radio', { name: 'Properties' }).click();
    await click('Increase filters', 10);
    await box('conv_2', '[16, 14, 14]');
    await click('Decrease padding', 2);
    await box('conv_2', '[16, 10, 10]');
    await add('avg_pool', 'avg_pool_2');
    await add('dense', 'dense_1');
    await frame.getByRole('radio', { name: 'Properties' }).click();
    await click('Increase units', 36);
    await box('dense_1', '[120]');
    await add('dense', 'dense_2');
    await expectSaved('mouse.dnn', built);

    await button('Add Data').click();
    await form('data digits');
    await button('Add Training').click();
    await form('train Net');
    await click('Decrease epochs', 2);
    await expectSaved('mouse.dnn', trainable);
    await button('Run').click();
    await trained('mouse.dnn');
    await editor.screenshot('designer-trained');

    await frame.locator('[data-node="conv_1"]').click();
    await form('conv');
    const parameters = await cost('parameters');
    await click('Decrease kernel', 2);
    await box('conv_1', '[6, 30, 30]');
    await until('other costs', async () => (await cost('parameters')) !== parameters);
    await expectSaved('mouse.dnn', trainable.replace('(6, kernel: 5', '(6, kernel: 3'));
    await button('Undo').click();
    await box('conv_1', '[6, 28, 28]');
    await button('Redo').click();
    await box('conv_1', '[6, 30, 30]');
    // No longer fits the image, also in the text.
    await click('Increase kernel', 30);
    await frame.locator('.dnn-problems', { hasText: '33' }).waitFor();
    await frame.locator('.dnn-outdated').waitFor();
    await page.locator('.notebook-editor .squiggly-error').first().waitFor();
    await editor.screenshot('designer-mistake');

    await undoAll(() => button('Undo').click());
    await expectSaved('mouse.dnn', empty);
  });

  it('builds and trains it by keyboard alone', async () => {
    const { page } = editor;
    // The panel shows the empty notebook of the test before.
    await editor.runCommand('View: Close All Editors');
    await editor.openFile('keys.dnn');
    await editor.runCommand('DNN Notebook: Open Designer');
    frame = await editor.findFrame('.dnn-empty', 40);
    const { keyboard } = page;
    const press = async (key: string, times = 1) => {
      for (let i = 0; i < times; i++) await keyboard.press(key);
    };
    const has = (selector: string) =>
      frame.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    /** Presses keys, in turn, until an element has the focus. */
    const reach = async (selector: string, ...keys: readonly string[]) => {
      await frame.locator(selector).first().waitFor();
      for (let i = 0; i < 150; i++)
        for (const key of keys) {
          if (await has(selector)) return;
          await press(key);
        }
      assert.fail(`${keys.join()}: not to ${selector}`);
    };
    const add = async (word: string, id: string) => {
      await press('a');
      await until('the palette', () => has('[data-field=palette]'));
      await keyboard.type(word);
      await press('Enter');
      await frame.locator(`[data-node="${id}"]`).waitFor();
      await press('Escape');
      await until('the graph', () => has('[data-node]'));
    };
    /** Turns a number of the form up or down. */
    const turn = async (name: string, key: 'ArrowUp' | 'ArrowDown', times: number) => {
      await press('F4');
      await until('the form', () => has('.dnn-form [data-field]'));
      await reach(`[data-field="${name}"]`, 'Tab');
      await press(key, times);
      await press('Enter');
    };
    const back = async () => {
      await press('Escape');
      await until('the graph', () => has('[data-node]'));
    };
    await reach('.dnn-empty vscode-button', 'Tab');
    await press('Enter');
    await box('input', '[1, 28, 28]');
    await reach('[data-node="input"]', 'Tab');
    await press('Enter');
    await form('input');
    await add('conv', 'conv_1');
    await add('avg_pool', 'avg_pool_1');
    await add('conv', 'conv_2');
    await turn('filters', 'ArrowUp', 10);
    await box('conv_2', '[16, 14, 14]');
    await back();
    await turn('padding', 'ArrowDown', 2);
    await box('conv_2', '[16, 10, 10]');
    await back();
    await add('avg_pool', 'avg_pool_2');
    await add('dense', 'dense_1');
    await turn('units', 'ArrowUp', 36);
    await box('dense_1', '[120]');
    await back();
    await add('dense', 'dense_2');
    await expectSaved('keys.dnn', built);

    await reach('[aria-label="Add Data"]', 'Tab');
    await press('Enter');
    await form('data digits');
    await reach('[aria-label="Add Training"]', 'Tab');
    await press('Enter');
    await form('train Net');
    await turn('count', 'ArrowDown', 2);
    await expectSaved('keys.dnn', trainable);
    await press('Control+Enter');
    await trained('keys.dnn');

    await back();
    // Whether the graph goes down or to the right.
    await reach('[data-node="input"]', 'ArrowUp', 'ArrowLeft');
    await reach('[data-node="conv_1"]', 'ArrowDown', 'ArrowRight');
    await press('Enter');
    await form('conv');
    await turn('kernel', 'ArrowDown', 2);
    await box('conv_1', '[6, 30, 30]');
    await back();
    await expectSaved('keys.dnn', trainable.replace('(6, kernel: 5', '(6, kernel: 3'));

    await undoAll(() => press('Control+z'));
    await expectSaved('keys.dnn', empty);
  });
});
