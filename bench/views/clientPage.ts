import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser, repository } from '../../test/host';
import { timeMoves } from './moves';

/**
 * From a move of the pointer over a digit that is drawn on the page beside an exported LeNet-5 until its answer is painted: median and
 * 95th percentile, in milliseconds.
 */
export async function clientPage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-bench-page-'));
  const dnn = (...args: string[]) =>
    execFileSync(process.execPath, [join(repository, 'dist/cli.js'), ...args], { cwd: folder });
  const example = readFileSync(join(repository, 'examples/lenet5.dnn'), 'utf8');
  writeFileSync(join(folder, 'net.dnn'), example.replace(/epochs \d+/, 'epochs 1'));
  const browser = await launchBrowser();
  try {
    dnn('train', 'net.dnn');
    dnn('export', 'net.dnn', 'LeNet5', 'net.onnx', '--with', 'web');
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, 'net.html')).href);
    await page.getByRole('list', { name: 'Class probabilities' }).waitFor();
    await page.evaluate(observe);
    const took = () => page.evaluate(() => Reflect.get(window, 'took') as number | undefined);
    console.log(`page: ${await timeMoves(page.getByRole('application'), took)}`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the page: how long after the last move of the pointer the first change of the answer is painted, as `took`. */
function observe(): void {
  let moved: number | undefined;
  window.addEventListener(
    'pointermove',
    () => {
      moved = performance.now();
      Reflect.set(window, 'took', undefined);
    },
    true,
  );
  new MutationObserver(() => {
    const since = moved;
    moved = undefined;
    if (since === undefined) return;
    requestAnimationFrame(() => Reflect.set(window, 'took', performance.now() - since));
  }).observe(document.querySelector('[aria-label="Class probabilities"]')!, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
