import { groups, statistics, type Statistics } from '../../../data/statistics';
import type { OpenDataset } from '../../../data/stored';
import { elements } from '../../../shape/elements';
import {
  descriptionLimits as limits,
  type ColumnStatistics,
  type DataDescription,
} from '../../protocol/description';

/** Statistics of columns, features or channels, and of the values to be learned, over training samples. */
export async function columnStatistics(
  dataset: OpenDataset,
): Promise<Pick<DataDescription, 'statistics'>> {
  const { inputShape, train, members, target } = dataset.stored;
  const stride = Math.ceil((members.train.length * elements(inputShape)) / limits.measured);
  const counted = stride > 1 ? members.train.filter((_, i) => i % stride === 0) : members.train;
  if (counted.length === 0) return {};
  const measured = await statistics(train, counted, inputShape, {});
  const of = groups(inputShape);
  return {
    statistics: {
      inputs: columns(inputNames(dataset, Math.min(of, limits.columns)), measured),
      targets:
        target.kind === 'values'
          ? target.names.slice(0, limits.targets).flatMap((name, value) => {
              const found = valueStatistics(dataset, counted, value);
              return found ? [{ name: shortName(name), ...found }] : [];
            })
          : [],
      of,
      ...(stride > 1 && { samples: counted.length }),
    },
  };
}

function columns(names: readonly string[], measured: Statistics): ColumnStatistics[] {
  const { mean, deviation, minimum, maximum } = measured;
  return names.map((name, i) => ({
    name: shortName(name),
    mean: mean[i],
    deviation: deviation[i],
    minimum: minimum[i],
    maximum: maximum[i],
  }));
}

/** The first names of columns, features or channels; numbers from 1 where they have none. */
export function inputNames(
  { inputShape, features }: Pick<OpenDataset, 'inputShape' | 'features'>,
  count: number,
): string[] {
  const channels: Readonly<Record<number, readonly string[]>> = {
    1: ['grey'],
    3: ['red', 'green', 'blue'],
  };
  const known = inputShape.length === 3 ? channels[inputShape[0]] : features;
  return Array.from({ length: count }, (_, i) => shortName(known?.[i] ?? String(i + 1)));
}

export const shortName = (name: string): string =>
  name.length > limits.name ? `${name.slice(0, limits.name - 1)}…` : name;

/** Of one value of the targets; steps without a target have none. */
function valueStatistics({ stored }: OpenDataset, members: Int32Array, value: number) {
  const { target, train } = stored;
  const { steps = 1, names } = target;
  let [count, mean, squares, minimum, maximum] = [0, 0, 0, Infinity, -Infinity];
  for (const sample of members)
    for (let row = sample * steps; row < (sample + 1) * steps; row++) {
      const number = train.targets[row * names.length + value];
      if (Number.isNaN(number)) continue;
      const difference = number - mean;
      mean += difference / ++count;
      squares += difference * (number - mean);
      minimum = Math.min(minimum, number);
      maximum = Math.max(maximum, number);
    }
  return count === 0
    ? undefined
    : { mean, deviation: Math.sqrt(squares / count), minimum, maximum };
}
