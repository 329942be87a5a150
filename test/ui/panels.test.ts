import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { trainingFirst } from './notebooks';
import { inOrder } from './harness/inOrder';
import { until } from './harness/until';

describe('panels beside notebooks', function () {
  this.timeout(240_000);
  inOrder(this);
  let editor: Editor;

  before(async () => {
    const workspace = {
      'short.dnn': trainingFirst(2),
      'long.dnn': trainingFirst(5000),
      'notes.txt': 'x',
    };
    editor = await openEditor({ workspace });
    await editor.openNotebook('short.dnn');
  });
  after(() => editor?.close());

  const runRows = () => editor.page.getByRole('treeitem', { name: /^Net, done/ });
  const selectedRuns = () =>
    editor.page.getByRole('treeitem', { name: /^Net, done/, selected: true });
  const tabsOf = async (group: number) => {
    const tabs = editor.page.locator('.editor-group-container').nth(group).getByRole('tab');
    return (await tabs.allInnerTexts()).map((text) => text.replaceAll(/\s/g, ''));
  };

  it('leave the inspector its column when other files are opened', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: 'Open Inspector' }).first().click();
    const frame = await editor.findFrame('.dnn-panel-head', 60);
    await frame.locator('.dnn-panel-head').click();
    for (const file of ['notes.txt', 'long.dnn']) {
      await page.locator('.explorer-folders-view').getByText(file).dblclick();
      await page.getByRole('tab', { name: file }).first().waitFor();
      await frame.locator('.dnn-panel-head').click();
    }
    assert.deepEqual(await tabsOf(0), ['short.dnn', 'notes.txt', 'long.dnn']);
    assert.deepEqual(await tabsOf(1), ['Inspector']);
    await editor.screenshot('inspector-column');
  });

  it('show the step at which a training was stopped, as its cell and its folder do', async () => {
    const { page } = editor;
    await page.getByRole('tab', { name: 'long.dnn' }).click();
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('.dnn-training[data-status=running]', 60);
    const inspector = await editor.findFrame('.dnn-panel-head', 60);
    // The page turns to the other notebook, and a click on what it just leaves is lost.
    const tab = inspector.getByRole('tab', { name: 'Training' });
    const running = inspector.locator('.dnn-training[data-status=running]');
    await until('the training', async () => {
      if (await running.isVisible()) return true;
      // On this notebook, whichever it had turned to.
      await editor.runCommand('DNN Notebook: Open Inspector');
      await tab.click();
      await page.waitForTimeout(1000);
      return false;
    });
    await page
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: 'Interrupt' })
      .click();
    const stopped = '.dnn-training[data-status=interrupted]';
    const output = await editor.findFrame(stopped, 60);
    await inspector.locator(stopped).waitFor();
    const stepIn = (frame: Frame) =>
      frame.locator(stopped).getByRole('progressbar').first().getAttribute('aria-valuenow');
    const runs = join(editor.folder, '.dnn/runs');
    const [run] = readdirSync(runs);
    const { step } = JSON.parse(readFileSync(join(runs, run, 'run.json'), 'utf8')) as {
      step: number;
    };
    assert.deepEqual([await stepIn(output), await stepIn(inspector)], [`${step}`, `${step}`]);
  });

  it('come back after a reload of the window with the run, and the runs, they showed', async () => {
    const { page } = editor;
    await page.getByRole('tab', { name: 'short.dnn' }).click();
    await editor.runCommand('View: Show DNN Notebook');
    for (const count of [1, 2]) {
      await editor.runCommand('Notebook: Run All');
      await until(`run ${count}`, async () => (await runRows().count()) >= count);
    }
    // The list is read again while runs end, and what was chosen in it before is lost.
    await until('two runs compared', async () => {
      await runRows().nth(0).click();
      await runRows()
        .nth(1)
        .click({ modifiers: ['ControlOrMeta'] });
      if ((await selectedRuns().count()) !== 2) return false;
      await editor.runCommand('DNN Notebook: Compare Runs…');
      return editor.findFrame('.dnn-compare-head', 10).then(
        (frame) => frame.getByRole('heading', { name: '2 runs' }).isVisible(),
        // It asks which ones.
        () => page.keyboard.press('Escape').then(() => false),
      );
    });
    await runRows().nth(1).click();
    const shown = await (await editor.findFrame('.dnn-run', 60)).locator('.dnn-run').innerText();
    await editor.runCommand('View: Show Explorer');
    await editor.reload();
    const run = await editor.findFrame('.dnn-run', 60);
    assert.equal(await run.locator('.dnn-run').innerText(), shown);
    // It may stand behind the inspector, in the group that was active.
    await page.getByRole('tab', { name: 'Compare Runs' }).click();
    const compared = await editor.findFrame('.dnn-compare-head', 60);
    await compared.getByRole('heading', { name: '2 runs' }).waitFor();
    await editor.screenshot('panels-reloaded');
  });

  it('say so when the notebook of a run is gone', async () => {
    rmSync(join(editor.folder, 'short.dnn'));
    const { page } = editor;
    await editor.runCommand('View: Show Explorer');
    await editor.reload();
    const run = await editor.findFrame('.dnn-run', 60);
    await run.getByRole('button', { name: 'Show Latest' }).click();
    await editor.runCommand('Notifications: Show Notifications');
    await page
      .locator('.notification-list-item', { hasText: /short\.dnn, is not there any more/ })
      .waitFor();
    assert.equal(await run.locator('.dnn-run').count(), 1);
  });
});
