import assert from 'node:assert/strict';
import { openEditor, type Editor } from '../host';

const notebook = `---
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
  loss cross_entropy
  optimizer sgd(rate: 0.01)
  epochs 5000
}
\`\`\`
`;

describe('the cells of a notebook in training', function () {
  this.timeout(180_000);
  let editor: Editor;

  before(async () => {
    editor = await openEditor({
      workspace: { 'cells.dnn': notebook },
      // High enough for all cells at once.
      viewport: { width: 1400, height: 3000 },
    });
    await editor.openNotebook('cells.dnn');
  });
  after(() => editor?.close());

  /** What VS Code shows of each cell: whether it is done, and whether it says how long that took. */
  const states = () =>
    // In one go: what VS Code redraws between two questions would be waited for.
    editor.page.locator('.cell-statusbar-container .cell-status-left').evaluateAll((bars) =>
      bars.map((bar) => {
        const icon = bar.querySelector('.codicon');
        const [, state = 'none'] = /notebook-state-(\w+)/.exec(icon?.className ?? '') ?? [];
        return `${state}${/\d/.test(bar.textContent) ? ', timed' : ''}`;
      }),
    );

  /** An icon changes half a second after the state at the latest. */
  const settle = async (expected: readonly string[]) => {
    for (const end = Date.now() + 15_000; Date.now() < end;) {
      if ((await states()).join() === expected.join()) break;
      await editor.page.waitForTimeout(100);
    }
    assert.deepEqual(await states(), expected);
  };

  it('are done but for the one that trains', async () => {
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('.dnn-training[data-status=running]', 60);
    await settle(['success, timed', 'success, timed', 'executing, timed']);
  });

  it('show all they showed after a reload of the window, and take no time of the training', async () => {
    const { page } = editor;
    await editor.reload();
    await page.locator('.notebook-editor .code-cell-row .view-line').first().waitFor();
    const outputs = await editor.findFrame('.dnn-training[data-status=running]', 60);
    await outputs.getByRole('list', { name: 'Some training images' }).waitFor();
    await outputs.getByRole('heading', { name: 'Net' }).first().waitFor();
    await settle(['success', 'success', 'executing, timed']);
    await editor.screenshot('cells-reloaded');
  });

  it('none is busy once training was stopped', async () => {
    await editor.runCommand('DNN Notebook: Stop Training');
    await editor.findFrame('.dnn-training[data-status=interrupted]', 60);
    await settle(['success', 'success', 'none, timed']);
  });
});
