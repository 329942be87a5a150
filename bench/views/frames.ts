import type { CDPSession } from 'playwright-core';
import { launchBrowser } from '../../test/host';
import { openHarness } from '../../test/ui/harness/page';

const seconds = 5;

/**
 * What the layers of a running training cost: two hundred of them with a full history, a hundred steps a second for five seconds. Tells of
 * the gaps between frames the 95th percentile and the longest, and what a frame is spent on, in milliseconds.
 */
export async function frames(): Promise<void> {
  const browser = await launchBrowser();
  try {
    // Where nothing is drawn, what is left is what the browser takes by itself.
    for (const tab of ['layers', 'results']) {
      const page = await openHarness(browser, {
        kind: 'panel',
        query: `view=hundreds&tab=${tab}`,
        width: 1400,
      });
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      await page.waitForTimeout(1000);
      const before = await metrics(session);
      const frames = await page.evaluate(stream, seconds);
      const after = await metrics(session);
      const spent = (name: string) =>
        (1000 * ((after[name] ?? 0) - (before[name] ?? 0))) / frames.drawn;
      console.log(
        `${tab} tab: ${frames.drawn} frames, 95% of gaps up to ${frames.usual.toFixed(1)} ms, the longest ${frames.longest.toFixed(0)} ms; a frame: script ` +
          `${spent('ScriptDuration').toFixed(1)} ms, layout ${spent('LayoutDuration').toFixed(1)} ms, style ` +
          `${spent('RecalcStyleDuration').toFixed(1)} ms, all tasks ${spent('TaskDuration').toFixed(1)} ms`,
      );
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** In the page: tells a step every ten milliseconds, and counts frames. */
async function stream(seconds: number): Promise<{ drawn: number; longest: number; usual: number }> {
  const { tell, hundredsStep } = window as unknown as {
    tell(this: void, message: object): void;
    hundredsStep(this: void, step: number): object;
  };
  const start = performance.now();
  const gaps: number[] = [];
  let [step, last] = [700, start];
  const timer = setInterval(() => {
    const due = 700 + Math.floor((performance.now() - start) / 10);
    while (step < due)
      tell({ type: 'events', run: '2026-01-05-hundreds-7', events: [hundredsStep(++step)] });
  }, 10);
  while (last - start < 1000 * seconds) {
    const now = await new Promise<number>(requestAnimationFrame);
    gaps.push(now - last);
    last = now;
  }
  clearInterval(timer);
  gaps.sort((a, b) => a - b);
  const drawn = gaps.length;
  return { drawn, longest: gaps[drawn - 1] ?? 0, usual: gaps[Math.floor(0.95 * drawn)] ?? 0 };
}
