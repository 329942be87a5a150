import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openEditor, repository, type Editor } from '../host';
import { extensionWithOutside } from '../outsideBundles';
import { inOrder } from './harness/inOrder';

const notebook = `---
dnn: 1
---

\`\`\`dnn
data spots { source blobs(train: 200, test: 40); split validation 40; batch 10 }
network Means { input image[1, 28, 28]; mirror(0.5); output: dense(10) }
\`\`\`

\`\`\`dnn
weigh Means { bits 8 }
\`\`\`

\`\`\`dnn
train Means on spots {
  rule
  optimizer sgd(rate: 0.1)
  watch largest
  stop early(patience: 50, metric: distance)
  purpose "a first try"
  epochs 3
}
\`\`\`
`;

describe('words from files outside the product, in the editor', function () {
  this.timeout(120_000);
  inOrder(this);
  const extension = join(repository, 'out/test/outsideExtension');
  let editor: Editor;
  let inspector: Frame;

  before(async () => {
    await extensionWithOutside(extension);
    editor = await openEditor({ extension, workspace: { 'outside.dnn': notebook } });
    await editor.openNotebook('outside.dnn');
  });
  after(async () => {
    await editor?.close();
    rmSync(extension, { recursive: true, force: true });
  });

  const line = (text: string) =>
    editor.page.locator('.notebook-editor .view-line', { hasText: text }).first();

  async function runCell(text: string): Promise<void> {
    await line(text).click();
    await editor.runCommand('Notebook: Execute Cell');
  }

  const openTab = (name: string) => inspector.getByRole('tab', { name }).click();

  it('are completed: the rule', async () => {
    const { page } = editor;
    await line('rule').click();
    await page.keyboard.press('End');
    // As fast as a person: completion that a space calls for must not meet the letters behind it.
    await page.keyboard.type(' cen', { delay: 100 });
    await page.locator('.suggest-widget').getByRole('option', { name: 'centroid' }).waitFor();
    await page.keyboard.press('Enter');
    await line('rule centroid').waitFor();
  });

  it('are explained where they stand: the rule, with its formula', async () => {
    const { page } = editor;
    await editor.runCommand('Show or Focus Hover');
    const hover = page.locator('.monaco-hover:not(.workbench-hover):visible');
    await hover.getByText('Moves the weights of each class towards its samples.').waitFor();
    assert.match(await hover.innerText(), /w_k|←/);
    await page.keyboard.press('Escape');
  });

  it('have their result in a cell: the verb, as text', async () => {
    await runCell('weigh Means');
    await editor.findFrame('text=Means weighs 7850 bytes');
  });

  it('train in a cell, which draws the curve of the measure and the picture of the rule', async () => {
    await runCell('rule centroid');
    const output = await editor.findFrame('.dnn-training[data-status=completed]', 60);
    await drawn(output, 'Distance to the class');
    // The rule tells it of whole splits only, not of batches.
    const accuracy = output.locator('.dnn-chart', { hasText: 'Accuracy' });
    assert.match(
      (await accuracy.locator('.dnn-legend').allInnerTexts()).join(),
      /^validation[^,]*$/,
    );
    const picture = output.locator('figure', { hasText: 'Mean of each class' });
    assert.equal(await picture.locator('canvas').count(), 10);
    assert.match(await output.locator('.dnn-training header').innerText(), /· 2 phases/);
    await editor.screenshot('outside-training');
  });

  it('are in the inspector: the layer in the graph', async () => {
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head');
    await inspector.locator('.dnn-node', { hasText: 'mirror(0.5)' }).waitFor();
  });

  it('are in the inspector: curve, picture and setting of the training', async () => {
    await openTab('Training');
    await drawn(inspector, 'Distance to the class');
    assert.equal(await inspector.locator('figure .dnn-picture canvas').count(), 10);
    await inspector.getByText('Settings', { exact: true }).click();
    await inspector.getByRole('row', { name: 'purpose a first try' }).waitFor();
    await inspector.getByRole('row', { name: 'rule centroid' }).waitFor();
    await editor.screenshot('outside-inspector');
  });

  it('are in the inspector: the watched measure of each layer, over training', async () => {
    await openTab('Layers');
    const chart = inspector.locator('.dnn-layers', { hasText: 'Largest number' });
    await chart.getByText('max |w|').first().waitFor();
    const bar = chart.getByRole('meter', { name: 'Largest number of output' });
    assert.ok(Number(await bar.getAttribute('data-value')) > 0);
    assert.equal(await chart.locator('canvas.dnn-heat-map').count(), 1);
  });

  it('are in the inspector: what the verb has found', async () => {
    await openTab('Results');
    const result = inspector.getByRole('region', { name: 'weigh Means { bits 8 }' });
    await result.getByText('Means weighs 7850 bytes').waitFor();
  });

  /** Waits for the chart of a measure, and looks whether it has a line. */
  async function drawn(frame: Frame, title: string): Promise<void> {
    const chart = frame.locator('.dnn-chart', { hasText: title });
    await chart.locator('canvas').waitFor();
    await chart.locator('.dnn-legend', { hasText: 'train' }).waitFor();
    await chart.locator('.dnn-legend', { hasText: 'validation' }).waitFor();
  }
});
