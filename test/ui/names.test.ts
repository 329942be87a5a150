import assert from 'node:assert/strict';
import { openEditor, type Editor } from '../host';

const notebook = `---
dnn: 1
---

\`\`\`dnn
network Net {
  input image[1, 28, 28]
  C1: conv(4, kernel: 5) relu
  output: dense(10) softmax from C1
}
\`\`\`

\`\`\`dnn
data digits {
  source digits(train: 1200, test: 200)
}

inspect Net {
  features C1 on digits.test[7]
}
\`\`\`
`;

describe('names in the cells of a notebook, by keyboard', function () {
  this.timeout(180_000);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({ workspace: { 'names.dnn': notebook } });
    await editor.openNotebook('names.dnn');
  });
  after(() => editor?.close());

  const lines = (text: string) =>
    editor.page.locator('.notebook-editor .code-cell-row .view-line').filter({ hasText: text });

  /** Puts the cursor into a word of a line. */
  const goTo = async (line: string, word: string) => {
    await lines(line).getByText(word, { exact: true }).first().click();
  };

  it('F2 renames a layer, and the other cell follows', async () => {
    const { page } = editor;
    // Coloured as a label: the names are known.
    await lines('C1: conv').getByText('C1', { exact: true }).waitFor();
    await goTo('C1: conv', 'C1');
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    assert.equal(await box.inputValue(), 'C1');
    await editor.screenshot('names-rename');
    await box.fill('First');
    await page.keyboard.press('Enter');
    await lines('First: conv').waitFor();
    await lines('from First').waitFor();
    await lines('features First on digits').waitFor();
    await editor.screenshot('names-renamed');
  });

  it('F2 says why a word of the language cannot be renamed', async () => {
    const { page } = editor;
    await goTo('First: conv', 'conv');
    await page.keyboard.press('F2');
    await page.getByText('`conv` is a word of the language').first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('Shift+F12 shows where a layer is named, in all cells', async () => {
    const { page } = editor;
    await goTo('First: conv', 'First');
    await page.keyboard.press('Shift+F12');
    const peek = page.locator('.peekview-widget');
    await peek.waitFor();
    await peek.getByText('References (3)').waitFor();
    await editor.screenshot('names-references');
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'detached' });
  });

  it('F12 goes to the definition, in another cell', async () => {
    const { page } = editor;
    await goTo('features First', 'First');
    await page.keyboard.press('F12');
    const focused = page.locator('.code-cell-row .monaco-editor.focused .view-line');
    await focused.filter({ hasText: 'First: conv' }).waitFor();
  });

  it('Ctrl+Shift+O lists networks and layers', async () => {
    const { page } = editor;
    await goTo('First: conv', 'First');
    await page.keyboard.press('Control+Shift+O');
    const symbols = page.locator('.quick-input-list .label-name');
    await symbols.filter({ hasText: /First/ }).first().waitFor();
    await editor.screenshot('names-symbols');
    const names = (await symbols.allTextContents()).map((name) => name.trim());
    assert.deepEqual(names, ['Net', 'image', 'First', 'digits', 'inspect Net']);
    await page.keyboard.press('Escape');
  });
});
