import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../host';

const notebook = (target: string) => `---
dnn: 1
---

\`\`\`dnn
export Net to "${target}"
\`\`\`

\`\`\`dnn
data digits { source digits(train: 100, test: 20) }
network Net {
  input image[1, 28, 28]
  output: dense(10) softmax
}
train Net on digits { epochs 0 }
\`\`\`
`;

describe('an export out of the workspace', function () {
  this.timeout(120_000);
  let editor: Editor;
  let folder: string;
  let model: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-outside-'));
    model = join(folder, 'elsewhere', 'net.onnx');
    editor = await openEditor({ workspace: { 'outside.dnn': notebook(model) } });
    await editor.openNotebook('outside.dnn');
  });
  after(async () => {
    await editor?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes nothing when the question is declined, and says so', async () => {
    const { page } = editor;
    await trainFirst();
    await runExport();
    const question = page.locator('.monaco-dialog-box');
    await question.getByText('The notebook wants to write a model to another folder.').waitFor();
    await question.getByText(join(folder, 'elsewhere')).waitFor();
    await editor.screenshot('outside');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    const output = await editor.findFrame('text=outside this workspace');
    assert.ok(output);
    assert.ok(!existsSync(model));
  });

  it('writes the model when it is agreed to, and asks once only', async () => {
    const { page } = editor;
    await runExport();
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Export There' }).click();
    await until(() => existsSync(model));
    rmSync(model);
    await runExport();
    await until(() => existsSync(model));
    assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
  });

  const cells = () => editor.page.locator('.notebook-editor .code-cell-row');

  async function runCell(cell: Locator): Promise<void> {
    await cell.locator('.view-line').first().click();
    await editor.runCommand('Notebook: Execute Cell');
  }

  /** Runs the last cell, which trains. */
  async function trainFirst(): Promise<void> {
    await runCell(cells().last());
    await editor.findFrame('text=completed', 60);
  }

  const runExport = () => runCell(cells().first());

  async function until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + 60_000; !isSo() && Date.now() < end;)
      await editor.page.waitForTimeout(100);
    assert.ok(isSo());
  }
});
