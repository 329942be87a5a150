import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, screenshotFolder, type Editor } from '../host';

describe('the workbench', () => {
  let editor: Editor;

  before(async function () {
    this.timeout(120_000);
    editor = await openEditor();
  });
  after(() => editor?.close());

  it('opens the examples', async () => {
    await editor.screenshot('workbench');
    assert.ok(statSync(join(screenshotFolder, 'workbench.png')).size > 10_000);
  });
});
