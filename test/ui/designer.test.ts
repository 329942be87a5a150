import { openEditor, type Editor } from '../host';

describe('the designer', function () {
  this.timeout(180_000);
  let editor: Editor;

  before(async () => {
    editor = await openEditor();
    await editor.openNotebook('lenet5.dnn');
  });
  after(() => editor?.close());

  it('shows', async () => {
    await editor.runCommand('DNN Notebook: Open Designer');
    const frame = await editor.findFrame('.dnn-designer', 40);
    await frame.locator('[data-node=C1]').waitFor();
    await editor.screenshot('designer-1');
    await frame.locator('[data-node=C1]').click();
    await frame.locator('[data-field=kernel]').waitFor();
    await editor.screenshot('designer-2');
    await frame.locator('[data-field=kernel]').fill('3');
    await frame.locator('[data-field=kernel]').press('Enter');
    await editor.page.waitForTimeout(1500);
    await editor.screenshot('designer-3');
    await frame.getByRole('button', { name: 'Undo' }).click();
    await editor.page.waitForTimeout(1500);
    await editor.screenshot('designer-4');
  });
});
