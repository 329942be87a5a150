import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalysisError, AnalysisThread } from '../../../src/extension/analysis/thread';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { inlayHints } from '../../../src/program/inlayHints';
import { portable } from '../../../src/program/portable';
import { networkPayload } from '../../../src/views/network';

const examples = join(__dirname, '../../../examples');

describe('a program for another thread', () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.dnn'))) {
    it(`can be sent, and shows the same: ${name}`, () => {
      const { cells } = parseNotebook(readFileSync(join(examples, name), 'utf8'));
      const sources = cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
      const program = analyze(sources);
      const sent = structuredClone(portable(program));
      assert.deepEqual(sent.diagnostics, program.diagnostics);
      sources.forEach((_, cell) =>
        assert.deepEqual(inlayHints(sent, cell), inlayHints(program, cell)),
      );
      const tables = [sent, program].map(({ networks }) =>
        [...networks.values()].map(networkPayload),
      );
      assert.deepEqual(tables[0], tables[1]);
    });
  }
});

describe('the analysis thread', () => {
  /** Does what the first cell says; the program it answers with is that text. */
  const worker = `
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ id, sources: [order] }) => {
      if (order === 'hang') for (;;);
      if (order === 'exit') process.exit(3);
      if (order === 'throw') throw new Error('thrown');
      parentPort.postMessage({ id, program: order });
    });`;
  const folder = mkdtempSync(join(tmpdir(), 'dnn-thread-'));
  const file = join(folder, 'worker.js');
  writeFileSync(file, worker);
  const thread = new AnalysisThread(file, 3000);
  const ask = (order: string) =>
    thread.analyze({ notebook: 'n', sources: [order] }, () => undefined);
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
      await assert.rejects(
        ask(order),
        (error) => error instanceof AnalysisError && reason.test(error.message),
      );
      assert.equal(await ask('again'), 'again');
    });
  }
});
