import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { cellSnapshot } from '../../../src/views/training';
import { launchBrowser, screenshotFolder } from '../../host';
import {
  changePanel,
  drawSeven,
  openHarness,
  showOutput,
  themes,
  chooseStep,
  compareWith,
  giving,
  zoomInto,
  type HarnessPage,
} from './page';
import { modelStates, showModel } from './describedModels';
import { describedData, describedNames } from './describedData';
import { allTrainings, recordedForecast, vanishing } from './recorded';
import { sampleNetworks } from './sampleNetworks';
import { designOfExample, templates } from './templates';

/**
 * Screenshots of the webviews in all themes, wide and narrow, with what is recorded and with the runs of a folder:
 * `tsx --conditions=import test/ui/harness/shoot.ts [FILTER] [.dnn/runs]`.
 */

const pages: readonly Pick<HarnessPage, 'kind' | 'query'>[] = [
  ...[
    'data',
    'network',
    'branches',
    'deep',
    'running',
    'trained',
    'paused',
    'failed',
    'inspection',
    'rate',
    'noRate',
    'error',
  ].map((view) => ({ kind: 'outputs' as const, query: `view=${view}` })),
  ...['graph', 'training', 'layers', 'features', 'results'].map((tab) => ({
    kind: 'panel' as const,
    query: `view=trained&tab=${tab}`,
  })),
  ...['two', 'many', 'answers', 'gone'].map((view) => ({
    kind: 'compare' as const,
    query: `view=${view}`,
  })),
  { kind: 'panel', query: 'view=run&tab=training' },
  ...['evaluated', 'twoClasses', 'manyClasses', 'values', 'reconstructions', 'untrained'].map(
    (view) => ({ kind: 'panel' as const, query: `view=${view}&tab=evaluation` }),
  ),
  { kind: 'panel', query: 'view=paused&tab=training' },
  { kind: 'panel', query: 'view=branches' },
  { kind: 'panel', query: 'view=empty' },
  { kind: 'panel', query: 'view=noNetwork' },
  { kind: 'panel', query: 'view=untrained&tab=training' },
];

const widths = [1400, 700, 340];

async function main(filter: RegExp, runs: string | undefined): Promise<void> {
  const folder = join(screenshotFolder, 'harness');
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  const shoot = async (name: string, wanted: HarnessPage, prepare?: (page: Page) => unknown) => {
    if (!filter.test(name)) return;
    const page = await openHarness(browser, wanted);
    await prepare?.(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await page.close();
  };
  const outputs = { kind: 'outputs', query: 'view=network' } as const;
  try {
    for (const [name, payload] of Object.entries(sampleNetworks()))
      for (const [theme, width] of [
        ['light', 1400],
        ['dark', 340],
      ] as const)
        await shoot(`network-${name}-${theme}-${width}`, { ...outputs, theme, width }, (page) =>
          showOutput(page, 'network', payload),
        );
    const inPanel = [...(await allTrainings(runs))];
    const trainings = inPanel.map(
      ([name, snapshot]) => [name, 'trained', cellSnapshot(snapshot)] as const,
    );
    const described = await Promise.all(
      describedNames.map(
        async (name) => [`data-${name}`, 'data', await describedData(name)] as const,
      ),
    );
    const recorded = [
      ...described,
      ...trainings,
      ['forecast', 'forecast', recordedForecast()] as const,
    ];
    for (const theme of themes)
      for (const width of widths) {
        for (const { kind, query } of pages) {
          const view = query.replaceAll(/view=|tab=/g, '').replaceAll('&', '-');
          await shoot(`${kind}-${view}-${theme}-${width}`, { kind, query, theme, width });
        }
        for (const [name, view, payload] of recorded)
          await shoot(`outputs-${name}-${theme}-${width}`, { ...outputs, theme, width }, (page) =>
            showOutput(page, view, payload),
          );
        await shoot(`templates-${theme}-${width}`, {
          ...{ kind: 'templates', query: '', theme, width },
          prepare: giving({ type: 'templates', templates: templates() }),
        });
        for (const [name, state] of Object.entries(designOfExample()))
          await shoot(`designer-${name}-${theme}-${width}`, {
            ...{ kind: 'designer', query: '', theme, width },
            prepare: giving({ type: 'state', state }),
          });
        const panel = { kind: 'panel', query: 'view=trained&tab=training', theme, width } as const;
        const layers = { ...panel, query: 'view=trained&tab=layers' };
        await shoot(`panel-layers-vanishing-${theme}-${width}`, layers, async (page) => {
          await changePanel(page, await vanishing());
          await page.getByRole('button', { name: 'Theory' }).click();
        });
        await shoot(`panel-layers-sample-${theme}-${width}`, layers, async (page) => {
          await changePanel(page, { ...(await vanishing()), training: null });
        });
        const features = { ...panel, query: 'view=trained&tab=features' };
        await shoot(`panel-own-image-${theme}-${width}`, features, drawSeven);
        await shoot(`panel-zoom-${theme}-${width}`, features, (page) => zoomInto(page, 'C3', 2));
        await shoot(`panel-occlusion-${theme}-${width}`, features, async (page) => {
          await page.getByText('Occlusion').click();
          await page.getByText('at least, with the square at').first().waitFor();
        });
        await shoot(`panel-weights-${theme}-${width}`, features, async (page) => {
          await page.getByRole('button', { name: 'F6' }).click();
          for (const layer of ['C1', 'F6']) await page.getByText(`Weights of ${layer}`).click();
        });
        await shoot(`panel-steps-${theme}-${width}`, features, (page) => chooseStep(page, 3));
        await shoot(`panel-compared-steps-${theme}-${width}`, features, (page) =>
          compareWith(page, 'step'),
        );
        await shoot(`panel-compared-runs-${theme}-${width}`, features, (page) =>
          compareWith(page, 'run wider'),
        );
        await shoot(
          `panel-own-row-${theme}-${width}`,
          { ...panel, query: 'view=rows&tab=features' },
          (page) => page.getByRole('radio', { name: 'Your values' }).click(),
        );
        await shoot(`panel-sequences-${theme}-${width}`, {
          ...panel,
          query: 'view=sequences&tab=features',
        });
        await shoot(`panel-activating-${theme}-${width}`, features, async (page) => {
          await zoomInto(page, 'C3', 2);
          await page.getByText('Samples that excite map 2 most').click();
        });
        await shoot(`panel-saliency-${theme}-${width}`, features, (page) =>
          page.getByText('Saliency map').click(),
        );
        for (const view of ['attention', 'longAttention', 'patches', 'attentive'])
          await shoot(
            `panel-${view}-${theme}-${width}`,
            { ...panel, query: `view=${view}&tab=features` },
            (page) => page.getByText('Attention', { exact: true }).click(),
          );
        const named = { ...panel, query: 'view=named&tab=features' };
        await shoot(`panel-features-named-${theme}-${width}`, named, async (page) => {
          for (const name of ['Occlusion', 'Saliency map'])
            await page.getByText(name, { exact: true }).click();
          await page.getByRole('slider', { name: 'Units of H' }).click();
          await page.getByText(/^Samples that excite unit/).click();
        });
        await shoot(`panel-own-named-${theme}-${width}`, named, (page) =>
          page.getByRole('radio', { name: 'Your values' }).click(),
        );
        for (const [view, name] of [
          ['sequences', 'Your values'],
          ['text', 'Your text'],
          ['sounds', 'Your recording'],
        ] as const)
          await shoot(
            `panel-own-${view}-${theme}-${width}`,
            { ...panel, query: `view=${view}&tab=features` },
            async (page) => {
              await page.getByRole('radio', { name }).click();
              if (view === 'sounds')
                await page.locator('input[type=file]').setInputFiles({
                  name: 'seven.wav',
                  mimeType: 'audio/wav',
                  buffer: Buffer.from('RIFF and what follows'),
                });
              else await page.getByText('Saliency map').click();
            },
          );
        const hundreds = { ...panel, query: 'view=hundreds&tab=layers' };
        await shoot(`panel-layers-hundreds-${theme}-${width}`, hundreds);
        await shoot(`panel-layers-folded-${theme}-${width}`, hundreds, (page) =>
          page.getByRole('button', { name: 'Collapse all' }).click(),
        );
        for (const [name, training] of inPanel)
          await shoot(`panel-${name}-${theme}-${width}`, panel, (page) =>
            changePanel(page, { training: { ...training, network: 'LeNet5' } }),
          );
        for (const [name, state] of Object.entries(modelStates())) {
          const model = { kind: 'model', query: '', theme, width } as const;
          await shoot(`model-${name}-${theme}-${width}`, model, (page) => showModel(page, state));
        }
        const small = { kind: 'model', query: '', theme, width } as const;
        await shoot(`model-node-${theme}-${width}`, small, async (page) => {
          await showModel(page, modelStates().small);
          await page.locator('.dnn-node').nth(1).click();
          await page.locator('.dnn-layer-details summary').first().click();
        });
        await shoot(`model-tensors-${theme}-${width}`, small, async (page) => {
          await showModel(page, modelStates().small);
          await page.getByRole('tab', { name: 'Tensors' }).click();
          await page.getByRole('button', { name: 'C1.weight' }).click();
        });
        await shoot(`model-properties-${theme}-${width}`, small, async (page) => {
          await showModel(page, modelStates().small);
          await page.getByRole('tab', { name: 'Properties' }).click();
        });
        await shoot(`model-search-${theme}-${width}`, small, async (page) => {
          await showModel(page, modelStates().branches);
          await page.locator('.dnn-node').first().focus();
          await page.keyboard.press('/');
          await page.keyboard.type('conv');
          await page.keyboard.press('Enter');
        });
        const action = 'forecast LeNet5';
        const results = [{ action, kind: 'forecast', payload: recordedForecast() }] as const;
        await shoot(
          `panel-forecast-${theme}-${width}`,
          { ...panel, query: 'view=trained&tab=results' },
          (page) => changePanel(page, { results }),
        );
      }
  } finally {
    await browser.close();
  }
}

void main(new RegExp(process.argv[2] ?? '.'), process.argv[3]);
