import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCore, startCore, trainOn } from '../core';
import { missingData } from '../realData';
import { significant } from '../statistics';
import { workloadText } from '../workloads';
import type { Measure } from './measure';

const images = 5000;
const epochs = 10;
const file = 'trained.onnx';

const head = `---
dnn: 1
---

\`\`\`dnn
data photos {
  source cifar10(train: ${images}, test: 1000)
  batch 64
}

network Tuned from "${file}" {
  frozen all
  cut "features"
  output: dense(10) softmax
}

train Tuned on photos {
  optimizer adam(rate: 0.001)
  epochs ${epochs}
}
\`\`\`
`;

/** Seconds in which a network from a file gets a new head, trained on 5,000 photographs, from reading the file to the test. */
export const fineTuning: Measure = {
  workloads: ['resnet-8'],
  long: true,
  impossible: () => missingData('cifar10'),
  async run({ name }) {
    await buildCore();
    const folder = mkdtempSync(join(tmpdir(), 'dnn-bench-tuning-'));
    const client = await startCore();
    try {
      const notebook = { path: join(folder, 'first.dnn'), text: firstEpoch(workloadText(name)) };
      await trainOn(client, notebook);
      await client.request('export', { notebook, network: 'Net', file: join(folder, file) });
      const begin = performance.now();
      const done = await trainOn(client, { path: join(folder, 'tuned.dnn'), text: head });
      return {
        fineTuning: {
          images,
          epochs,
          seconds: significant((performance.now() - begin) / 1000),
          accuracy: done.test?.accuracy ?? 0,
        },
      };
    } finally {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The workload, trained for an epoch, with a name for what its head reads. */
const firstEpoch = (text: string): string =>
  text
    .replace('source cifar10', `source cifar10(train: ${images})`)
    .replace('  globalavgpool', '  features: globalavgpool')
    .replace('  optimizer', '  epochs 1\n  optimizer');
