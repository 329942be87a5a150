import type { Page } from 'playwright-core';
import { chainOf } from '../../webview/harness/hundreds';
import { deep } from '../../webview/harness/networks';
import type { NetworkPayload } from '../../src/views/payloads';
import { launchBrowser } from '../../test/host';
import { openHarness, showOutput } from '../../test/ui/harness/page';

const seconds = 3;

/** How long graphs take until they are drawn, with all groups open, and the gaps between frames while they are dragged. */
export async function graph(): Promise<void> {
  const browser = await launchBrowser();
  try {
    for (const [name, network] of [
      ['nine inception blocks', open(deep)],
      ['300 layers', chainOf(300)],
    ] as const) {
      const page = await openHarness(browser, {
        kind: 'outputs',
        query: 'view=network',
        width: 1400,
      });
      const begun = Date.now();
      await showOutput(page, 'network', network);
      await page.locator('.dnn-node').nth(network.layers.length).waitFor();
      const drawn = Date.now() - begun;
      const gaps = await dragged(page);
      const at = (share: number) => (gaps[Math.floor(share * (gaps.length - 1))] ?? NaN).toFixed(1);
      console.log(
        `${name}: ${network.layers.length} layers drawn after ${drawn} ms; dragged: ${(gaps.length / seconds).toFixed(0)} frames a second, ` +
          `gaps ${at(0.5)} ms in the median, ${at(0.95)} ms at the 95th percentile`,
      );
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

/** Without its groups, which would be folded. */
const open = (network: NetworkPayload): NetworkPayload => ({
  ...network,
  layers: network.layers.map((layer) => ({ ...layer, groups: [] })),
});

async function dragged(page: Page): Promise<readonly number[]> {
  const box = (await page.locator('.dnn-graph-frame').boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 200);
  await page.mouse.down();
  const counted = page.evaluate(async (milliseconds) => {
    const gaps: number[] = [];
    const start = performance.now();
    for (let last = start; last - start < milliseconds;) {
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    return gaps.sort((a, b) => a - b);
  }, 1000 * seconds);
  const until = Date.now() + 1000 * seconds;
  for (let i = 0; Date.now() < until; i++) {
    await page.mouse.move(box.x + 20 + (i % 200), box.y + 200 + (i % 90));
  }
  await page.mouse.up();
  return counted;
}
