import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, type Editor } from '../host';

const empty = '---\ndnn: 1\n---\n\n# A net\n';

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

describe('the designer', function () {
  this.timeout(180_000);
  let editor: Editor;
  let frame: Frame;

  const saved = async (name: string) => {
    await editor.runCommand('File: Save');
    await editor.page.waitForTimeout(300);
    return readFileSync(join(editor.folder, name), 'utf8');
  };
  const box = (id: string, text: string) =>
    frame.locator(`[data-node="${id}"]`, { hasText: text }).waitFor();
  const button = (name: string) => frame.getByRole('button', { name, exact: true });

  const field = (name: string) => frame.locator(`[data-field="${name}"]`);

  before(async () => {
    editor = await openEditor({
      workspace: { 'mouse.dnn': empty, 'keys.dnn': empty },
    });
  });
  after(() => editor?.close());

  it('builds LeNet-5 by mouse alone, changes it in forms, and takes everything back', async () => {
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
    await add('conv', 'conv_1');
    await add('avg_pool', 'avg_pool_1');
    await add('conv', 'conv_2');
    await frame.getByRole('radio', { name: 'Properties' }).click();
    for (let i = 0; i < 10; i++) await button('Increase filters').click();
    await box('conv_2', '[16, 14, 14]');
    for (let i = 0; i < 2; i++) await button('Decrease padding').click();
    await box('conv_2', '[16, 10, 10]');
    await add('avg_pool', 'avg_pool_2');
    await add('dense', 'dense_1');
    await frame.getByRole('radio', { name: 'Properties' }).click();
    for (let i = 0; i < 36; i++) await button('Increase units').click();
    await box('dense_1', '[120]');
    await add('dense', 'dense_2');
    await frame.locator('[data-node="conv_1"]').click();
    await editor.screenshot('designer-mouse');
    assert.equal(await saved('mouse.dnn'), `${empty}\n\`\`\`dnn\n${network}\n\`\`\`\n`);

    await frame.getByRole('radio', { name: 'Properties' }).click();
    for (let i = 0; i < 2; i++) await button('Decrease kernel').click();
    await box('conv_1', '[6, 30, 30]');
    await button('Undo').click();
    await box('conv_1', '[6, 28, 28]');
    await button('Redo').click();
    await box('conv_1', '[6, 30, 30]');
    // The network, six layers, three changes of numbers and the kernel; each is undone once the one before is.
    const changes = 11;
    for (let i = 0; i < changes; i++) await button('Undo').click();
    await frame.locator('.dnn-empty').waitFor();
    assert.equal(await saved('mouse.dnn'), empty);
  });

  it('builds it by keyboard alone', async () => {
    const { page } = editor;
    await editor.openFile('keys.dnn');
    await editor.runCommand('DNN Notebook: Open Designer');
    frame = await editor.findFrame('.dnn-empty', 40);
    const { keyboard } = page;
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await keyboard.press(key);
    };
    await button('Add a Network').focus();
    await press('Enter');
    await box('input', '[1, 28, 28]');
    await frame.locator('[data-node="input"]').focus();
    await press('Enter');
    await frame.locator('.dnn-form h2', { hasText: 'input' }).waitFor();
    await press('a');
    const lines = [
      'conv(6, kernel: 5, padding: 2) tanh',
      'avg_pool(2)',
      'conv(6, kernel: 5, padding: 2) tanh',
      'avg_pool(2)',
      'dense(84) tanh',
      'dense(84) tanh',
    ];
    for (const [i, line] of lines.entries()) {
      await field('palette').waitFor();
      await keyboard.type(line.replace(/\(.*/, ''));
      await press('Enter');
      await frame
        .locator('[data-node]')
        .nth(i + 2)
        .waitFor();
    }
    await page.waitForTimeout(500);
    assert.equal(
      await saved('keys.dnn'),
      `${empty}\n\`\`\`dnn\nnetwork Net {\n  input image[1, 28, 28]\n${lines.map((line) => `  ${line}\n`).join('')}  output: dense(10) softmax\n}\n\`\`\`\n`,
    );
  });
});
