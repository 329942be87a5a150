import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openEditor, repository, type Editor } from '../host';
import { inOrder } from './harness/inOrder';
import { until } from './harness/until';

const withParameters = ['C1', 'C3', 'C5', 'F6', 'output'];

/** Layers that have a bar, in order. */
const bars = (place: Locator): Promise<(string | null)[]> =>
  place
    .locator('.dnn-layer-bar')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('data-layer')));

/** Number of different colours on a canvas. */
const colours = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());

/** A picture that is drawn, and no longer changes with the theme that was chosen before. */
async function settled(canvas: Locator): Promise<string> {
  let last = '';
  let since = Date.now();
  await until('a picture that stays', async () => {
    const now = (await colours(canvas)) > 1 ? await picture(canvas) : '';
    if (now !== last) since = Date.now();
    last = now;
    return now !== '' && Date.now() - since > 1000;
  });
  return last;
}

const step = async (training: Locator): Promise<number> =>
  Number(await training.getByRole('progressbar').getAttribute('aria-valuenow'));

describe('the views in the editor', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;
  /** What a content policy has refused on any page of the editor. */
  const refused: string[] = [];

  before(async () => {
    editor = await openEditor({
      workspace: join(repository, 'test/fixtures/views'),
      // High enough for the outputs of data and network.
      viewport: { width: 1400, height: 1600 },
    });
    editor.page.on('console', (message) => {
      if (/violates the following Content Security Policy/.test(message.text()))
        refused.push(`${message.location().url}: ${message.text()}`);
    });
    await editor.openNotebook('views.dnn');
    await editor.runCommand('Notebook: Run All');
  });
  after(() => editor?.close());

  const openTab = (name: string) => inspector.getByRole('tab', { name }).click();

  async function useTheme(theme: string, bodyClass: string): Promise<void> {
    mkdirSync(join(editor.folder, '.vscode'), { recursive: true });
    const settings = JSON.stringify({ 'workbench.colorTheme': theme });
    writeFileSync(join(editor.folder, '.vscode/settings.json'), settings);
    await inspector.locator(`body.${bodyClass}`).waitFor();
  }

  it('show a network cell as graph and table', async () => {
    const output = await editor.findFrame('.dnn-node');
    const network = output.locator('section[aria-label="Network LeNet5"]');
    assert.equal(await network.locator('.dnn-node').count(), 8);
    assert.equal(await network.locator('.dnn-edge').count(), 7);
    assert.equal(await network.locator('tbody tr').count(), 7);
    await editor.screenshot('output-network');
  });

  it('move the curves of a train cell in place', async () => {
    await editor.runCommand('Notebook: Go to Running Cell');
    const output = await editor.findFrame('.dnn-training canvas', 60);
    const training = output.locator('.dnn-training');
    await until('some steps', async () => (await step(training)) > 20);
    const canvas = training.locator('canvas').first();
    await canvas.evaluate((element) => element.setAttribute('data-seen', 'yes'));
    const [before, box] = [await picture(canvas), await canvas.boundingBox()];
    const reached = await step(training);
    await until('more steps', async () => (await step(training)) > reached + 20);
    assert.notEqual(await picture(canvas), before);
    assert.equal(await canvas.getAttribute('data-seen'), 'yes');
    const after = await canvas.boundingBox();
    assert.deepEqual([after?.width, after?.height], [box?.width, box?.height]);
    assert.deepEqual(await bars(training), withParameters);
    await editor.screenshot('output-training');
  });

  it('say that a training was stopped', async () => {
    await editor.runCommand('DNN Notebook: Stop Training');
    const output = await editor.findFrame('.dnn-training[data-status=interrupted]', 60);
    assert.equal(await output.locator('.dnn-status').innerText(), 'stopped');
  });

  it('show feature maps in the inspector', async () => {
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head');
    await openTab('Feature maps');
    const maps = inspector.locator('[data-layer=C1] canvas');
    await maps.first().waitFor({ timeout: 60_000 });
    assert.equal(await maps.count(), 6);
    for (const map of await maps.all()) assert.ok((await colours(map)) > 20);
    assert.equal(await inspector.locator('.dnn-prediction li').count(), 10);
    await editor.screenshot('inspector-features');
  });

  it('show the next sample', async () => {
    const image = inspector.locator('canvas.dnn-input');
    const before = await picture(image);
    await inspector.getByRole('button', { name: 'Next sample' }).click();
    await until('another image', async () => (await picture(image)) !== before);
  });

  it('show one bar a layer with parameters, and its history over training', async () => {
    await openTab('Layers');
    const chart = inspector.locator('.dnn-layers');
    await chart.waitFor();
    assert.deepEqual(await bars(chart), withParameters);
    const widths = await chart
      .locator('.dnn-layer-bar .dnn-bar-fill')
      .evaluateAll((fills) => fills.map((fill) => fill.getBoundingClientRect().width));
    assert.ok(
      widths.every((width) => width > 1),
      widths.join(),
    );
    const map = chart.locator('canvas.dnn-heat-map');
    assert.equal(await map.count(), 1);
    assert.ok((await colours(map)) > 3 * withParameters.length);
    await editor.screenshot('inspector-layers');
  });

  it('lead from the graph to the notebook by keyboard', async () => {
    await openTab('Graph');
    assert.equal(await inspector.locator('.dnn-node[tabindex="0"]').count(), 1);
    await inspector.locator('[data-node=input]').focus();
    await editor.page.keyboard.press('ArrowRight');
    await editor.page.keyboard.press('ArrowDown');
    await inspector.locator('[data-node=C1]').focus();
    await editor.page.keyboard.press('Enter');
    await inspector.getByRole('button', { name: 'Show in notebook' }).click();
    await editor.page.locator('.cell-focus .view-line, .focused .view-line').first().waitFor();
    await editor.screenshot('inspector-graph');
  });

  it('follow the theme', async () => {
    const colour = () => inspector.evaluate(() => getComputedStyle(document.body).color);
    const light = await colour();
    await useTheme('Dark 2026', 'vscode-dark');
    assert.notEqual(await colour(), light);
    await editor.screenshot('inspector-dark');
    await useTheme('Default High Contrast', 'vscode-high-contrast');
    await inspector.locator('.dnn-high-contrast').waitFor();
    await editor.screenshot('inspector-high-contrast');
  });

  it('come back as they were after being hidden and moved', async () => {
    await openTab('Feature maps');
    const image = inspector.locator('canvas.dnn-input');
    await image.waitFor();
    const before = await settled(image);
    const tab = (name: RegExp) => editor.page.locator('.tabs-container').getByRole('tab', { name });
    // The command moves the editor that has the focus, and takes a while.
    await tab(/Inspector/).click();
    await editor.page
      .locator('.editor-group-container.active .tab.active', { hasText: 'Inspector' })
      .waitFor();
    await editor.runCommand('View: Move Editor into Previous Group');
    const groups = editor.page.locator('.editor-group-container');
    await until('one group', async () => (await groups.count()) === 1);
    await tab(/views\.dnn/).click();
    await until(
      'hidden',
      async () =>
        !(await inspector
          .locator('body')
          .isVisible()
          .catch(() => false)),
    );
    await tab(/Inspector/).click();
    // An output of the notebook has such a picture as well.
    inspector = await editor.findFrame('.dnn-panel-head');
    await inspector.locator('canvas.dnn-input').waitFor();
    await until(
      'the same sample',
      async () => (await picture(inspector.locator('canvas.dnn-input'))) === before,
    );
    assert.equal(await inspector.getByRole('tab', { selected: true }).innerText(), 'Feature maps');
  });

  it('come back after a reload of the window, on the same tab', async () => {
    await openTab('Layers');
    await inspector.locator('.dnn-layers').waitFor();
    await editor.reload();
    inspector = await editor.findFrame('.dnn-panel-head', 90);
    await inspector.locator('.dnn-layers').waitFor();
    assert.deepEqual(await bars(inspector.locator('.dnn-layers')), withParameters);
    await editor.screenshot('inspector-reloaded');
  });

  it('lead to the designer, at the layer that is selected', async () => {
    await openTab('Graph');
    await inspector.locator('[data-node=C3]').click();
    await inspector.getByRole('button', { name: 'Edit in Designer' }).first().click();
    const designer = await editor.findFrame('.dnn-designer', 40);
    await designer.locator('.dnn-selected[data-node=C3]').waitFor();
    assert.equal(await designer.locator('[data-field=label]').inputValue(), 'C3');
  });

  it('do nothing that the content policy refuses', () => assert.deepEqual(refused, []));
});
