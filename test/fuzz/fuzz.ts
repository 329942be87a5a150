import { inspect } from 'node:util';
import { Random } from '../../src/random/random';
import type { Target } from './target';
import * as data from './targets/data';
import * as models from './targets/models';
import * as names from './targets/names';
import * as runs from './targets/runs';
import * as text from './targets/text';

export const targets: readonly Target[] = [text, names, data, models, runs].flatMap((each) =>
  Object.values<Target>(each),
);

/** Processor seconds one input may take, on a machine with other work too. */
const longest = 5;

/** What came of one input. */
export interface Outcome {
  readonly seconds: number;
  /** What went wrong. */
  readonly failure?: string;
}

/** Feeds a target and looks at how it fares. */
export async function feed(target: Target, input: unknown): Promise<Outcome> {
  const start = process.cpuUsage();
  const secondsSoFar = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  try {
    await target.feed(input);
  } catch (error) {
    return { seconds: secondsSoFar(), failure: inspect(error).slice(0, 2000) };
  }
  const seconds = secondsSoFar();
  return seconds <= longest ? { seconds } : { seconds, failure: `took ${seconds.toFixed(1)} s` };
}

/** The input a seed stands for: the same on every machine, as long as the examples and the generators are. */
export const inputOf = (target: Target, seed: number): unknown =>
  target.make(new Random(seed, target.name));

/** The numbers of inputs that targets get of a total, by their shares. */
export function shares(total: number, among = targets): ReadonlyMap<Target, number> {
  const sum = among.reduce((all, { share }) => all + share, 0);
  return new Map(among.map((target) => [target, Math.ceil((total * target.share) / sum)]));
}
