import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreClient } from '../../src/compute/client/client';
import { buildCore, startCore, trainOn } from '../core';
import { trainableNotebook, type TrainableNotebook } from '../samples';
import { median, significant } from '../statistics';
import type { Measure } from './measure';

/** Milliseconds for what was written to reach the disk. */
const settling = 2000;
/** As many images as MNIST has. */
const images = 60_000;
const times = 5;

/** Seconds to the first finished step of a training: from starting the core, and on a core that runs. */
export const start: Measure = {
  workloads: ['lenet5'],
  async run({ name }) {
    await buildCore();
    const notebook = trainableNotebook(name, images, 1);
    const cold: number[] = [];
    const warm: number[] = [];
    try {
      await sleep(settling);
      for (let i = 0; i < times; i++) {
        const begin = performance.now();
        const client = await startCore();
        try {
          cold.push(await untilFirstStep(client, notebook, begin));
          warm.push(await untilFirstStep(client, notebook, performance.now()));
        } finally {
          await client.close();
        }
      }
    } finally {
      notebook.remove();
    }
    return {
      firstStep: {
        startingCore: significant(median(cold)),
        runningCore: significant(median(warm)),
      },
    };
  },
};

async function untilFirstStep(
  client: CoreClient,
  notebook: TrainableNotebook,
  begin: number,
): Promise<number> {
  let seconds = NaN;
  await trainOn(client, notebook, ({ event }) => {
    if (event !== 'step') return false;
    seconds = (performance.now() - begin) / 1000;
    return true;
  });
  return seconds;
}
