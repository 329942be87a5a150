import type { ActivityStep } from '../../learning/activity';
import { ActivityCount, type Activity } from '../../learning/activityCount';
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
  const count = new ActivityCount(step.layers);
  await overSplit(device, step, subject, surroundings, async (look) => {
    for await (const { length, results } of look(count.outputs, 'Counting active units'))
      count.add((name) => results[name].data as Float32Array, length);
  });
  return { samples: count.samples, layers: count.told };
}
