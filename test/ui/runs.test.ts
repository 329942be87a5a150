import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { trainingFirst } from './notebooks';
import { inOrder } from './harness/inOrder';

describe('the list of runs', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;

  before(async () => {
    const workspace = { 'runs.dnn': trainingFirst(2), 'long.dnn': trainingFirst(5000) };
    editor = await openEditor({ workspace });
    await editor.openNotebook('runs.dnn');
  });
  after(() => editor?.close());

  const rows = (name: RegExp): Locator => editor.page.getByRole('treeitem', { name });
  const folders = () => readdirSync(join(editor.folder, '.dnn/runs'));

  const input = () => editor.page.locator('.quick-input-widget input').first();

  async function answer(text: string): Promise<void> {
    await input().waitFor();
    await input().fill(text);
    await editor.page.keyboard.press('Enter');
    await input().waitFor({ state: 'hidden' });
  }

  /** Presses a key of the list until it asks: what a click on a run opens may take the focus for a moment. */
  async function askFor(key: string): Promise<void> {
    for (let left = 3; ; left--) {
      await editor.runCommand('DNN Notebook: Focus on Runs View');
      await editor.page.keyboard.press(key);
      try {
        return await input().waitFor({ timeout: 4000 });
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }

  async function choose(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    const entry = editor.page.getByRole('menuitem', { name: item });
    await entry.waitFor();
    // A menu takes no click that may still belong to the one that opened it.
    await editor.page.waitForTimeout(300);
    await entry.click();
  }

  it('is grouped by notebook and network', async () => {
    await editor.runCommand('View: Show DNN Notebook');
    for (const count of [1, 2]) {
      await editor.runCommand('Notebook: Run All');
      for (let waited = 0; waited < 600; waited++) {
        if ((await rows(/^Net, done/).count()) === count) break;
        await editor.page.waitForTimeout(100);
      }
      assert.equal(await rows(/^Net, done/).count(), count);
    }
    await rows(/^runs\.dnn, 2 runs, [\d.]+ [KM]iB$/).waitFor();
    await rows(/^Net, 2 runs, [\d.]+ [KM]iB$/).waitFor();
    await editor.screenshot('runs-tree');
  });

  it('gives runs a name, by keyboard', async () => {
    const older = rows(/^Net, done/).nth(1);
    await older.click();
    // The click opens the run, too.
    await editor.findFrame('.dnn-run', 60);
    await askFor('F2');
    await answer('first try');
    await rows(/^Net, first try, done/).waitFor();
  });

  it('shows the run that is clicked in the inspector, not the newest', async () => {
    await rows(/^Net, first try, done/).click();
    inspector = await editor.findFrame('.dnn-run', 60);
    await inspector.getByText('first try').waitFor();
    await inspector.getByRole('tab', { name: 'Training' }).click();
    await inspector.locator('.dnn-training[data-status=completed] canvas').first().waitFor();
    await editor.screenshot('runs-inspector');
    await inspector.getByRole('button', { name: 'Show Latest' }).click();
    await inspector.locator('.dnn-run').waitFor({ state: 'detached' });
  });

  it('compares the runs that are selected', async () => {
    await rows(/^Net, done/).click();
    await rows(/^Net, first try, done/).click({ modifiers: ['ControlOrMeta'] });
    await choose(rows(/^Net, first try, done/), 'Compare Runs…');
    const frame = await editor.findFrame('.dnn-compare-head', 60);
    await frame.getByRole('heading', { name: '2 runs' }).waitFor();
    await frame.locator('.dnn-chart canvas').waitFor();
    assert.match(await frame.locator('.dnn-chart').innerText(), /first try/);
    const table = frame.getByRole('table', { name: 'Settings and scores that differ' });
    assert.match(await table.innerText(), /name\s+–\s+first try|name\s+first try\s+–/);
    await frame.getByRole('radio', { name: 'Time' }).click();
    await frame
      .getByRole('combobox', { name: 'Measure' })
      .selectOption({ label: 'Accuracy, validation' });
    await frame
      .getByRole('img', { name: /^Chart of the Accuracy, validation of 2 runs over time/ })
      .waitFor();
    await editor.screenshot('runs-compare');
    await frame.getByRole('button', { name: 'Compare Answers' }).click();
    const answers = frame.getByRole('table', { name: '200 answers to digits.test' });
    // The same notebook with the same seed.
    assert.match(await answers.innerText(), /Only first try is right\s+0\s+0\.00%/);
    await frame.getByRole('button', { name: 'Compare Sources' }).click();
    await editor.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await editor.screenshot('runs-sources');
  });

  it('moves a run to the trash, after a question', async () => {
    assert.equal(folders().length, 2);
    await rows(/^Net, first try, done/).click();
    await choose(rows(/^Net, first try, done/), 'Move Run to Trash…');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.getByText('first try').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(folders().length, 2);
    await choose(rows(/^Net, first try, done/), 'Move Run to Trash…');
    await dialog.getByRole('button', { name: 'Move to Trash' }).click();
    // A server has no trash.
    const forGood = dialog.getByRole('button', { name: 'Delete', exact: true });
    await forGood.waitFor();
    await forGood.click();
    await rows(/^Net, first try, done/).waitFor({ state: 'detached' });
    assert.equal(folders().length, 1);
  });

  it('has rows that move while training goes on', async () => {
    await editor.runCommand('View: Close All Editors');
    await editor.openNotebook('long.dnn');
    await editor.runCommand('Notebook: Run All');
    const row = rows(/^Net, running/);
    await row.waitFor({ timeout: 60_000 });
    const epoch = async () => Number(/epoch (\d+)\/5000/.exec(await row.innerText())?.[1] ?? 0);
    const wait = async (least: number) => {
      for (let waited = 0; waited < 600 && (await epoch()) < least; waited++)
        await editor.page.waitForTimeout(100);
      return epoch();
    };
    const first = await wait(1);
    assert.ok((await wait(first + 2)) >= first + 2);
    await editor.screenshot('runs-live');
    await editor.runCommand('DNN Notebook: Stop Training');
    await rows(/^Net, stopped/).waitFor({ timeout: 30_000 });
  });

  it('is followed by the inspector unless that is pinned', async () => {
    await editor.runCommand('DNN Notebook: Open Inspector');
    const frame = await editor.findFrame('.dnn-panel-head', 60);
    const head = frame.locator('.dnn-panel-head');
    await head.getByText('long.dnn').waitFor();
    await editor.openNotebook('runs.dnn');
    await head.getByText('runs.dnn').waitFor();
    await frame.getByRole('button', { name: 'Pin' }).click();
    await frame.locator('button[aria-pressed=true]').waitFor();
    await editor.runCommand('View: Focus First Editor Group');
    await editor.openNotebook('long.dnn');
    await editor.page.waitForTimeout(1000);
    assert.equal(await head.getByText('runs.dnn').count(), 1);
  });
});
