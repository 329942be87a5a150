import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { useHarness, refused } from './harness/page';

describe('the layout of a large graph', function () {
  this.timeout(120_000);
  const openPage = useHarness();
  let page: Page;
  afterEach(() => page?.close());

  const open = (layers: number, prepare?: (page: Page) => Promise<unknown>) =>
    openPage({
      ...{ kind: 'panel', query: `view=chain&tab=graph&layers=${layers}` },
      ...(prepare && { prepare }),
    });
  const boxes = () => page.locator('.dnn-node');
  const progress = () => page.locator('.dnn-layout-progress');

  it('comes from a worker, which then ends', async () => {
    const workers = { begun: 0, ended: 0 };
    page = await open(250, (opened) => {
      opened.on('worker', (worker) => {
        workers.begun++;
        worker.on('close', () => workers.ended++);
      });
      return Promise.resolve();
    });
    await boxes().nth(250).waitFor();
    assert.equal(await boxes().count(), 251);
    assert.equal(await progress().count(), 0);
    // The width of the page is known after its first drawing.
    assert.ok(workers.begun >= 1 && workers.begun <= 2, String(workers.begun));
    for (let tries = 0; tries < 50 && workers.ended < workers.begun; tries++)
      await page.waitForTimeout(100);
    assert.equal(workers.ended, workers.begun);
    assert.deepEqual(await refused(page), []);
  });

  it('of a small one takes none', async () => {
    let begun = 0;
    page = await open(20, (opened) => {
      opened.on('worker', () => begun++);
      return Promise.resolve();
    });
    await boxes().nth(20).waitFor();
    assert.equal(begun, 0);
  });

  it('can be cancelled, which ends the worker, and begun again', async () => {
    const workers = { begun: 0, ended: 0 };
    page = await open(250, (opened) => {
      opened.on('worker', (worker) => {
        workers.begun++;
        worker.on('close', () => workers.ended++);
      });
      // A worker that is never asked takes for ever.
      return opened.addInitScript(() => {
        Worker.prototype.postMessage = () => undefined;
      });
    });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The 251 layers were not placed.').waitFor();
    assert.equal(await boxes().count(), 0);
    for (let tries = 0; tries < 50 && workers.ended < workers.begun; tries++)
      await page.waitForTimeout(100);
    assert.ok(workers.begun > 0 && workers.ended === workers.begun);
    const { begun } = workers;
    await page.getByRole('button', { name: 'Place Them' }).click();
    await page.getByText('Placing 251 layers').waitFor();
    assert.equal(workers.begun, begun + 1);
  });

  it('of thousands in a row is told to be too deep, and they are in the table', async () => {
    page = await open(6000);
    await page.getByText('6001 layers in a row are too many for a picture').waitFor();
    assert.equal(await page.getByRole('row').count(), 6002);
  });

  it('is made in the page where no worker can be started', async () => {
    page = await open(250, (opened) =>
      opened.addInitScript(() => {
        window.Worker = class {
          constructor() {
            throw new DOMException('refused', 'SecurityError');
          }
        } as unknown as typeof Worker;
      }),
    );
    await boxes().nth(250).waitFor();
  });

  it('is made in the page where the code of a worker is refused', async () => {
    page = await open(250, (opened) =>
      opened.addInitScript(() => {
        const Started = window.Worker;
        window.Worker = class extends Started {
          constructor() {
            super('https://localhost:1/refused.js');
          }
        };
      }),
    );
    await boxes().nth(250).waitFor();
  });
});
