import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Frame, Page } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { violations } from './harness/accessibility';
import {
  exportedModel,
  modelStates,
  modelTexts,
  showModel,
  withOperator,
} from './harness/describedModels';
import { useHarness, refused, themes } from './harness/page';
import { until } from './harness/until';

describe('the page of a model', function () {
  this.timeout(120_000);
  const openPage = useHarness();
  const states = modelStates();

  const open = (width = 1100, theme: (typeof themes)[number] = 'dark') =>
    openPage({ kind: 'model', query: '', width, theme });

  for (const theme of themes) {
    it(`has nothing that axe objects to, and fits a side bar: ${theme}`, async () => {
      const page = await open(340, theme);
      for (const [name, state] of Object.entries(states)) {
        await showModel(page, state);
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          assert.deepEqual(await violations(page), [], name);
          const beyond = await page.evaluate(() => document.body.scrollWidth - innerWidth);
          assert.ok(beyond <= 0, `${name}: ${beyond} pixels too wide`);
        }
      }
      assert.deepEqual(await refused(page), []);
      await page.close();
    });
  }

  const sent = (page: Page) =>
    page.evaluate(() => (window as unknown as { sent: { type: string }[] }).sent);

  it('asks for the numbers of a tensor when it is looked at, not before', async () => {
    const page = await open();
    await showModel(page, states.small);
    const asked = async () => (await sent(page)).filter(({ type }) => type === 'tensor');
    assert.deepEqual(await asked(), []);
    await page.locator('.dnn-node').nth(1).click();
    await page.getByText('C1.weight [8, 1, 5, 5]').click();
    await page.getByRole('img', { name: /^Histogram of C1.weight/ }).waitFor();
    assert.equal((await asked()).length, 1);
    await page.close();
  });

  it('marks what is not supported, names the nodes, and makes no notebook of it', async () => {
    const page = await open();
    await showModel(page, states.unsupported);
    assert.equal(await page.locator('.dnn-node.dnn-problem').count(), 3);
    await page.getByText('GridSample').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Make Notebook' }).isEnabled(), false);
    await page.locator('.dnn-node.dnn-problem').first().click();
    await page.locator('.dnn-layer-details').getByText('Not supported: GridSample').waitFor();
    await page.close();
  });

  it('finds layers by name and operator, and opens the frame they are in', async () => {
    const page = await open(340);
    await showModel(page, states.branches);
    await page.locator('.dnn-node').first().focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('inception_2 conv');
    await page.getByText('8 found').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 8').waitFor();
    const selected = page.locator('.dnn-node.dnn-selected');
    await selected.waitFor();
    assert.match((await selected.getAttribute('data-node')) ?? '', /^inception_2/);
    const box = (await selected.boundingBox())!;
    const frame = (await page.locator('.dnn-graph-frame').boundingBox())!;
    assert.ok(box.x >= frame.x && box.x + box.width <= frame.x + frame.width, 'it is in sight');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('8 of 8').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.dnn-graph-search').waitFor({ state: 'detached' });
    assert.equal(
      await page.evaluate(() => document.activeElement?.classList.contains('dnn-selected')),
      true,
    );
    await page.close();
  });

  it('has a map of what is out of sight, which moves it', async () => {
    const page = await open(700);
    await showModel(page, states.branches);
    const map = page.locator('.dnn-minimap');
    const moved = () =>
      page.locator('.dnn-graph-frame > svg > g').first().getAttribute('transform');
    const before = await moved();
    const { x, y, width, height } = (await map.boundingBox())!;
    await page.mouse.click(x + width / 2, y + height - 4);
    await page.waitForFunction(
      (was) =>
        document.querySelector('.dnn-graph-frame > svg > g')?.getAttribute('transform') !== was,
      before,
    );
    await showModel(page, states.small);
    await page.close();
  });

  it('runs again with another scale of the pixels', async () => {
    const page = await open();
    await showModel(page, states.run);
    await page.getByRole('combobox', { name: 'Scale of the pixels' }).selectOption('imagenet');
    assert.deepEqual((await sent(page)).at(-1), { type: 'runOnImage', pixels: 'imagenet' });
    await page.close();
  });
});

describe('an .onnx file', () => {
  let editor: Editor;
  let workspace: string;

  before(async function () {
    this.timeout(120_000);
    workspace = mkdtempSync(join(tmpdir(), 'dnn-models-'));
    const small = exportedModel(modelTexts.small);
    writeFileSync(join(workspace, 'net.onnx'), small);
    writeFileSync(join(workspace, 'other.onnx'), withOperator(small, 'MaxPool', 'GridSample'));
    editor = await openEditor({ workspace });
  });
  after(async () => {
    await editor?.close();
    rmSync(workspace, { recursive: true, force: true });
  });

  const pageOf = async (file: string): Promise<Frame> => {
    await editor.openFile(file);
    const frame = await editor.findFrame(`h2:text-is("${file}")`, 60);
    await frame.getByRole('tab', { name: 'Graph' }).click();
    await frame.locator('.dnn-node').first().waitFor();
    return frame;
  };

  it('opens as a graph, with the numbers of its tensors', async function () {
    this.timeout(120_000);
    const page = await pageOf('net.onnx');
    assert.equal(await page.locator('.dnn-node').count(), 9);
    await page.getByRole('tab', { name: 'Tensors' }).click();
    await page.getByRole('button', { name: 'C1.weight' }).click();
    await page.getByRole('img', { name: /^Histogram of C1.weight: 200 values/ }).waitFor();
    await editor.screenshot('model-editor');
  });

  it('becomes a notebook beside it, whose networks are there', async function () {
    this.timeout(120_000);
    const page = await pageOf('net.onnx');
    await page.getByRole('button', { name: 'Make Notebook' }).click();
    await editor.page.locator('.notebook-editor .code-cell-row .view-line').first().waitFor();
    const file = join(editor.folder, 'net.dnn');
    assert.ok(existsSync(file));
    assert.match(readFileSync(file, 'utf8'), /network Tuned from "net\.onnx"/);
    await editor.page.getByText('network Tuned from').first().waitFor();
    await editor.screenshot('model-notebook');
  });

  it('that is not supported tells the nodes', async function () {
    this.timeout(120_000);
    const page = await pageOf('other.onnx');
    await page.getByText('GridSample').first().waitFor();
    assert.equal(await page.locator('.dnn-node.dnn-problem').count(), 1);
  });

  /** Types a file's path into VS Code's dialog. */
  const choose = async (file: string) => {
    const input = editor.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    // The dialog looks at the folder first, and takes no file until then.
    await until('the dialog', async () => {
      if (!(await input.isVisible())) return true;
      await input.fill(join(editor.folder, file));
      await editor.page.keyboard.press('Enter');
      await editor.page.waitForTimeout(500);
      return false;
    });
  };

  it('is compared with another, which is chosen in a dialog', async function () {
    this.timeout(120_000);
    const page = await pageOf('net.onnx');
    await page.getByRole('button', { name: 'Compare With…' }).click();
    await choose('other.onnx');
    await page.getByRole('tab', { name: 'Comparison', selected: true }).waitFor();
    await page.getByText('GridSample').first().waitFor();
    await editor.screenshot('model-compared');
  });

  it('runs on an image, which is chosen in a dialog', async function () {
    this.timeout(120_000);
    const [width, height] = [28, 28];
    const data = Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 256);
    writeFileSync(join(editor.folder, 'digit.png'), encode({ width, height, data, channels: 1 }));
    const page = await pageOf('net.onnx');
    await page.getByRole('button', { name: 'Run on Image…' }).click();
    await choose('digit.png');
    const run = page.getByRole('region', { name: 'Run' });
    await run.getByRole('combobox', { name: 'Scale of the pixels' }).waitFor({ timeout: 60_000 });
    assert.match(await run.innerText(), /digit\.png/);
    await editor.screenshot('model-run');
  });

  it('that changes is shown as it is now', async function () {
    this.timeout(120_000);
    const page = await pageOf('other.onnx');
    writeFileSync(join(editor.folder, 'other.onnx'), exportedModel(modelTexts.small, 6));
    await page.locator('.dnn-node.dnn-problem').first().waitFor({ state: 'detached' });
  });
});
