import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, type Editor } from '../host';
import { inOrder } from './harness/inOrder';
import { until } from './harness/until';
import { trainingFirst } from './notebooks';

describe('Export to ONNX', function () {
  this.timeout(120_000);
  inOrder(this);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({ workspace: { 'export.dnn': trainingFirst(1) } });
    await editor.openNotebook('export.dnn');
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('text=completed', 60);
  });
  after(() => editor?.close());

  const written = () => readdirSync(editor.folder).filter((name) => name.startsWith('net.'));
  const program = (name: string) => editor.page.getByRole('checkbox', { name, exact: true });

  /** Runs the command, and takes the file that it proposes. */
  async function chooseFile(): Promise<void> {
    await editor.runCommand('DNN Notebook: Export to ONNX');
    await editor.page.getByText('Export Net to ONNX').waitFor();
    await editor.page.keyboard.press('Enter');
    await editor.page.getByText('How should net.onnx be written?').waitFor();
  }

  async function expectUsualFile(): Promise<void> {
    await until('the file', () => written().length === 1);
    await editor.runCommand('Notifications: Show Notifications');
    const told = editor.page.locator('.notification-list-item', {
      hasText: /net\.onnx .*opset 17/,
    });
    await told.waitFor();
    await editor.runCommand('Notifications: Clear All Notifications');
  }

  it('writes the programs that are chosen beside the model', async () => {
    await chooseFile();
    await program('Web page').click();
    await program('Python').click();
    await editor.page.getByRole('button', { name: 'OK', exact: true }).click();
    await until('the files', () => written().length === 3);
    assert.deepEqual(written().sort(), ['net.html', 'net.onnx', 'net.py']);
    await editor.runCommand('Notifications: Show Notifications');
    const told = editor.page.locator('.notification-list-item', { hasText: /net\.onnx, net\.py/ });
    await told.getByRole('button', { name: 'Open Page' }).waitFor();
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('proposes those again', async () => {
    written().forEach((name) => rmSync(join(editor.folder, name)));
    await chooseFile();
    await program('Web page').click();
    await editor.page.getByRole('button', { name: 'OK', exact: true }).click();
    await until('the files', () => written().length === 2);
    assert.deepEqual(written().sort(), ['net.onnx', 'net.py']);
  });

  it('writes a smaller form, one at a time, for the opset that is chosen next', async () => {
    written().forEach((name) => rmSync(join(editor.folder, name)));
    await chooseFile();
    await program('Python').click();
    await program('float16').click();
    await program('int8').click();
    await until('int8 instead of float16', async () => !(await program('float16').isChecked()));
    assert.ok(await program('int8').isChecked());
    await program('opset').click();
    await editor.page.getByRole('button', { name: 'OK', exact: true }).click();
    await editor.page.getByText('For which opset of ONNX?').waitFor();
    await editor.page.keyboard.type('20');
    await editor.page.keyboard.press('Enter');
    await until('the file', () => written().length === 1);
    await editor.runCommand('Notifications: Show Notifications');
    const told = editor.page.locator('.notification-list-item', {
      hasText: /net\.onnx .*opset 20/,
    });
    await told.getByText(/accuracy on .* → .* ranges from/).waitFor();
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('proposes these again, and writes the usual file when they are taken back', async () => {
    written().forEach((name) => rmSync(join(editor.folder, name)));
    await chooseFile();
    for (const name of ['int8', 'opset']) {
      assert.ok(await program(name).isChecked());
      await program(name).click();
    }
    await editor.page.getByRole('button', { name: 'OK', exact: true }).click();
    await expectUsualFile();
  });

  it('asks for no more than Enter, twice', async () => {
    written().forEach((name) => rmSync(join(editor.folder, name)));
    await chooseFile();
    await editor.page.keyboard.press('Enter');
    await expectUsualFile();
  });

  it('writes nothing when it is called off', async () => {
    written().forEach((name) => rmSync(join(editor.folder, name)));
    await chooseFile();
    await editor.page.keyboard.press('Escape');
    await editor.page.waitForTimeout(300);
    assert.deepEqual(written(), []);
  });
});
