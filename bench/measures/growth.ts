import { buildCore, residentBytes, startCore, trainOn } from '../core';
import { trainableNotebook } from '../samples';
import { median, significant } from '../statistics';
import type { Measure } from './measure';

const steps = 10_000;
const settled = 500;
/** So that everything a training does has been done once before memory is looked at. */
const stepsPerEpoch = 250;
/** Milliseconds between two looks. */
const every = 10;

/** By what fraction the core's resident memory grows from the first to the last tenth of the steps after the 500th. */
export const growth: Measure = {
  workloads: ['xor', 'lenet5'],
  long: true,
  async run({ name, batch }) {
    await buildCore();
    const notebook = trainableNotebook(name, stepsPerEpoch * batch, steps / stepsPerEpoch);
    const client = await startCore();
    const seen: { step: number; bytes: number }[] = [];
    let step = 0;
    const timer = setInterval(() => {
      const bytes = residentBytes(client.pid, 'now');
      if (bytes !== undefined) seen.push({ step, bytes });
    }, every);
    try {
      await trainOn(client, notebook, (event) => {
        if (event.event === 'step') step = event.step;
      });
    } finally {
      clearInterval(timer);
      await client.close();
      notebook.remove();
    }
    const after = seen.filter((one) => one.step >= settled).map(({ bytes }) => bytes);
    const tenth = Math.max(1, Math.floor(after.length / 10));
    const [early, late] = [median(after.slice(0, tenth)), median(after.slice(-tenth))];
    return {
      growth: {
        steps,
        megabytesAfter500: significant(early / 2 ** 20),
        megabytesAtEnd: significant(late / 2 ** 20),
        fraction: significant(late / early - 1),
      },
    };
  },
};
