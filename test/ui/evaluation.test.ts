import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { Frame, Page } from 'playwright-core';
import { inspectorMessage, type InspectorMessage } from '../../src/views/messages';
import { openEditor, type Editor } from '../host';
import { expectForEveryone } from './harness/accessibility';
import { useHarness, type Show } from './harness/page';
import { inOrder } from './harness/inOrder';

const views = ['evaluated', 'twoClasses', 'manyClasses', 'values', 'reconstructions', 'untrained'];

describe('the evaluation tab', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  const open = (view: string, show: Show = {}) =>
    openPage({ kind: 'panel', query: `view=${view}&tab=evaluation`, ...show });

  /** What the page has asked of the host since it opened, as the host would understand it. */
  async function sent(page: Page): Promise<readonly InspectorMessage[]> {
    const messages = await page.evaluate(() => (window as unknown as { sent: unknown[] }).sent);
    return messages
      .map((message) => inspectorMessage.parse(message))
      .filter(({ type }) => type !== 'ready');
  }

  for (const view of views)
    it(`gives axe nothing to object to in any theme, and fits a side bar: ${view}`, () =>
      expectForEveryone(async (show) => {
        const page = await open(view, show);
        for (const summary of await page.locator('.dnn-disclosure > summary').all())
          await summary.click();
        return page;
      }));

  it('is walked through by keyboard: arrow keys, Home and End move in the matrix, Enter chooses', async () => {
    const page = await open('evaluated');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('title'));
    const grid = page.getByRole('grid', { name: 'Confusion matrix' });
    assert.equal(await grid.locator('[tabindex="0"]').count(), 1);
    await grid.locator('[tabindex="0"]').focus();
    for (const [key, at] of [
      ['ArrowRight', '0 taken for 1'],
      ['ArrowDown', '1 taken for 1'],
      ['ArrowLeft', '1 taken for 0'],
      ['ArrowLeft', '1 taken for 0'],
      ['End', '1 taken for 9'],
      ['Control+End', '9 taken for 9'],
      ['Home', '9 taken for 0'],
      ['ArrowUp', '8 taken for 0'],
    ] as const) {
      await page.keyboard.press(key);
      assert.ok((await focused())?.startsWith(`${at}:`), `${key} leads to ${await focused()}`);
    }
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(page), [{ type: 'confused', pair: { truth: 8, predicted: 0 } }]);
    await page.close();
  });

  it('shows the samples of the chosen cell, and opens one of them among the feature maps', async () => {
    const page = await open('evaluated');
    const pair = page.getByRole('region', { name: '7 taken for 8' });
    assert.equal(await page.locator('[role=gridcell][aria-selected=true]').count(), 1);
    assert.equal(await pair.locator('canvas').count(), 9);
    await pair.getByRole('button', { name: /^Sample 20: / }).click();
    await page.getByRole('tab', { name: 'Feature maps', selected: true }).waitFor();
    const sample = { data: 'digits', split: 'test', index: 20 };
    assert.ok(
      (await sent(page)).some(
        (message) =>
          message.type === 'inspect' && JSON.stringify(message.sample) === JSON.stringify(sample),
      ),
    );
    await page.close();
  });

  it('shows counts as percents of their row', async () => {
    const page = await open('twoClasses');
    const cells = page.getByRole('gridcell');
    assert.deepEqual(await cells.allInnerTexts(), ['191', '18', '16', '191']);
    await page.getByRole('radio', { name: 'Percent of row' }).click();
    assert.deepEqual(await cells.allInnerTexts(), ['91.4%', '8.6%', '7.7%', '92.3%']);
    await page.close();
  });

  it('puts classes in order of a score, up and down, and says so', async () => {
    const page = await open('evaluated');
    const table = page.getByRole('table', { name: 'Scores by class' });
    const recalls = async () =>
      (await table.locator('tbody tr td:nth-child(3)').allInnerTexts()).map(parseFloat);
    const before = await recalls();
    const falling = before.toSorted((a, b) => b - a);
    const heading = table.getByRole('columnheader', { name: 'Recall' });
    for (const [direction, expected] of [
      ['descending', falling],
      ['ascending', falling.toReversed()],
    ] as const) {
      await heading.getByRole('button').click();
      assert.equal(await heading.getAttribute('aria-sort'), direction);
      assert.deepEqual(await recalls(), expected);
    }
    await page.close();
  });

  it('has tables saved as CSV', async () => {
    const page = await open('twoClasses');
    await page.getByRole('button', { name: /^Save as CSV … confusion matrix/ }).click();
    assert.deepEqual(await sent(page), [
      {
        type: 'save',
        name: 'LeNet5 digits.test confusion matrix.csv',
        text: 'true class,benign,malignant\r\nbenign,191,18\r\nmalignant,16,191\r\n',
      },
    ]);
    await page.close();
  });

  it('asks for the split that is chosen, and cancels', async () => {
    const page = await open('untrained');
    await page.getByRole('button', { name: 'Evaluate' }).click();
    assert.deepEqual(await sent(page), [{ type: 'evaluate', data: 'digits', split: 'test' }]);
    await page.close();
    const running = await open('reconstructions');
    await running.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await sent(running), [{ type: 'cancelEvaluation' }]);
    await running.close();
  });
});

/** A network that makes mistakes; its training comes first, so that its output is in view. */
const notebook = `---
dnn: 1
---

\`\`\`dnn
train Small on digits {
  optimizer sgd(rate: 0.1)
  epochs 2
}
\`\`\`

\`\`\`dnn
data digits {
  source digits(train: 400, test: 200, seed: 3)
  split validation 50
  batch 32
}
network Small {
  input image[1, 28, 28]
  C1: conv(3, kernel: 5, stride: 3) relu
  output: dense(10) softmax
}
\`\`\`
`;

describe('the evaluation tab in the editor', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;

  before(async () => {
    editor = await openEditor({ workspace: { 'evaluation.dnn': notebook } });
    await editor.openNotebook('evaluation.dnn');
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('.dnn-training[data-status=completed]', 90);
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head');
    await inspector.getByRole('tab', { name: 'Evaluation' }).click();
  });
  after(() => editor?.close());

  it('evaluates the test split', async () => {
    await inspector.getByRole('button', { name: 'Evaluate' }).click();
    const cells = inspector.getByRole('gridcell');
    await cells.first().waitFor({ timeout: 60_000 });
    const counts = (await cells.allInnerTexts()).map(Number);
    assert.equal(counts.length, 100);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      200,
    );
    await editor.screenshot('inspector-evaluation');
  });

  it('saves a table where the dialog says', async () => {
    const cells = await inspector.getByRole('gridcell').allInnerTexts();
    await inspector.getByRole('button', { name: 'Save as CSV … confusion matrix' }).click();
    // In the dialog the place is suggested, beside the notebook.
    const path = editor.page.locator('.quick-input-widget input[type=text]').first();
    const file = join(editor.folder, 'Small digits.test confusion matrix.csv');
    await path.waitFor();
    // The dialog looks through the folders first.
    for (let tries = 0; tries < 200 && (await path.inputValue()) !== file; tries++)
      await setTimeout(50);
    assert.equal(await path.inputValue(), file);
    await path.press('Enter');
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await setTimeout(50);
    const [, ...rows]: string[][] = parse(readFileSync(file, 'utf8'));
    assert.deepEqual(
      rows.flatMap((row) => row.slice(1)),
      cells,
    );
  });

  it('has icons, in the panel and in the output of a cell', async () => {
    const output = await editor.findFrame('.dnn-training');
    for (const frame of [inspector, output]) {
      await frame.locator('.dnn-icon').first().waitFor();
      const fonts = await frame.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].map(({ family, status }) => `${family} ${status}`);
      });
      assert.ok(fonts.includes('dnn-codicon loaded'), fonts.join());
    }
  });

  it('shows the samples behind a cell of the matrix', async () => {
    const cells = inspector.getByRole('gridcell');
    const counts = (await cells.allInnerTexts()).map(Number);
    const mistake = counts.findIndex((count, i) => count > 0 && i % 11 !== 0);
    await cells.nth(mistake).click();
    const pair = inspector.locator('.dnn-pair');
    await pair.locator('canvas').first().waitFor({ timeout: 30_000 });
    assert.equal(await pair.locator('canvas').count(), counts[mistake]);
    const name = `${Math.floor(mistake / 10)} taken for ${mistake % 10}`;
    assert.equal(await pair.getAttribute('aria-label'), name);
    await editor.screenshot('inspector-evaluation-samples');
  });

  it('leads from a sample to its feature maps', async () => {
    const example = inspector.locator('.dnn-pair .dnn-example').first();
    const label = await example.innerText();
    const sample = /^Sample (\d+)/.exec(label)![1];
    await example.click();
    await inspector.getByText(`digits.test[${sample}]`).waitFor({ timeout: 30_000 });
  });
});
