import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, type Editor } from '../host';

const notebook = 'lenet5.dnn';

describe('forms of the designer', function () {
  this.timeout(240_000);
  let editor: Editor;
  let frame: Frame;
  let original: string;
  let meant: string;
  /** What it was before each change. */
  const texts: string[] = [];

  /** Waits until the file's text is what is meant. */
  const expectText = async () => {
    const read = () => readFileSync(join(editor.folder, notebook), 'utf8');
    for (let i = 0; i < 50 && read() !== meant; i++) await editor.page.waitForTimeout(200);
    assert.equal(read(), meant);
  };
  const change = (from: string, to: string) => {
    assert.ok(meant.includes(from));
    texts.push(meant);
    meant = meant.replace(from, to);
  };
  const code = (name: string) => frame.locator(`.dnn-code-field[data-field="${name}"]`);
  const field = (name: string) => frame.locator(`input[data-field="${name}"]`);
  const statement = (text: string) => frame.locator('.dnn-statement', { hasText: text });

  before(async () => {
    editor = await openEditor({
      settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
    });
    await editor.openNotebook(notebook);
    original = readFileSync(join(editor.folder, notebook), 'utf8');
    meant = original;
    await editor.runCommand('DNN Notebook: Open Designer');
    frame = await editor.findFrame('.dnn-designer', 40);
  });
  after(() => editor?.close());

  it('change an initializer with the language’s own completion', async () => {
    await frame.locator('[data-node=C1]').click();
    await code('init').click();
    await editor.page.keyboard.type('he');
    await frame.locator('.suggest-widget .monaco-list-row', { hasText: 'he' }).first().waitFor();
    await editor.screenshot('forms-completion');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.press('Enter');
    change('padding: 2)', 'padding: 2, init: he)');
    await expectText();
  });

  it('tell what is wrong at its field while it is typed, and leave the text alone until it is meant', async () => {
    await code('init').click();
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.type('e');
    const message = frame.locator('.dnn-field-problem', { hasText: 'unknown initializer hee' });
    await message.waitFor();
    assert.equal(await code('init').locator('textarea').getAttribute('aria-invalid'), 'true');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Escape');
    await message.waitFor({ state: 'detached' });
    await expectText();
  });

  it('change the size of batches', async () => {
    await statement('data digits').click();
    await field('size').fill('64');
    await field('size').press('Enter');
    change('batch 128', 'batch 64');
    await expectText();
  });

  it('change the rate of the optimizer, and add and remove settings', async () => {
    await statement('train LeNet5').click();
    await field('rate').fill('0.05');
    await field('rate').press('Enter');
    change('rate: 0.1', 'rate: 0.05');
    await expectText();
    await editor.screenshot('forms-training');
    await frame.getByText('Add a setting').click();
    await frame.locator('.dnn-addable button', { hasText: 'regularize' }).click();
    change(
      '  epochs 8\n  stop early(patience: 3)',
      '  epochs 8\n  stop early(patience: 3)\n  regularize l2(5e-4)',
    );
    await expectText();
    await frame.getByRole('button', { name: 'Remove schedule' }).click();
    change('  schedule cosine\n', '');
    await expectText();
  });

  it('leave a layer where its box is dragged to: onto a line, or behind another box', async () => {
    const { mouse } = editor.page;
    const centre = async (selector: string) => {
      const place = frame.locator(selector).first();
      await place.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await place.boundingBox())!;
      return [x + width / 2, y + height / 2] as const;
    };
    const drag = async (from: string, to: string, steps = 8) => {
      await mouse.move(...(await centre(from)));
      await mouse.down();
      await mouse.move(...(await centre(to)), { steps });
      await frame.locator('[data-drop]').waitFor({ state: 'attached' });
      await editor.screenshot('forms-drag');
      await mouse.up();
    };
    await drag('[data-node=F6]', '[data-edge-from=S4][data-edge-to=C5]');
    change(
      '  C5: dense(120) tanh\n  F6: dense(84) tanh\n',
      '  F6: dense(84) tanh\n  C5: dense(120) tanh\n',
    );
    await expectText();
    await frame.locator('[data-edge-from=S4][data-edge-to=F6]').waitFor({ state: 'attached' });
    await drag('[data-node=F6]', '[data-node=C5]');
    change(
      '  F6: dense(84) tanh\n  C5: dense(120) tanh\n',
      '  C5: dense(120) tanh\n  F6: dense(84) tanh\n',
    );
    await expectText();
  });

  it('undo restores every byte, one change after the other', async () => {
    for (const text of texts.toReversed()) {
      await frame.getByRole('button', { name: 'Undo' }).click();
      meant = text;
      await expectText();
    }
    assert.equal(meant, original);
  });
});
