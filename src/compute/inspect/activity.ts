import { activityOutputs, type ActivityStep } from '../../learning/activity';
import { ActivityTally, type Activity } from '../../learning/activityTally';
import type { Provider } from '../devices/runtime';
import type { Surroundings } from '../jobs/jobs';
import { overSplit, type Subject } from './overSplit';

/** What the units of all layers do over the first samples of a split; as far as it got when it is told to stop. */
export async function countActivity(
  device: Provider,
  step: ActivityStep,
  subject: Subject,
  surroundings: Surroundings,
): Promise<{ readonly samples: number; readonly layers: ReadonlyMap<string, Activity> }> {
  const tallies = step.layers.map((layer) => new ActivityTally(layer));
  const outputs = activityOutputs(step);
  let done = 0;
  await overSplit(device, step, subject, surroundings, async (look) => {
    for await (const { length, results } of look(outputs, 'Counting active units')) {
      const numbers = (name: string) => results[name].data as Float32Array;
      for (const tally of tallies) tally.add(numbers, length);
      done += length;
    }
  });
  return {
    samples: done,
    layers: new Map(tallies.map((tally) => [tally.layer.layer, tally.told])),
  };
}
