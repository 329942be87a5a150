import type { UsedSamples } from './transform';

/** The training samples by class, in the order of labels; all in one group where targets are values. */
export function trainingGroups({ target, train, members }: UsedSamples): number[][] {
  if (target.kind === 'values') return [[...members.train]];
  const groups = target.names.map((): number[] => []);
  for (const sample of members.train) groups[train.targets[sample]].push(sample);
  return groups.filter(({ length }) => length > 0);
}

/** The samples with others to train on, in their order. */
export const trainingOn = (samples: UsedSamples, members: readonly number[]): UsedSamples => ({
  ...samples,
  members: { ...samples.members, train: Int32Array.from(members).sort() },
});
