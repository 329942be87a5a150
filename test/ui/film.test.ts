import assert from 'node:assert/strict';
import type { Frame, Locator, Page } from 'playwright-core';
import type { InspectorMessage } from '../../src/views/messages';
import { openEditor, type Editor } from '../host';
import { expectForEveryone } from './harness/accessibility';
import { chooseStep, compareWith, useHarness, type Show } from './harness/page';
import { trainingFirst } from './notebooks';
import { inOrder } from './harness/inOrder';
import { until } from './harness/until';

const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());

describe('the steps of a training in the panel', function () {
  this.timeout(180_000);
  const openPage = useHarness();

  const open = (show: Show = {}) =>
    openPage({ kind: 'panel', query: 'view=trained&tab=features', ...show });
  /** With which parameters the page has asked. */
  const asked = (page: Page) =>
    page.evaluate(() =>
      (window as unknown as { sent: InspectorMessage[] }).sent.flatMap((message) =>
        message.type === 'ask' ? [message.of] : [],
      ),
    );
  const last = async (page: Page) => (await asked(page)).at(-1)!;
  const slider = (page: Page, name = 'Step') => page.getByRole('slider', { name, exact: true });
  const said = (page: Page) => slider(page).getAttribute('aria-valuetext');

  const shown: Record<string, (page: Page) => Promise<unknown>> = {
    'an earlier step': (page) => chooseStep(page, 2),
    'two steps': (page) => compareWith(page, 'step'),
    'two runs': (page) => compareWith(page, 'run wider'),
    'two networks that read different inputs': async (page) => {
      await page.getByRole('combobox', { name: 'Compare with' }).selectOption('run branchy');
      await page.getByText('cannot be given the same input').waitFor();
    },
    'weights over the training': async (page) => {
      await page.getByText('Weights of C1').click();
      await page.locator('.dnn-weight-history').first().waitFor();
    },
  };
  for (const [what, show] of Object.entries(shown))
    it(`give axe nothing to object to in any theme, and fit a side bar: ${what}`, () =>
      expectForEveryone(async (look) => {
        const page = await open(look);
        await show(page);
        return page;
      }));

  it('are chosen by keys, and the newest one is followed', async () => {
    const page = await open();
    await slider(page).waitFor();
    assert.deepEqual(await last(page), {});
    assert.equal(await said(page), 'step 1,128, 25 of 25');
    const newest = page.getByRole('button', { name: 'Newest' });
    assert.equal(await newest.getAttribute('aria-pressed'), 'true');
    await slider(page).focus();
    await page.keyboard.press('Home');
    await until('step 0 is not asked about', async () => (await last(page)).step === 0);
    assert.equal(await newest.getAttribute('aria-pressed'), 'false');
    for (const step of [1, 2, 4]) {
      await page.keyboard.press('ArrowRight');
      await until(`step ${step}`, async () => (await last(page)).step === step);
    }
    assert.equal(await said(page), 'step 4, 4 of 25');
    await newest.click();
    await until('the newest one', async () => (await last(page)).step === undefined);
    await page.close();
  });

  it('are played until the newest, and rest when they are paused', async () => {
    const page = await open();
    await chooseStep(page, 21);
    const at = async () => Number(await slider(page).inputValue());
    await page.getByRole('button', { name: 'Play' }).click();
    await until('nothing is played', async () => (await at()) > 21);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await at();
    await page.waitForTimeout(1200);
    assert.equal(await at(), paused);
    await page.getByRole('button', { name: 'Play' }).click();
    await until('the end is not reached', async () => (await at()) === 24);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    assert.deepEqual(await last(page), {});
    await page.close();
  });

  it('do not move by themselves where less movement is wanted', async () => {
    const page = await open();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await chooseStep(page, 3);
    await page.getByRole('button', { name: 'Next Step' }).click();
    await page.waitForTimeout(1200);
    assert.equal(await said(page), 'step 8, 5 of 25');
    assert.equal(await page.getByRole('button', { name: 'Play' }).count(), 0);
    await page.close();
  });

  it('have colours of one meaning where that is wanted', async () => {
    const page = await open();
    const ends = () => page.locator('[data-layer=C1] .dnn-chart-head').innerText();
    await chooseStep(page, 0);
    await until('step 0', async () => (await last(page)).step === 0);
    const own = await ends();
    await page.getByRole('button', { name: 'Same scale over all steps' }).click();
    await until('the scale stays', async () => (await ends()) !== own);
    const fixed = await ends();
    await chooseStep(page, 12);
    await until('step 384', async () => (await said(page))!.startsWith('step 384'));
    await page.waitForTimeout(500);
    assert.equal(await ends(), fixed);
    await page.close();
  });

  it('stand side by side, each with its own prediction, and differences are told in words', async () => {
    const page = await open();
    await compareWith(page, 'step');
    const sides = page.getByRole('region', { name: 'Layer C1' }).locator('.dnn-compared-side');
    assert.equal(await sides.count(), 2);
    const maps = sides.locator('.dnn-map-item:nth-child(2) canvas');
    assert.notEqual(await picture(maps.nth(0)), await picture(maps.nth(1)));
    assert.equal(await page.getByRole('list', { name: 'Class probabilities' }).count(), 2);
    const legend = sides.locator('.dnn-chart-head');
    assert.equal(await legend.nth(0).innerText(), await legend.nth(1).innerText());
    await chooseStep(page, 24, 'Step to compare with');
    await until(
      'the same step looks otherwise',
      async () => (await picture(maps.nth(0))) === (await picture(maps.nth(1))),
    );
    await compareWith(page, 'run wider');
    const told = 'The outputs of C1 have shape [6, 28, 28] in the first network and [8, 28, 28]';
    await page.getByText(told).waitFor();
    await until('8 maps', async () => (await sides.nth(1).getByRole('listitem').count()) === 8);
    await page.close();
  });

  it('tell how weights were distributed, under the pointer and by keys', async () => {
    const page = await open();
    await page.getByText('Weights of C1').click();
    const history = page.locator('.dnn-weight-history').first();
    const grid = history.getByRole('slider');
    await grid.focus();
    const readout = history.locator('.dnn-map-readout');
    assert.match(await readout.innerText(), /^step 1,128, .+ to .+: \d+ values, [\d.]+%$/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await readout.innerText(), /^step 1,088, /);
    await history.getByText('Table', { exact: true }).click();
    await history.getByRole('row').nth(25).waitFor();
    assert.equal(await history.getByRole('row').count(), 26);
    await page.close();
  });
});

describe('the steps of a training in the editor', function () {
  this.timeout(240_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;
  const slider = (name = 'Step') => inspector.getByRole('slider', { name, exact: true });
  const map = () => inspector.locator('[data-layer=C1] .dnn-map-item canvas').first();
  const prediction = () => inspector.locator('.dnn-prediction').first();

  before(async () => {
    editor = await openEditor({ workspace: { 'film.dnn': trainingFirst(4) } });
    await editor.openNotebook('film.dnn');
    await editor.runCommand('Notebook: Run All');
    await editor.findFrame('.dnn-training[data-status=completed]', 90);
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head', 60);
    await inspector.getByRole('tab', { name: 'Feature maps' }).click();
    await inspector.locator('[data-layer=C1] canvas').first().waitFor({ timeout: 60_000 });
    await slider().waitFor();
  });
  after(() => editor?.close());

  it('go back to step 0 and to the newest one, maps and prediction alike', async () => {
    const seen = async () => [await picture(map()), await prediction().innerText()];
    const newest = await seen();
    await slider().focus();
    await inspector.page().keyboard.press('Home');
    await until('the prediction stays', async () => (await seen())[1] !== newest[1]);
    await until('the map stays', async () => (await seen())[0] !== newest[0]);
    assert.match((await slider().getAttribute('aria-valuetext'))!, /^step 0, 1 of \d+$/);
    await editor.screenshot('inspector-step-0');
    await inspector.getByRole('button', { name: 'Newest' }).click();
    await until(
      'the newest step does not return',
      async () => String(await seen()) === String(newest),
    );
  });

  it('are played to the end', async () => {
    await inspector.getByRole('button', { name: 'Play' }).click();
    await inspector.getByRole('button', { name: 'Pause' }).waitFor();
    const newest = inspector.getByRole('button', { name: 'Newest' });
    await until(
      'no step plays',
      async () => (await newest.getAttribute('aria-pressed')) === 'false',
    );
    for (let tries = 0; (await newest.getAttribute('aria-pressed')) !== 'true'; tries++) {
      assert.ok(tries < 60, 'the end is not reached');
      await inspector.page().waitForTimeout(1000);
    }
  });

  it('stand side by side', async () => {
    const compare = inspector.getByRole('combobox', { name: 'Compare with' });
    await compare.selectOption('step');
    const sides = inspector.getByRole('region', { name: 'Layer C1' }).locator('.dnn-compared-side');
    const maps = sides.locator('.dnn-map-item:first-child canvas');
    await until('there are no two sides', async () => (await maps.count()) === 2);
    assert.notEqual(await picture(maps.nth(0)), await picture(maps.nth(1)));
    await editor.screenshot('inspector-compared-steps');
    await compare.selectOption('nothing');
  });

  it('show how the weights of a layer were distributed', async () => {
    await inspector.getByText('Weights of C1').click();
    const history = inspector.locator('.dnn-weight-history').first();
    await history.getByRole('slider').focus();
    const readout = history.locator('.dnn-map-readout');
    assert.match(await readout.innerText(), /^step 80, /);
    await editor.screenshot('inspector-weight-history');
  });
});
