import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { InspectorMessage } from '../../src/views/messages';
import { expectForEveryone } from './harness/accessibility';
import { drawSeven, useHarness, zoomInto, type Show } from './harness/page';

describe('an input of one’s own', function () {
  this.timeout(180_000);
  const openPage = useHarness();

  const open = (view: string, show: Show = {}) =>
    openPage({ kind: 'panel', query: `view=${view}&tab=features`, ...show });

  /** The inputs that layers were asked about, as the page has sent them. */
  const asked = (page: Page) =>
    page.evaluate(() =>
      (window as unknown as { sent: InspectorMessage[] }).sent.flatMap((message) =>
        message.type === 'ask'
          ? [
              {
                layers: message.question.layers.map(({ layer }) => layer),
                shape: message.question.input.shape,
                pixels: [...new Float32Array(message.question.input.data.slice().buffer)],
              },
            ]
          : [],
      ),
    );
  const last = async (page: Page) => (await asked(page)).at(-1)!;
  /** Waits until what was asked last is about an input like this. */
  const until = async (page: Page, holds: (pixels: readonly number[]) => boolean) => {
    for (let tries = 0; !holds((await last(page)).pixels); tries++) {
      assert.ok(tries < 100, 'no such input was asked about');
      await page.waitForTimeout(50);
    }
  };
  const ink = (pixels: readonly number[]) => pixels.reduce((sum, value) => sum + value, 0);
  const drawn = async (show: Show = {}) => {
    const page = await open('trained', show);
    await drawSeven(page);
    await page.locator('[data-layer=C3] canvas').first().waitFor();
    return page;
  };

  const shown: Record<string, (show: Show) => Promise<Page>> = {
    'a drawing': drawn,
    'a row': async (show) => {
      const page = await open('rows', show);
      await page.getByRole('radio', { name: 'Your values' }).click();
      await page.locator('[data-layer=H]').waitFor();
      return page;
    },
    'layers over time': async (show) => {
      const page = await open('sequences', show);
      await page.locator('[data-layer=wide]').waitFor();
      return page;
    },
  };
  shown['a map that is zoomed into'] = async (show) => {
    const page = await open('trained', show);
    await zoomInto(page, 'C3', 2);
    return page;
  };
  shown['the weights of layers'] = async (show) => {
    const page = await open('trained', show);
    await page.getByRole('button', { name: 'F6' }).click();
    for (const layer of ['C1', 'F6']) {
      await page.getByText(`Weights of ${layer}`).click();
      await page.getByRole('region', { name: `${layer}.weight` }).waitFor();
    }
    return page;
  };
  shown['an occlusion'] = async (show) => {
    const page = await open('trained', show);
    await page.getByText('Occlusion').click();
    await page.getByText('at least, with the square at').first().waitFor();
    return page;
  };
  for (const [what, show] of Object.entries(shown))
    it(`gives axe nothing to object to in any theme: ${what}`, () => expectForEveryone(show));

  it('is asked about as it is drawn, for the layers that are open', async () => {
    const page = await drawn();
    const { shape, layers } = await last(page);
    assert.deepEqual(shape, [1, 28, 28]);
    assert.deepEqual(layers, ['C1', 'S2', 'C3', 'S4']);
    assert.ok((await asked(page)).length > 3);
    await page.getByRole('button', { name: 'C5' }).click();
    await page.locator('[data-layer=C5]').waitFor();
    assert.ok((await last(page)).layers.includes('C5'));
    await page.getByRole('button', { name: 'Clear' }).click();
    await until(page, (pixels) => ink(pixels) === 0);
  });

  it('can be drawn by keyboard', async () => {
    const page = await open('trained');
    await page.getByRole('radio', { name: 'Your drawing or image' }).click();
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await until(page, (pixels) => ink(pixels) > 0);
    await page.getByRole('button', { name: 'Centre' }).click();
    await page.getByRole('application').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.locator('.dnn-drawing-cursor').waitFor();
    // A line of five pixels: as it is drawn, since the drawing is not centred any more.
    await until(page, (pixels) => ink(pixels) > 15 && ink(pixels) < 30);
  });

  it('can be an image file, scaled to the input', async () => {
    const page = await open('trained');
    await page.getByRole('radio', { name: 'Your drawing or image' }).click();
    const png = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(100, 50);
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'white';
      context.fillRect(0, 0, 50, 50);
      const blob = await canvas.convertToBlob();
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const choose = (name: string, buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
    await choose('half.png', Buffer.from(png));
    // Twice as wide as high: 28×14 pixels in the middle, of which the left half is white.
    await until(page, (pixels) => {
      const at = (x: number, y: number) => Math.round(pixels[y * 28 + x]);
      const seen = [at(6, 14), at(6, 9), at(21, 14), at(6, 3), at(6, 24)];
      return String(seen) === '1,1,0,0,0';
    });
    await choose('broken.png', Buffer.from('no image'));
    await page.getByRole('alert').filter({ hasText: 'broken.png is no image' }).waitFor();
  });

  it('can be a row of numbers', async () => {
    const page = await shown['a row']({});
    await page.getByLabel('2', { exact: true }).fill('-1.5');
    await until(page, (row) => row.length === 4 && row[2] === -1.5);
  });

  it('is zoomed into by keyboard: what a unit sees, and the sum behind it', async () => {
    const page = await open('trained');
    await page.locator('[data-layer=C1] .dnn-map-item').nth(1).focus();
    await page.keyboard.press('Enter');
    const unit = page.getByRole('slider', { name: 'Units of map 1 of C1' });
    await unit.focus();
    await page.keyboard.press('ArrowRight');
    const told = page.locator('.dnn-zoom-told');
    await told.filter({ hasText: 'Unit at row 14, column 15' }).waitFor();
    assert.match(await told.innerText(), /It sees rows 12 to 16, columns 13 to 17 of the input\.$/);
    assert.equal(await page.locator('.dnn-sum-terms li').count(), 1);
    assert.match(await page.locator('.dnn-sum').innerText(), / \+ bias 0 = .* → tanh = /);
    await page.keyboard.press('Escape');
    await told.waitFor({ state: 'detached' });
    const focused = () => document.activeElement?.getAttribute('aria-label');
    assert.match((await page.evaluate(focused))!, /^map 1/);
  });

  it('shows filters as images, other weights as a matrix, and how they are spread', async () => {
    const page = await shown['the weights of layers']({});
    const filters = page.getByRole('region', { name: 'C1.weight' });
    assert.equal(await filters.locator('.dnn-map-grid canvas').count(), 6);
    await filters.getByRole('img', { name: /^Histogram of C1.weight: 150 values/ }).waitFor();
    await page.getByRole('slider', { name: 'F6.weight: a row for each unit' }).waitFor();
  });

  it('tells what of an image the answer depends on', async () => {
    const page = await shown['an occlusion']({});
    const grid = page.getByRole('slider', { name: 'Probability of class 7' });
    const places = Number(await grid.getAttribute('aria-valuemax')) + 1;
    const questions = (await asked(page)).filter(({ layers }) => layers.length === 0);
    assert.deepEqual([places, questions.length], [196, 196]);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    assert.match((await grid.getAttribute('aria-valuetext'))!, /^row 1, column 0: [\d.]+%$/);
  });

  it('reads out units and steps by keyboard', async () => {
    const page = await shown['layers over time']({});
    const units = page.getByRole('slider', { name: 'Units of R1 over time' });
    await units.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.match((await units.getAttribute('aria-valuetext'))!, /^step 1, unit 1: −?\d/);
    const bars = page.getByRole('slider', { name: 'Units of last' });
    await bars.focus();
    await page.keyboard.press('ArrowRight');
    assert.match((await bars.getAttribute('aria-valuetext'))!, /^unit 1: −?\d/);
  });
});
