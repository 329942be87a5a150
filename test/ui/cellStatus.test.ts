import assert from 'node:assert/strict';
import { openEditor, type Editor } from '../host';
import { clickOutput } from './harness/clickOutput';
import { inOrder } from './harness/inOrder';

const cells = (train: string) => `---
dnn: 1
---

\`\`\`dnn
data digits {
  source digits(train: 1200, test: 200)
  split validation 200
  batch 50
}
\`\`\`

\`\`\`dnn
network Net {
  input image[1, 28, 28]
  C1: conv(4, kernel: 5) relu
  output: dense(10) softmax
}
\`\`\`

\`\`\`dnn
train Net on digits {
  ${train}
}
\`\`\`

\`\`\`dnn
inspect Net {
  gradients
}
\`\`\`
`;

const mark = 'Changed since run · Re-run';

describe('the status bars of cells', function () {
  this.timeout(240_000);
  inOrder(this);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({
      workspace: {
        'short.dnn': cells('optimizer sgd(rate: 0.05)\n  epochs 2'),
        'endless.dnn': cells('optimizer sgd(rate: 0.05)\n  epochs 5000'),
      },
      // High enough for all cells at once.
      viewport: { width: 1400, height: 3600 },
    });
    await editor.openNotebook('short.dnn');
  });
  after(() => editor?.close());

  /** What the bar below each code cell says. */
  const bars = () =>
    editor.page
      .locator('.code-cell-row .cell-statusbar-container .cell-status-left')
      .allInnerTexts();
  /** Numbers of the cells that are marked. */
  const marked = async () =>
    (await bars()).flatMap((text, cell) => (text.includes(mark) ? [cell] : []));
  const settle = async <T>(find: () => Promise<T>, expected: T) => {
    for (const end = Date.now() + 15_000; Date.now() < end;) {
      if (JSON.stringify(await find()) === JSON.stringify(expected)) break;
      await editor.page.waitForTimeout(100);
    }
    assert.deepEqual(await find(), expected);
  };
  /** Types behind a line of a cell. */
  const type = async (line: string, text: string) => {
    await editor.page.locator('.view-line', { hasText: line }).first().click();
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.type(text);
    await editor.page.keyboard.press('Escape');
  };
  /** Outputs that say they are of an earlier version. */
  const notes = async () => (await editor.findFrame('.dnn-training')).locator('.dnn-changed');

  it('tell what came of a training, and on which device', async () => {
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('.dnn-training[data-status=completed]', 60);
    await editor.page.locator('.cell-status-left', { hasText: /% test accuracy · \d/ }).waitFor();
    const [, , train] = await bars();
    assert.match(train ?? '', /cpu|webgpu|cuda/);
    await editor.page
      .locator('.code-cell-row')
      .nth(3)
      .locator('.codicon-notebook-state-success')
      .waitFor();
    assert.deepEqual(await marked(), []);
  });

  it('stay as they are when only a comment or the layout changes', async () => {
    await type('C1: conv', '   # five by five');
    await editor.page.waitForTimeout(1500);
    assert.deepEqual(await marked(), []);
  });

  it('mark the cell that was edited and those that depend on it, with a line above their outputs', async () => {
    await type('five by five', '\nH: dense(12) relu');
    await settle(marked, [1, 2, 3]);
    await settle(async () => (await notes()).count(), 3);
    const [text] = await (await notes()).allInnerTexts();
    assert.equal(text?.replace(/\s+/g, ' '), 'Made by an earlier version of this notebook Re-run');
    await editor.screenshot('cells-changed');
  });

  it('agree with the inspector', async () => {
    await editor.runCommand('DNN Notebook: Open Inspector');
    const inspector = await editor.findFrame('.dnn-panel-head');
    await inspector.getByText('The text changed since this run.').waitFor();
  });

  it('are the same after a reload, for what is shown again', async () => {
    await editor.page.keyboard.press('Control+S');
    await editor.reload();
    await editor.findFrame('.dnn-training[data-status=completed]', 60);
    await settle(marked, [2]);
    await settle(async () => (await notes()).count(), 1);
  });

  it('lose the mark when the cell is run again, by a button', async () => {
    await clickOutput(editor, (await notes()).getByRole('button', { name: 'Re-run' }));
    await settle(marked, []);
    await settle(async () => (await notes()).count(), 0);
    await type('epochs 2', '0');
    await settle(marked, [2]);
    await editor.page.getByText(mark).click();
    await settle(marked, []);
    await editor.findFrame('.dnn-training[data-status=completed]', 120);
  });

  it('tell how far a training is and who waits, and stop and continue by buttons', async () => {
    await editor.openNotebook('endless.dnn');
    await editor.runCommand('Notebook: Run All');
    const going = await editor.findFrame('.dnn-training[data-status=running] .dnn-controls', 60);
    await editor.page.locator('.cell-status-left', { hasText: /epoch \d+ of 5000/ }).waitFor();
    await editor.page.locator('.cell-status-left', { hasText: 'waiting, next' }).waitFor();
    await editor.screenshot('cells-waiting');
    await clickOutput(editor, going.getByRole('button', { name: 'Stop', exact: true }));
    const stopped = await editor.findFrame('.dnn-training[data-status=interrupted]', 60);
    await editor.page.locator('.cell-status-left', { hasText: 'stopped' }).waitFor();
    const step = async (frame: typeof stopped) =>
      Number(await frame.getByRole('progressbar').first().getAttribute('aria-valuenow'));
    const at = await step(stopped);
    await clickOutput(editor, stopped.getByRole('button', { name: 'Continue' }));
    const again = await editor.findFrame('.dnn-training[data-status=running]', 60);
    assert.ok((await step(again)) >= at);
    await clickOutput(editor, again.getByRole('button', { name: 'Stop', exact: true }));
    await editor.findFrame('.dnn-training[data-status=interrupted]', 60);
  });
});
