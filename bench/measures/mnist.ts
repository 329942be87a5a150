import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCore, startCore, trainOn } from '../core';
import { missingData, realData } from '../realData';
import { significant } from '../statistics';
import type { Measure } from './measure';

const example = join(__dirname, '../../examples/lenet5-mnist.dnn');

/** `examples/lenet5-mnist.dnn` from beginning to end, and the same epochs in PyTorch. */
export const mnist: Measure = {
  workloads: ['lenet5'],
  long: true,
  impossible: () => missingData('mnist'),
  async run(_, { peer, threads }) {
    await buildCore();
    const folder = mkdtempSync(join(tmpdir(), 'dnn-bench-mnist-'));
    const client = await startCore();
    try {
      const text = readFileSync(example, 'utf8');
      const done = await trainOn(client, { path: join(folder, 'lenet5-mnist.dnn'), text });
      const epochs = done.epochs;
      const theirs = await peer?.trainMnist({ folder: realData('mnist')!, epochs, threads });
      return {
        mnist: {
          epochs,
          ours: significant(done.seconds),
          accuracy: done.test?.accuracy ?? 0,
          pytorch: theirs ? significant(theirs.seconds) : null,
          pytorchAccuracy: theirs?.accuracy ?? null,
        },
      };
    } finally {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
