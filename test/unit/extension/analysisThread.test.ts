import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalysisError, AnalysisThread } from '../../../src/extension/analysis/thread';

describe('the analysis thread', () => {
  /** Does what the first cell says; the outline it answers with is that text. */
  const worker = `
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ id, sources: [order] }) => {
      if (order === 'hang') for (;;);
      if (order === 'exit') process.exit(3);
      if (order === 'throw') throw new Error('thrown');
      parentPort.postMessage({ id, outline: order });
    });`;
  const folder = mkdtempSync(join(tmpdir(), 'dnn-thread-'));
  const file = join(folder, 'worker.js');
  writeFileSync(file, worker);
  let ended = 0;
  const thread = new AnalysisThread(file, () => ended++, 3000);
  const analyze = (order: string) => thread.analyze('n', { sources: [order] }, () => undefined);
  after(() => {
    thread.dispose();
    rmSync(folder, { recursive: true });
  });

  const faults: readonly (readonly [order: string, reason: RegExp])[] = [
    ['hang', /no answer within 3 s/],
    ['exit', /code 3/],
    ['throw', /thrown/],
  ];
  for (const [order, reason] of faults) {
    it(`is replaced when it fails: ${order}`, async () => {
      const before = ended;
      await assert.rejects(
        analyze(order),
        (error) => error instanceof AnalysisError && reason.test(error.message),
      );
      assert.equal(ended, before + 1);
      assert.equal(await analyze('again'), 'again');
    });
  }
});
