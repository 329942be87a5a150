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

  /** The file's text once the notebook is saved. */
  const saved = async () => {
    await editor.runCommand('File: Save All Files');
    return readFileSync(join(editor.folder, notebook), 'utf8');
  };
  /** Saves until the file's text is what is meant. */
  const expectText = async (meant: string) => {
    let text = await saved();
    for (let i = 0; i < 40 && text !== meant; i++) {
      await editor.page.waitForTimeout(250);
      text = await saved();
    }
    assert.equal(text, meant);
  };
  const code = (name: string) => frame.locator(`.dnn-code-field[data-field="${name}"]`);

  before(async () => {
    editor = await openEditor();
    editor.page.on('console', (m) => {
      if (!/Extension Host|spdlog/.test(m.text())) console.log('CONSOLE', m.text().slice(0, 400));
    });
    editor.page.on('pageerror', (m) => console.log('PAGEERROR', m.message));
    await editor.openNotebook(notebook);
    original = readFileSync(join(editor.folder, notebook), 'utf8');
    await editor.runCommand('DNN Notebook: Open Designer');
    frame = await editor.findFrame('.dnn-designer', 40);
  });
  after(() => editor?.close());

  it('change an initializer with the language’s own completion', async () => {
    await frame.locator('[data-node=C1]').click();
    await code('init').waitFor();
    await code('init').click();
    await editor.page.keyboard.type('he');
    await editor.page.waitForTimeout(1000);
    await editor.page.keyboard.press('Control+Space');
    await editor.page.waitForTimeout(2000);
    await editor.screenshot('forms-typed');
    console.log(
      await frame.evaluate(() =>
        [...document.querySelectorAll('.suggest-widget, .dnn-code-widgets')]
          .map((e) => e.outerHTML.slice(0, 600))
          .join('\n'),
      ),
    );
    await frame.locator('.suggest-widget .monaco-list-row', { hasText: 'he' }).first().waitFor();
    await editor.screenshot('forms-completion');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.press('Enter');
    await expectText(original.replace('padding: 2)', 'padding: 2, init: he)'));
  });
});
