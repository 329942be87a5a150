import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { openEditor, type Editor } from '../host';

describe('the designer', function () {
  this.timeout(180_000);
  let editor: Editor;
  let frame: Frame;

  /** The lines of the cell of the network, as the notebook shows them. */
  const lines = async () => {
    const cell = editor.page.locator('.notebook-editor .code-cell-row', {
      hasText: 'network LeNet5',
    });
    return (await cell.locator('.view-line').allInnerTexts())
      .map((line) => line.replaceAll('\u00a0', ' ').replace(/→.*$/, '').trimEnd())
      .filter((line) => line !== '');
  };
  const outline = () => frame.getByRole('treeitem').allInnerTexts();

  before(async () => {
    editor = await openEditor();
    await editor.openNotebook('lenet5.dnn');
    await editor.runCommand('DNN Notebook: Open Designer');
    frame = await editor.findFrame('.dnn-designer', 40);
  });
  after(() => editor?.close());

  it('changes the kernel of a layer in its form, and takes it back', async () => {
    await frame.locator('[data-node=C1]').click();
    const kernel = frame.locator('[data-field=kernel]');
    await kernel.fill('3');
    await kernel.press('Enter');
    await frame.getByRole('treeitem', { name: 'conv(6, kernel: 3, padding: 2) tanh' }).waitFor();
    await frame.locator('[data-node=C1]', { hasText: '[6, 30, 30]' }).waitFor();
    await editor.screenshot('designer-3');
    await frame.getByRole('button', { name: 'Undo' }).click();
    await frame.getByRole('treeitem', { name: 'conv(6, kernel: 5, padding: 2) tanh' }).waitFor();
    await frame.getByRole('button', { name: 'Redo' }).click();
    await frame.getByRole('treeitem', { name: 'conv(6, kernel: 3, padding: 2) tanh' }).waitFor();
    await frame.getByRole('button', { name: 'Undo' }).click();
    await frame.getByRole('treeitem', { name: 'conv(6, kernel: 5, padding: 2) tanh' }).waitFor();
    console.log(await lines(), await outline());
    await editor.screenshot('designer-4');
    assert.ok(true);
  });
});
