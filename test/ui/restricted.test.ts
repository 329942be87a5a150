import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEditor, repository, type Editor } from '../host';

/** A file that tells whether it was read: file systems note the first reading after a change. */
function watchedFile(path: string, text: string): { readonly isRead: () => boolean } {
  writeFileSync(path, text);
  utimesSync(path, new Date(0), new Date());
  return { isRead: () => statSync(path).atimeMs > 0 };
}

describe('in Restricted Mode', () => {
  let editor: Editor;
  let workspace: string;
  let outside: string;

  before(async function () {
    this.timeout(120_000);
    outside = mkdtempSync(join(tmpdir(), 'dnn-outside-'));
    workspace = mkdtempSync(join(tmpdir(), 'dnn-restricted-'));
    cpSync(join(repository, 'examples/lenet5.dnn'), join(workspace, 'lenet5.dnn'));
    writeFileSync(join(workspace, 'strange.dnn'), strange(outside));
    editor = await openEditor({
      workspace,
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
  });
  after(async () => {
    await editor?.close();
    for (const folder of [workspace, outside]) rmSync(folder, { recursive: true, force: true });
  });

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

  it('reads no model, table or run of a notebook until the workspace is trusted', async function () {
    this.timeout(120_000);
    const { page } = editor;
    const probe = watchedFile(join(outside, 'probe'), 'x');
    readFileSync(join(outside, 'probe'));
    // A file system without times of access tells nothing.
    if (!probe.isRead()) return this.skip();
    const model = watchedFile(join(outside, 'model.onnx'), 'no model');
    const table = watchedFile(join(outside, 'table.csv'), 'x,y\n1,2\n');
    const runs = join(editor.folder, '.dnn/runs/net');
    mkdirSync(runs, { recursive: true });
    const run = watchedFile(join(runs, 'run.json'), '{}');
    const files = { model, table, run };
    const read = () =>
      Object.entries(files).flatMap(([name, { isRead }]) => (isRead() ? [name] : []));

    await editor.openFile('strange.dnn');
    // The notebook is understood: what needs no file is found.
    await page.locator('.notebookOverlay .squiggly-error').first().waitFor();
    await page.locator('.view-line', { hasText: 'model.onnx' }).first().hover();
    await editor.runCommand('DNN Notebook: Open Inspector');
    await editor.findFrame('.dnn, #root *');
    await editor.runCommand('View: Show DNN Notebook');
    await page.waitForTimeout(1000); // for what must not happen there is nothing to wait for
    assert.deepEqual(read(), []);

    await editor.runCommand('Workspaces: Manage Workspace Trust');
    await page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust' })
      .first()
      .click();
    for (const end = Date.now() + 30_000; read().length < 3 && Date.now() < end;)
      await page.waitForTimeout(100);
    assert.deepEqual(read(), Object.keys(files));
  });
});

const strange = (folder: string) => `---
dnn: 1
---

\`\`\`dnn
network Net from "${folder}/model.onnx"
data d {
  source csv("${folder}/table.csv", target: "y")
  batch 1
}
network Other {
  input x[1]
  output: dens(1)
}
network Small {
  input x[1]
  output: dense(1)
}
train Small on d {
  loss mse
  optimizer sgd(rate: 0.1)
  epochs 1
}
\`\`\`
`;
