import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, screenshotFolder } from '../../host';
import { openHarness, themes, type HarnessPage } from './page';
import { sampleNetworks } from './sampleNetworks';

/** Screenshots of the webviews in all themes, wide and narrow: `tsx --conditions=import test/ui/harness/shoot.ts [FILTER]`. */

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
  { kind: 'panel', query: 'view=paused&tab=training' },
  { kind: 'panel', query: 'view=branches' },
  { kind: 'panel', query: 'view=empty' },
  { kind: 'panel', query: 'view=noNetwork' },
  { kind: 'panel', query: 'view=untrained&tab=training' },
];

const widths = [1400, 340];

async function main(filter: RegExp): Promise<void> {
  const folder = join(screenshotFolder, 'harness');
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const [name, payload] of Object.entries(sampleNetworks())) {
      for (const [theme, width] of [
        ['light', 1400],
        ['dark', 340],
      ] as const) {
        const file = `network-${name}-${theme}-${width}`;
        if (!filter.test(file)) continue;
        const page = await openHarness(browser, {
          kind: 'outputs',
          query: 'view=network',
          theme,
          width,
        });
        await page.evaluate(
          (given) =>
            (window as unknown as { show(view: string, given: unknown): Promise<void> }).show(
              'network',
              given,
            ),
          payload,
        );
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
        await page.close();
      }
    }
    for (const { kind, query } of pages) {
      for (const theme of themes) {
        for (const width of widths) {
          const name = `${kind}-${query.replaceAll(/view=|tab=/g, '').replaceAll('&', '-')}-${theme}-${width}`;
          if (!filter.test(name)) continue;
          const page = await openHarness(browser, { kind, query, theme, width });
          await page.waitForTimeout(250);
          await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
          await page.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

void main(new RegExp(process.argv[2] ?? '.'));
