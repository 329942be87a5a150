import { shrink, shrunkShape } from '../../data/images/shrink';
import { elements } from '../../shape/elements';
import { toWireTensor, type WireTensor } from '../protocol/protocol';
import type { ModelOutput } from '../protocol/modelRun';

/** Classes that are told. */
const top = 5;
/** Pixels along a side of a picture that is told. */
const mostSide = 256;
/** Longer rows are no classes. */
const mostClasses = 100_000;

/** What a model gives, as far as it can be looked at. */
export function describeOutput(
  name: string,
  shape: readonly number[],
  values: ArrayLike<number>,
  names: readonly string[] | undefined,
): ModelOutput {
  const range = rangeOf(values);
  const classes = range && classesOf(shape, values, names);
  const picture = range && pictureOf(shape, values, range);
  return {
    ...{ name, shape: [...shape] },
    ...(range && { range }),
    ...(classes && { classes }),
    ...(picture && { picture }),
  };
}

type Range = NonNullable<ModelOutput['range']>;

function rangeOf(values: ArrayLike<number>): Range | undefined {
  let [least, greatest, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    sum += value;
    count++;
  }
  return count > 0 ? { least, greatest, mean: sum / count } : undefined;
}

/** One number for each class: a row, but for axes of one. */
function classesOf(
  shape: readonly number[],
  values: ArrayLike<number>,
  names: readonly string[] | undefined,
): ModelOutput['classes'] {
  const lengths = shape.filter((length) => length !== 1);
  const [count] = lengths;
  if (lengths.length !== 1 || count < 2 || count > mostClasses || count !== values.length)
    return undefined;
  const given = Array.from(values);
  if (!given.every(Number.isFinite)) return undefined;
  const sum = given.reduce((total, value) => total + value, 0);
  const isProbability = given.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3;
  const probabilities = isProbability ? given : softmax(given);
  const best = probabilities
    .map((probability, index) => ({ index, probability }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, top);
  return {
    softmax: !isProbability,
    count,
    top: best.map(({ index, probability }) => {
      const name = names?.length === count ? names[index] : undefined;
      return { index, probability, ...(name !== undefined && { name }) };
    }),
  };
}

function softmax(values: readonly number[]): readonly number[] {
  const greatest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** [1, channels, height, width] of one channel or three, or a single map, brought to 0..1. */
function pictureOf(
  shape: readonly number[],
  values: ArrayLike<number>,
  { least, greatest }: Range,
): WireTensor | undefined {
  const [width = 0, height = 0, channels = 1, ...batch] = [...shape].reverse();
  if (shape.length < 2 || (channels !== 1 && channels !== 3)) return undefined;
  if (Math.min(width, height) < 8 || batch.some((length) => length !== 1)) return undefined;
  if (elements([channels, height, width]) !== values.length) return undefined;
  const extent = greatest - least || 1;
  const scaled = Float32Array.from(values, (value) =>
    Number.isFinite(value) ? (value - least) / extent : 0,
  );
  const from = [channels, height, width];
  return toWireTensor(shrunkShape(from, mostSide), shrink(scaled, from, mostSide));
}
