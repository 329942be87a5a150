import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openEditor, repository, type Editor } from '../host';
import { drawSeven } from './harness/page';
import { inOrder } from './harness/inOrder';

const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());

describe('a drawing in the editor', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;

  before(async () => {
    editor = await openEditor({ workspace: join(repository, 'test/fixtures/views') });
    await editor.openNotebook('views.dnn');
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head', 60);
    await inspector.getByRole('tab', { name: 'Feature maps' }).click();
    await inspector.locator('[data-layer=C1] canvas').first().waitFor({ timeout: 60_000 });
  });
  after(() => editor?.close());

  it('is answered by every layer as it is drawn', async () => {
    await drawSeven(inspector);
    const prediction = inspector.locator('.dnn-own-answer .dnn-prediction');
    await prediction.waitFor();
    assert.equal(await prediction.locator('li').count(), 10);
    const map = inspector.locator('[data-layer=C3] canvas').first();
    const seen = async () => ({ said: await prediction.innerText(), painted: await picture(map) });
    // Answers to the last points of the stroke may still come.
    await inspector.page().waitForTimeout(1000);
    const drawn = await seen();
    await editor.screenshot('inspector-drawing');
    await inspector.getByRole('button', { name: 'Clear' }).click();
    let cleared = drawn;
    for (let tries = 0; tries < 50 && cleared.said === drawn.said; tries++) {
      await inspector.page().waitForTimeout(100);
      cleared = await seen();
    }
    assert.notEqual(cleared.said, drawn.said);
    assert.notEqual(cleared.painted, drawn.painted);
  });

  it('is zoomed into: the sum is the one that the device has computed', async () => {
    await inspector.getByRole('button', { name: 'Start from the sample' }).click();
    await inspector.locator('[data-layer=C3] .dnn-map-item').nth(3).click();
    const sum = inspector.locator('.dnn-sum');
    await sum.waitFor();
    const numbers = (await sum.innerText()).replaceAll('−', '-').match(/-?\d+(\.\d+)?(e-?\d+)?/g)!;
    const [terms, bias, preActivation, output] = numbers.map(Number);
    assert.ok(Math.abs(terms + bias - preActivation) < 2e-3, numbers.join());
    assert.ok(Math.abs(Math.tanh(preActivation) - output) < 2e-3, numbers.join());
    assert.equal(await inspector.locator('.dnn-sum-terms li').count(), 6);
    await editor.screenshot('inspector-zoom');
  });
});
