import type { Locator } from 'playwright-core';

const count = 80;
/** The first answers open the network. */
const opening = 5;

/**
 * Draws a spiral over a pad, and asks after each move how many milliseconds its answer took, which is undefined where it changed nothing;
 * says the median and the 95th percentile.
 */
export async function timeMoves(
  pad: Locator,
  lastAnswer: () => Promise<number | undefined>,
): Promise<string> {
  const { x, y, width, height } = (await pad.boundingBox())!;
  const to = (i: number) => {
    const angle = i / 9;
    const radius = 0.35 * (1 - i / (2 * count));
    return [
      x + width * (0.5 + radius * Math.cos(angle)),
      y + height * (0.5 + radius * Math.sin(angle)),
    ] as const;
  };
  const page = pad.page();
  const { mouse } = page;
  await mouse.move(...to(0));
  await mouse.down();
  const taken: number[] = [];
  for (let i = 1; i <= count; i++) {
    await mouse.move(...to(i));
    await page.waitForTimeout(150);
    const time = await lastAnswer();
    if (time !== undefined && i > opening) taken.push(time);
  }
  await mouse.up();
  taken.sort((a, b) => a - b);
  const at = (share: number) => (taken[Math.floor(share * taken.length)] ?? NaN).toFixed(0);
  return `${taken.length} moves, answered and painted within ${at(0.5)} ms in the median, ${at(0.95)} ms at the 95th percentile`;
}
