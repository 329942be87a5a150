import assert from 'node:assert/strict';
import { openEditor, type Editor } from '../host';

describe('the workbench', () => {
  let editor: Editor;

  before(async function () {
    this.timeout(120_000);
    editor = await openEditor();
  });
  after(() => editor?.close());

  it('shows the workspace and takes commands', async function () {
    this.timeout(60_000);
    const explorer = editor.page.locator('.explorer-folders-view');
    assert.equal(await explorer.isVisible(), true);
    await editor.screenshot('workbench');
    await editor.runCommand('View: Toggle Primary Side Bar Visibility');
    await explorer.waitFor({ state: 'hidden' });
  });
});
