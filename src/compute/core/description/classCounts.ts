import type { SplitName } from '../../../data/dataset';
import type { OpenDataset } from '../../../data/stored';
import { descriptionLimits, type DataDescription } from '../../protocol/description';

/** How often each class comes in each split; nothing of values, and of more classes than can be shown. */
export function classCounts({ stored }: OpenDataset): Pick<DataDescription, 'classes'> {
  const { target, train, test, members } = stored;
  if (target.kind !== 'classes' || target.names.length > descriptionLimits.classes) return {};
  const { steps = 1 } = target;
  const counted: Record<SplitName, number[]> = {
    train: zeros(target.names.length),
    validation: zeros(target.names.length),
    test: zeros(target.names.length),
  };
  const count = (split: SplitName, { targets }: typeof train, sample: number) => {
    for (let at = sample * steps; at < (sample + 1) * steps; at++) {
      // A step without a target has the class −1.
      if (targets[at] in counted[split]) counted[split][targets[at]]++;
    }
  };
  for (const split of ['train', 'validation'] as const)
    members[split].forEach((sample) => count(split, train, sample));
  for (let sample = 0; sample < test.count; sample++) count('test', test, sample);
  return { classes: { of: target.steps === undefined ? 'samples' : 'steps', ...counted } };
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
