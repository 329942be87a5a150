import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, type Editor } from '../host';

describe('in Restricted Mode', () => {
  let editor: Editor;

  before(async function () {
    this.timeout(120_000);
    editor = await openEditor({
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
  });
  after(() => editor?.close());

  it('a notebook opens, but nothing runs', async function () {
    this.timeout(60_000);
    const { page } = editor;
    await editor.openFile('lenet5.dnn');
    await page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await editor.runCommand('Notebook: Run All');
    // VS Code asks by itself; whoever declines stays in Restricted Mode.
    const question = page.locator('.monaco-dialog-box');
    await question.getByText('Executing a notebook cell').waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    // What goes to the core past the notebook is refused in code.
    await editor.runCommand('DNN Notebook: Select Device');
    await page.getByText('Notebooks cannot be run in Restricted Mode').first().waitFor();
    await editor.screenshot('restricted');
    assert.ok(!existsSync(join(editor.folder, '.dnn')));
  });
});
