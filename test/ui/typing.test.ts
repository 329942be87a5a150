import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, type Editor } from '../host';
import { inOrder } from './harness/inOrder';
import { until } from './harness/until';

const notebook = `---
dnn: 1
---

\`\`\`dnn
network Net {
  input image[1, 28, 28]
  conv(4, kernel: 5) rellu
  output: dense(10) softmax
}
\`\`\`
`;

describe('what is typed into a cell', function () {
  this.timeout(120_000);
  inOrder(this);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({
      workspace: { 'typing.dnn': notebook },
      settings: { 'notebook.formatOnSave.enabled': true },
    });
    await editor.openNotebook('typing.dnn');
  });
  after(() => editor?.close());

  const line = (text: string) =>
    editor.page.locator('.code-cell-row .view-line', { hasText: text }).first();
  const saved = () => readFileSync(join(editor.folder, 'typing.dnn'), 'utf8');

  it('is mended by a quick fix that is clicked', async () => {
    const { page } = editor;
    await page.locator('.code-cell-row .squiggly-error').first().waitFor();
    await line('rellu').getByText('rellu').click();
    await page.keyboard.press('Control+.');
    const fixes = page.locator('.action-widget:not(.action-list-submenu-panel)');
    await fixes.waitFor();
    await editor.screenshot('typing-fix');
    await fixes.locator('.monaco-list-row', { hasText: 'relu' }).first().click();
    await line('conv(4, kernel: 5) relu').waitFor();
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  });

  it('is completed by a layer with sensible values, which are stepped through', async () => {
    const { page } = editor;
    await line('conv(4').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('conv', { delay: 60 });
    const rows = page.locator('.suggest-widget .monaco-list-row');
    await rows.filter({ hasText: /^conv/ }).first().waitFor();
    await page.keyboard.press('Enter');
    await line('conv(6, kernel: 5)').waitFor();
    await page.keyboard.type('16');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await line('conv(16, kernel: 3)').waitFor();
    await page.keyboard.press('Escape');
  });

  it('has one signature, with the argument that is meant', async () => {
    const { page } = editor;
    await line('conv(16').getByText('16', { exact: true }).click();
    await page.keyboard.press('Control+Shift+Space');
    const hints = page.locator('.parameter-hints-widget.visible');
    await hints.waitFor();
    await until('the argument', async () =>
      /^filters/.test(await hints.locator('.parameter.active').innerText()),
    );
    assert.equal(await hints.locator('.multiple').count(), 0);
    await page.keyboard.press('Escape');
  });

  it('is formatted when it is saved, where that is wanted', async () => {
    const { page } = editor;
    await line('conv(16').click();
    await page.keyboard.press('End');
    await page.keyboard.type('   tanh   ');
    await editor.runCommand('File: Save');
    await until('formatted', () => saved().includes('\n  conv(16, kernel: 3) tanh\n'), 20).catch(
      () => assert.match(saved(), /\n {2}conv\(16, kernel: 3\) tanh\n/),
    );
  });
});
