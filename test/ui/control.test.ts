import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { clickOutput } from './harness/clickOutput';
import { inOrder } from './harness/inOrder';

/** What is defined comes last, so that the outputs of interest are in view. */
const notebook = `---
dnn: 1
---

\`\`\`dnn
find rate of Net {
  from 1e-5 to 10
  steps 60
}
\`\`\`

\`\`\`dnn
train Net on digits {
  loss cross_entropy
  optimizer sgd(rate: 0.0125)
  epochs 5000
}
\`\`\`

\`\`\`dnn
data digits {
  source digits(train: 1200, test: 200)
  split validation 200
  batch 50
}
network Net {
  input image[1, 28, 28]
  C1: conv(4, kernel: 5) relu
  output: dense(10) softmax
}
\`\`\`
`;

const step = async (training: Locator): Promise<number> =>
  Number(await training.getByRole('progressbar').getAttribute('aria-valuenow'));

describe('a training under control', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;
  let training: Locator;

  before(async () => {
    editor = await openEditor({ workspace: { 'control.dnn': notebook } });
    await editor.openNotebook('control.dnn');
  });
  after(() => editor?.close());

  const answer = async (text: string): Promise<void> => {
    const input = editor.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await input.fill(text);
    await editor.page.keyboard.press('Enter');
  };

  it('gets the rate that was found, by a button', async () => {
    await editor.runCommand('Notebook: Run All');
    const output = await editor.findFrame('.dnn-suggestions', 60);
    const use = output.getByRole('button', { name: /^Use / }).first();
    const rate = (await use.innerText()).replace('Use ', '');
    await editor.screenshot('output-rate');
    await editor.findFrame('.dnn-training', 60);
    await clickOutput(editor, use);
    const line = editor.page.locator('.view-line', { hasText: /optimizer/ });
    await line.filter({ hasText: rate }).first().waitFor();
    await editor.page.keyboard.press('Escape');
  });

  it('waits and goes on, by buttons', async () => {
    const output = await editor.findFrame('.dnn-training[data-status=running] .dnn-controls', 60);
    training = output.locator('.dnn-training');
    await clickOutput(editor, training.getByRole('button', { name: 'Pause' }));
    await training.locator('.dnn-status', { hasText: 'paused' }).waitFor();
    await editor.page.locator('.statusbar-item', { hasText: /Net paused \d+%/ }).waitFor();
    await editor.runCommand('View: Show DNN Notebook');
    const row = editor.page.getByRole('treeitem', { name: /^Net, paused/ });
    await row.waitFor();
    const at = await step(training);
    await editor.screenshot('output-paused');
    await editor.runCommand('DNN Notebook: Resume Training');
    await training.locator('.dnn-status', { hasText: 'training' }).waitFor();
    for (const end = Date.now() + 30_000; (await step(training)) <= at && Date.now() < end;)
      await editor.page.waitForTimeout(100);
    assert.ok((await step(training)) > at);
  });

  it('takes another rate, and marks where', async () => {
    await clickOutput(editor, training.getByRole('button', { name: 'Learning Rate…' }));
    await answer('× 0.5');
    const mark = training.getByRole('listitem', { name: /^rate / }).first();
    await mark.waitFor();
    // By keyboard: the notebook may still scroll under a mouse.
    await training.getByRole('button', { name: 'Learning Rate…' }).press('Tab');
    await mark.focus();
    const label = training.locator('.dnn-mark-label:visible').first();
    await label.waitFor();
    const [, before, after] = /rate (\S+) → (\S+) from step/.exec(await label.innerText()) ?? [];
    assert.ok(Math.abs(Number(after) / Number(before) - 0.5) < 0.01, `${before}, ${after}`);
    await editor.screenshot('output-rate-changed');
  });

  it('ends after the epoch when told to', async () => {
    await editor.runCommand('DNN Notebook: Stop Training When…');
    await answer('Stop after This Epoch');
    const output = await editor.findFrame('.dnn-training[data-status=completed]', 60);
    const facts = await output.locator('.dnn-training .dnn-facts').innerText();
    const [, epoch, epochs] = /(\d+) \/ (\d+)/.exec(facts) ?? [];
    assert.equal(epoch, epochs);
    assert.ok(Number(epochs) < 5000);
  });
});
