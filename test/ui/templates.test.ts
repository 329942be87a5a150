import assert from 'node:assert/strict';
import { openEditor, type Editor } from '../host';

describe('the templates', function () {
  this.timeout(180_000);
  let editor: Editor;

  before(async () => {
    editor = await openEditor();
    await editor.openNotebook('lenet5.dnn');
  });
  after(() => editor?.close());

  it('open one that is chosen by keyboard as a new notebook, with its network in the designer', async () => {
    await editor.runCommand('DNN Notebook: New Notebook from Template…');
    const gallery = await editor.findFrame('.dnn-gallery', 40);
    const first = gallery.locator('.dnn-template').first();
    await first.waitFor();
    await editor.screenshot('templates');
    await first.focus();
    const { keyboard } = editor.page;
    await keyboard.press('ArrowRight');
    const chosen = gallery.locator('[data-template=lenet5]');
    assert.ok(await chosen.evaluate((card) => card === document.activeElement));
    await keyboard.press('Enter');
    const designer = await editor.findFrame('.dnn-designer', 60);
    await designer.locator('[data-node=C3]').waitFor();
    const cell = editor.page.locator('.notebook-editor .code-cell-row .view-line', {
      hasText: 'network LeNet5',
    });
    await cell.first().waitFor();
    const cost = designer.getByRole('region', { name: 'Cost' });
    await cost.getByText('61,706').waitFor();
    // Beside a notebook there is room for the numbers alone.
    await cost.getByRole('button', { name: 'Details' }).click();
    await cost.getByText(/forward [\d.]+ M, backward/).waitFor();
    await editor.screenshot('template-in-designer');
  });
});
