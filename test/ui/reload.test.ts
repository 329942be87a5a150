import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, type Editor } from '../host';
import { trainingLast } from './notebooks';

describe('a reload of the window', function () {
  this.timeout(180_000);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({ workspace: { 'endless.dnn': trainingLast(5000) } });
    await editor.openNotebook('endless.dnn');
  });
  after(() => editor?.close());

  it('does not stop training: the cell follows it again, and can stop it', async () => {
    const { page } = editor;
    const stepOf = async () => {
      const output = await editor.findFrame('.dnn-training[data-status=running]', 60);
      const bar = output.locator('.dnn-training').getByRole('progressbar');
      return Number(await bar.getAttribute('aria-valuenow'));
    };
    /** Of the training's cell, by VS Code's clock in it. */
    const seconds = async () => {
      const clock = page.locator('.code-cell-row .cell-status-item', { hasText: /\d\.\ds$/ });
      const text = await clock.first().innerText();
      const [, minutes = '0', rest] = /(?:(\d+)m )?([\d.]+)s/.exec(text) ?? [];
      return 60 * Number(minutes) + Number(rest);
    };
    await editor.runCommand('Notebook: Run All');
    await page.locator('.statusbar-item', { hasText: /Net \d+%/ }).waitFor();
    await editor.runCommand('Notebook: Go to Running Cell');
    const before = { step: await stepOf(), seconds: await seconds() };
    await editor.reload();
    await page.locator('.notebook-editor .code-cell-row .view-line').first().waitFor();
    assert.ok((await stepOf()) > before.step);
    // Where the notebook is scrolled to now is up to VS Code.
    await editor.runCommand('Notebook: Go to Running Cell');
    assert.ok((await seconds()) >= before.seconds);
    await page.locator('.statusbar-item', { hasText: /Net \d+%/ }).waitFor();
    await editor.screenshot('reloaded-training');
    const toolbar = page.locator('.notebook-toolbar-container');
    await toolbar.getByRole('button', { name: 'Interrupt' }).click();
    await editor.findFrame('.dnn-training[data-status=interrupted]', 60);
    await toolbar.getByRole('button', { name: 'Run All' }).waitFor();
    assert.equal(readdirSync(join(editor.folder, '.dnn/runs')).length, 1);
  });
});
