import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Forecast, PictureEvent, TrainingSnapshot } from '../../src/views/payloads';
import type { StateChange } from '../../src/views/messages';
import { cellSnapshot } from '../../src/views/training';
import { launchBrowser } from '../host';
import { violations } from './harness/accessibility';
import { changePanel, openHarness, showOutput, themes, type Show } from './harness/page';
import { recordedForecast, recordedTraining } from './harness/recorded';

let browser: Browser;

function useBrowser(): void {
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
}

async function output(view: string, payload: unknown, show: Show = {}): Promise<Page> {
  const page = await openHarness(browser, { kind: 'outputs', query: 'view=error', ...show });
  await showOutput(page, view, payload);
  return page;
}

async function inspector(
  tab: 'training' | 'results',
  change: StateChange,
  show: Show,
): Promise<Page> {
  const page = await openHarness(browser, {
    kind: 'panel',
    query: `view=trained&tab=${tab}`,
    ...show,
  });
  await changePanel(page, change);
  return page;
}

const trainingOutput = async (name: string, show?: Show) =>
  output('trained', cellSnapshot(await recordedTraining(name)), show);

/** Red, green and blue of a pixel of a canvas. */
const pixel = (canvas: Locator, x: number, y: number): Promise<readonly number[]> =>
  canvas.evaluate(
    (element: HTMLCanvasElement, [x, y]) => [
      ...element.getContext('2d')!.getImageData(x, y, 1, 1).data.subarray(0, 3),
    ],
    [x, y] as const,
  );

const texts = (place: Locator): Promise<string[]> => place.allInnerTexts();

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** What is shown of each kind. */
const shown: Readonly<Record<string, (show: Show) => Promise<Page>>> = {
  'filters and reconstructions': (show) => trainingOutput('cd', show),
  'several phases': (show) => trainingOutput('phases', show),
  'a ridge regression': (show) => trainingOutput('ridge', show),
  'verdicts on a training': (show) => trainingOutput('vanishing', show),
  'a forecast': (show) => output('forecast', recordedForecast(), show),
  'several phases, in the inspector': async (show) => {
    const training = await recordedTraining('phases');
    return inspector('training', { training: { ...training, network: 'LeNet5' } }, show);
  },
  'a forecast, in the inspector': (show) => {
    const found = { kind: 'forecast', payload: recordedForecast() } as const;
    return inspector('results', { results: [{ action: 'forecast LeNet5', ...found }] }, show);
  },
};

describe('what rules and forecasts show', function () {
  this.timeout(120_000);
  useBrowser();

  for (const [name, open] of Object.entries(shown)) {
    it(`gives axe nothing to object to in any theme: ${name}`, async () => {
      for (const theme of themes) {
        const page = await open({ theme, width: 700 });
        assert.deepEqual(await violations(page), [], theme);
        await page.close();
      }
    });

    it(`fits a narrow panel: ${name}`, async () => {
      const page = await open({ width: 340 });
      assert.equal(await scrollsSideways(page), false);
      await page.close();
    });
  }
});

describe('pictures of what a rule has learned', function () {
  this.timeout(120_000);
  useBrowser();

  it('say what they show, when, how many and of which size', async () => {
    const page = await trainingOutput('cd');
    for (const name of [
      'Weights of H, after epoch 6: 16 of 24 images of 14 × 14 cells',
      'Samples and, below them, their reconstructions by H, after epoch 6: 16 images of 14 × 14 cells',
    ])
      assert.equal(await page.getByRole('img', { name, exact: true }).count(), 1, name);
    await page.close();
  });

  it('of a pass are told to be after it, not after epoch 0', async () => {
    const page = await trainingOutput('phases');
    assert.equal(await page.getByRole('img', { name: /^Filters of W, after one pass/ }).count(), 1);
    await page.close();
  });

  it('show a sample and what is made of it as two images, one below the other', async () => {
    const page = await trainingOutput('cd');
    const pairs = page.getByRole('img', { name: /^Samples/ }).locator('.dnn-picture');
    assert.equal(await pairs.count(), 16);
    assert.equal(await pairs.first().locator('canvas').count(), 2);
    await page.close();
  });

  it('have sharp cells of equal, whole size, and can be enlarged from the keyboard', async () => {
    const page = await trainingOutput('cd');
    const canvas = page
      .getByRole('img', { name: /^Weights of H/ })
      .locator('canvas')
      .first();
    const cells = async () => ((await canvas.boundingBox())?.width ?? 0) / 14;
    assert.equal(await canvas.evaluate((c) => getComputedStyle(c).imageRendering), 'pixelated');
    const before = await cells();
    assert.equal(before, Math.round(before));
    const enlarge = page.getByRole('button', { name: 'Enlarge: Weights of H' });
    await enlarge.focus();
    await page.keyboard.press('Enter');
    assert.equal(await enlarge.getAttribute('aria-pressed'), 'true');
    assert.ok((await cells()) >= 2 * before);
    await page.close();
  });

  /** One image of three cells: the least, a number in the middle and the greatest of its range. */
  const withRange = async (
    ranges: PictureEvent['ranges'],
    total: number,
  ): Promise<TrainingSnapshot> => {
    const snapshot = cellSnapshot(await recordedTraining('cd'));
    const picture: PictureEvent = {
      step: 1,
      epoch: 1,
      name: 'weights',
      caption: 'Weights of H',
      shape: [1, 1, 1, 3],
      pixels: Buffer.from([0, 85, 255]).toString('base64'),
      ...(ranges && { ranges }),
      total,
    };
    return { ...snapshot, pictures: [picture] };
  };

  it('with both signs have zero in the middle of a scale that is told, and say how many there are', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await output('trained', await withRange([[-1, 2]], 500), { theme });
      const canvas = page.locator('.dnn-picture canvas');
      const [low, zero, high] = await Promise.all([0, 1, 2].map((x) => pixel(canvas, x, 0)));
      // −1 is bluish, 2 reddish, 0 without a hue.
      assert.ok(low[2] > low[0] + 20, `blue: ${low.join()}`);
      assert.ok(high[0] > high[2] + 20, `red: ${high.join()}`);
      assert.ok(Math.max(...zero) - Math.min(...zero) < 12, `no hue: ${zero.join()}`);
      assert.match(await page.locator('.dnn-pictures figcaption').innerText(), /1 of 500 images/);
      assert.deepEqual(await texts(page.locator('.dnn-colour-legend')), ['−2.0\n2.0']);
      await page.close();
    }
  });

  it('without a range say that each image has a scale of its own', async () => {
    const page = await output('trained', await withRange(undefined, 1));
    const caption = await page.locator('.dnn-pictures figcaption').innerText();
    assert.match(caption, /black to white: least to greatest value of each image/);
    await page.close();
  });
});

describe('curves of several phases', function () {
  this.timeout(120_000);
  useBrowser();

  const titles = (page: Page) => texts(page.locator('.dnn-curves .dnn-chart-title'));

  it('are named by phase, and one phase can be shown by itself', async () => {
    const page = await trainingOutput('phases');
    assert.deepEqual(await titles(page), ['Atoms begun anew', 'Distortion', 'Loss', 'Accuracy']);
    assert.deepEqual(await texts(page.locator('.dnn-bands').nth(2)), ['classes']);
    await page.getByRole('combobox', { name: 'Phase' }).selectOption('centres');
    assert.deepEqual(await titles(page), ['Atoms begun anew', 'Distortion']);
    await page.close();
  });

  it('of one pass are no empty charts: the validation error is drawn over the penalty', async () => {
    const page = await trainingOutput('ridge');
    assert.deepEqual(await titles(page), []);
    assert.equal(
      await page.getByRole('img', { name: /^Chart of the validation error for 13 / }).count(),
      1,
    );
    assert.equal(await page.locator('.dnn-fact', { hasText: 'at λ' }).count(), 0);
    assert.equal(await page.locator('.dnn-fact', { hasText: /^(epoch|step)/ }).count(), 0);
    await page.close();
  });

  it('of a whitening pass are the spectrum of the inputs', async () => {
    const page = await trainingOutput('phases');
    const name = /^Chart of the eigenvalue of the covariance for \d+ values of i from 1 to 196/;
    assert.equal(await page.getByRole('img', { name }).count(), 1);
    assert.equal(await page.locator('.dnn-fact', { hasText: 'at i' }).count(), 0);
    await page.close();
  });
});

describe('a forecast', function () {
  this.timeout(120_000);
  useBrowser();

  const forecast = recordedForecast();

  it('is drawn beside the truth, with its residual, its error and its horizon', async () => {
    const page = await output('forecast', forecast);
    for (const name of [
      /^Chart of the forecast of y beside the truth over 84 steps, from the first place/,
      /^Chart of forecast − truth over 84 steps/,
      /^Chart of the error at each step: .* over 10 places/,
    ])
      assert.equal(await page.getByRole('img', { name }).count(), 1, String(name));
    const marks = page.getByRole('listitem', { name: /^horizon: NRMSE84 0\.0/ });
    assert.equal(await marks.count(), 2);
    await page.close();
  });

  it('begins where the series before it ends, in a quiet line, with the start marked', async () => {
    const { given = [], truth } = forecast;
    assert.equal(given.length, 42);
    const page = await output('forecast', forecast);
    const chart = page.locator('.dnn-chart').first();
    const name = /after the last 42 true values it was given\. /;
    assert.equal(await chart.getByRole('img', { name }).count(), 1);
    const start = chart.getByRole('listitem', { name: /^after 100 true values the network reads/ });
    const [mark, area] = [await start.boundingBox(), await chart.locator('canvas').boundingBox()];
    assert.ok(mark && area);
    const { left, width } = await chart
      .locator('.dnn-plot-area')
      .evaluate((element) => element.getBoundingClientRect());
    const at = (step: number) => left + (width * (step + 41)) / (84 + 41);
    assert.ok(Math.abs(mark.x + mark.width / 2 - at(0)) < 4, 'the start is at step 0');
    const told = async (step: number) => {
      await page.mouse.move(at(step), area.y + area.height / 2);
      await chart
        .getByText(`step ${step < 0 ? '−' : ''}${Math.abs(step)}`, { exact: true })
        .waitFor();
      return chart.locator('.dnn-legend').allInnerTexts();
    };
    const values = [(await told(-20))[0], (await told(30))[1]].map((text) =>
      Number(/[\d.]+$/.exec(text)),
    );
    assert.deepEqual(
      values.map((value) => value.toFixed(2)),
      [given[21], truth[29]].map((value) => value.toFixed(2)),
    );
    await page.close();
  });

  it('of a run that did not keep the series before it begins at once', async () => {
    const { given: _, ...earlier } = forecast;
    const page = await output('forecast', earlier);
    const legend = page.locator('.dnn-chart').first().locator('.dnn-legend');
    assert.equal(await legend.filter({ hasText: 'given' }).count(), 0);
    assert.equal(await page.getByRole('img', { name: /true values? it was given/ }).count(), 0);
    await page.close();
  });

  it('has its numbers in a table', async () => {
    const page = await output('forecast', forecast);
    await page.getByText('Table', { exact: true }).click();
    const rows = page.getByRole('table', { name: 'Forecast by step' }).locator('tbody tr');
    await rows.first().waitFor(); // it is drawn when it is opened
    assert.equal(await rows.count(), 84);
    const cells = (await rows.nth(83).innerText()).replaceAll('−', '-').split('\t').map(Number);
    const [truth, output_] = [forecast.truth[83], Number(forecast.outputs[83])];
    const expected = [84, truth, output_, output_ - truth, Number(forecast.errors[83])];
    expected.forEach((number, i) =>
      assert.ok(
        Math.abs(cells[i] - number) <= 0.005 * Math.abs(number),
        `${cells[i]}, not ${number}`,
      ),
    );
    await page.close();
  });

  const meanings: readonly [what: string, change: Partial<Forecast>, RegExp][] = [
    [
      'of a good one is a share of the standard deviation',
      { errors: [0.001, 0.0165] },
      /^2 steps ahead, the error is 1\.65% of the standard deviation of the series\.$/,
    ],
    [
      'of one worse than the mean says so',
      { errors: [0.4, 1.5] },
      /^2 steps ahead, the error is 1\.50 times the standard deviation .* mean would be no worse/,
    ],
    [
      'of one that diverges names the step',
      { errors: [0.4, 'Infinity'], outputs: [1, 'NaN'] },
      /^The forecast diverges: at step 2 /,
    ],
  ];
  for (const [what, change, meaning] of meanings)
    it(`has its error in words, which ${what}`, async () => {
      const page = await output('forecast', {
        ...forecast,
        truth: [1, 2],
        outputs: [1, 2],
        ...change,
      });
      assert.match(await page.locator('.dnn-meaning').innerText(), meaning);
      await page.close();
    });

  it('that runs away does not squeeze the truth, and says where it leaves the picture', async () => {
    const truth = forecast.truth;
    const outputs = truth.map((value, i) => (i < 40 ? value : 1e6));
    const page = await output('forecast', { ...forecast, outputs });
    assert.equal(await page.getByText('The forecast leaves the picture at step 41.').count(), 1);
    await page.close();
  });
});
