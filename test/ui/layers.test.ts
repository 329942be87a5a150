import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { violations } from './harness/accessibility';
import { changePanel, useHarness, themes, type Show } from './harness/page';
import { recordedTraining, vanishing } from './harness/recorded';

describe('the layers of a network', function () {
  this.timeout(180_000);
  const openPage = useHarness();
  let recorded: TrainingSnapshot;

  before(async () => {
    recorded = await recordedTraining('vanishing');
  });

  const open = async (view: 'trained' | 'hundreds', show: Show = {}) =>
    openPage({ kind: 'panel', query: `view=${view}&tab=layers`, ...show });
  const twenty = async (show: Show = {}) => {
    const page = await open('trained', show);
    await changePanel(page, await vanishing());
    await bar(page, 'dense_7').waitFor();
    return page;
  };
  const sample = async (show: Show = {}) => {
    const page = await twenty(show);
    await page.getByRole('radio', { name: 'Sample' }).click();
    return page;
  };

  const bar = (page: Page, layer: string, label = 'Gradient magnitude') =>
    page.getByRole('meter', { name: `${label} of ${layer}`, exact: true });
  const valueOf = async (locator: Locator) => Number(await locator.getAttribute('data-value'));
  const map = (page: Page) => page.locator('canvas.dnn-heat-map');
  const slider = (page: Page) => page.getByRole('slider', { name: 'Step in view' });
  const stepInView = (page: Page) => slider(page).getAttribute('aria-valuetext');
  const words = (page: Page) => page.locator('.dnn-trend-words p').allInnerTexts();

  /** What was recorded of a parameter at a step. */
  const told = (key: string, step: number): number => {
    const { items = [] } = recorded.measures.find(({ name }) => name === 'gradients')!;
    const { steps, columns } = recorded.layers.gradients.history!;
    return columns[items.indexOf(key)][steps.indexOf(step)]!;
  };

  const shown: Readonly<Record<string, (show: Show) => Promise<Page>>> = {
    'twenty over training, with theory': async (show) => {
      const page = await twenty(show);
      await page.getByRole('button', { name: 'Theory' }).click();
      return page;
    },
    'twenty of a sample': sample,
    'two hundred': (show) => open('hundreds', show),
    'two hundred, folded': async (show) => {
      const page = await open('hundreds', show);
      await page.getByRole('button', { name: 'Collapse all' }).click();
      return page;
    },
  };
  for (const [what, show] of Object.entries(shown)) {
    it(`give axe nothing to object to in any theme: ${what}`, async () => {
      for (const theme of themes) {
        const page = await show({ theme, width: 700 });
        assert.deepEqual(await violations(page), [], theme);
        await page.close();
      }
    });

    it(`fit a narrow panel: ${what}`, async () => {
      const page = await show({ width: 340 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 340);
      await page.close();
    });
  }

  it('say how much of the gradient is left at the first one', async () => {
    const page = await twenty();
    assert.match(
      (await words(page)).join(),
      /^Gradient magnitude of weights falls 0\.6\d decades a layer towards the input: the first layer gets 10⁻¹[¹²] of the last one’s\.$/,
    );
    await page.close();
  });

  it('have theory beside them when asked, with its source', async () => {
    const page = await twenty();
    assert.equal(await page.locator('.dnn-layer-overlay .dnn-trend-theory').count(), 0);
    await page.getByRole('button', { name: 'Theory' }).click();
    assert.equal(await page.locator('.dnn-layer-overlay .dnn-trend-theory').count(), 1);
    assert.match(
      (await words(page))[1] ?? '',
      /logistic passes at most 0\.25 of a gradient.* falls 0\.60 decades a layer.* Glorot and Bengio \(2010\)\.$/,
    );
    await page.close();
  });

  it('are seen at a step that is dragged to, and follow the newest one again', async () => {
    const page = await twenty();
    const box = (await map(page).boundingBox())!;
    const x = (step: number) => box.x + (box.width * (step - 0.5)) / 48;
    await page.mouse.move(x(40), box.y + 100);
    await page.mouse.down();
    await page.mouse.move(x(10), box.y + 200, { steps: 4 });
    await page.mouse.up();
    assert.equal(await stepInView(page), 'step 10');
    const at = told('dense_7.weight', 10);
    assert.ok(Math.abs((await valueOf(bar(page, 'dense_7'))) / at - 1) < 1e-9);
    await page.getByRole('button', { name: 'Latest' }).click();
    assert.equal(await stepInView(page), 'step 48');
    await page.close();
  });

  it('tell layer, step and value under the pointer', async () => {
    const page = await twenty();
    const box = (await map(page).boundingBox())!;
    const line = (await bar(page, 'dense_3').boundingBox())!;
    await page.mouse.move(box.x + (box.width * 19.5) / 48, line.y + line.height / 2);
    const text = await page.locator('.dnn-heat-readout').innerText();
    assert.match(text, /^dense_3 step 20: \d\.\d\de-\d+$/);
    const value = Number(/\S+$/.exec(text)?.[0]);
    assert.ok(Math.abs(value / told('dense_3.weight', 20) - 1) < 0.005);
    await page.close();
  });

  it('are seen at any step by keyboard: with the slider, and from a layer', async () => {
    const page = await twenty();
    await slider(page).focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    assert.equal(await stepInView(page), 'step 3');
    await bar(page, 'dense_2').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await stepInView(page), 'step 4');
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('[data-line]:focus');
    assert.equal(await focused.getAttribute('data-layer'), 'dense_3');
    await page.keyboard.press('Home');
    assert.match(await focused.innerText(), /^repeat_1/);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused.getAttribute('aria-expanded'), 'false');
    await page.close();
  });

  it('keep the step in view while training goes on, and follow it where the newest is in view', async () => {
    const page = await open('hundreds');
    const tell = (from: number, to: number) =>
      page.evaluate(
        ([from, to]) => {
          const { tell, hundredsStep } = window as unknown as {
            tell(this: void, message: object): void;
            hundredsStep(this: void, step: number): object;
          };
          const steps = Array.from({ length: to - from + 1 }, (_, i) => hundredsStep(from + i));
          tell({ type: 'events', run: '2026-01-05-hundreds-7', events: steps });
        },
        [from, to] as const,
      );
    const seen = (text: string) =>
      page.locator('.dnn-scrubber-step', { hasText: text }).waitFor({ timeout: 10_000 });
    await seen('700');
    await tell(701, 720);
    await seen('719–720');
    await slider(page).focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
    await seen('699–700');
    // Beyond 800 steps points are merged; the one in view is that which tells of step 700.
    await tell(721, 820);
    await seen('697–700');
    await page.close();
  });

  it('are folded to the median of their block, on the same canvas', async () => {
    const page = await open('hundreds');
    const layer = (i: number) => bar(page, `unit_1.convolution_${i}`);
    const values = await Promise.all([1, 2, 3, 4, 5].map((i) => valueOf(layer(i))));
    const height = (await map(page).boundingBox())!.height;
    const heading = page.getByRole('button', { name: /^unit_1 / });
    await heading.click();
    assert.equal(await heading.getAttribute('aria-expanded'), 'false');
    assert.equal(await layer(3).count(), 0);
    const median = values.toSorted((a, b) => a - b)[2];
    assert.equal(await valueOf(bar(page, 'the layers of unit_1, median')), median);
    const folded = (await map(page).boundingBox())!.height;
    assert.ok(folded < height, `${folded} pixels, not ${height}`);
    assert.equal(await map(page).count(), 1);
    await page.close();
  });

  it('have their weights, biases or both in view, of the measure that is chosen', async () => {
    const page = await twenty();
    const [weight, bias] = ['weight', 'bias'].map((name) => told(`dense_9.${name}`, 48));
    const seen = async (part: string) => {
      await page.getByRole('radio', { name: part, exact: true }).click();
      return valueOf(bar(page, 'dense_9'));
    };
    const near = (actual: number, expected: number) =>
      assert.ok(Math.abs(actual / expected - 1) < 1e-6, `${actual}, not ${expected}`);
    near(await seen('Biases'), bias);
    near(await seen('Weights'), weight);
    near(await seen('All'), Math.hypot(weight, bias));
    await page.getByRole('radio', { name: 'Relative update' }).click();
    assert.equal(await bar(page, 'dense_9', 'Relative update').count(), 1);
    await page.close();
  });

  it('have the gradients of parameters and of activations of a sample in one chart', async () => {
    const page = await sample();
    assert.equal(await page.locator('.dnn-layer-bar .dnn-bar-second').count(), 20);
    const said = await words(page);
    assert.match(said[0] ?? '', /^Gradient magnitude of weights falls 0\.6\d decades/);
    assert.match(said[1] ?? '', /^That of activations falls 0\.6\d decades/);
    await page.close();
  });

  it('have the numbers of the step in view in a table', async () => {
    const page = await twenty();
    await slider(page).focus();
    await page.keyboard.press('Home');
    await page.getByText('Table', { exact: true }).click();
    const table = page.getByRole('table', { name: 'Gradient magnitude at step 1, by parameter' });
    const row = table.locator('tbody tr', { hasText: 'dense_4.weight' });
    const value = Number((await row.locator('td').innerText()).trim());
    assert.ok(Math.abs(value / told('dense_4.weight', 1) - 1) < 0.005);
    await page.close();
  });
});
