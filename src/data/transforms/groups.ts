import { Random } from '../../random/random';
import type { UsedSamples } from './transform';

/** The training samples by class, in the order of labels; all in one group where a sample has no class of its own. */
function trainingGroups({ target, train, members }: UsedSamples): number[][] {
  if (target.kind === 'values' || target.steps !== undefined) return [[...members.train]];
  const groups = target.names.map((): number[] => []);
  for (const sample of members.train) groups[train.targets[sample]].push(sample);
  return groups.filter(({ length }) => length > 0);
}

/**
 * The samples with those to train on that are chosen of each class, in their order. `choose` is given the classes, each in the random
 * order of the transform `name` with this seed.
 */
export function chosenByClass(
  samples: UsedSamples,
  name: string,
  seed: number,
  choose: (classes: readonly number[][]) => readonly number[][],
): UsedSamples {
  const shuffled = trainingGroups(samples).map((group, i) =>
    new Random(seed, name, i).shuffle(group),
  );
  const train = Int32Array.from(choose(shuffled).flat()).sort();
  return { ...samples, members: { ...samples.members, train } };
}
