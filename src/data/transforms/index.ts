import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import { DataError } from '../dataset';
import type { DataContext, Probe } from '../source';
import { share } from '../stored';
import { balance } from './balance';
import { fraction } from './fraction';
import { labelNoise } from './labelNoise';
import { permute } from './permute';
import { sequence } from './sequence';
import type { TransformEntry, UsedSamples } from './transform';

/** Everything that may happen to samples when they are loaded. */
export const transforms = new EntryTable<TransformEntry>('transform', [
  fraction,
  balance,
  labelNoise,
  permute,
  sequence,
]);

/** The samples after these changes, in their order. Throws `DataError`. */
export async function transformed(
  samples: UsedSamples,
  calls: readonly BoundCall[],
  context: DataContext,
): Promise<UsedSamples> {
  let after = samples;
  for (const call of calls) {
    assertApplies(call, samples.target);
    after = await transforms.of(call).apply(call.arguments as never, after, context);
  }
  return { ...after, train: share(after.train), test: share(after.test) };
}

/** What is known of the samples after these changes. Throws `DataError`. */
export function probeTransformed(probe: Probe, calls: readonly BoundCall[]): Probe {
  let after = probe;
  for (const call of calls) {
    assertApplies(call, probe);
    const entry = transforms.of(call);
    const { samples: _, ...known } = after;
    if (entry.resizes) after = known;
    const inputShape = entry.shape?.(call.arguments as never, after.inputShape);
    if (inputShape) after = { ...after, inputShape };
  }
  return after;
}

function assertApplies(call: BoundCall, { kind, steps }: Pick<Probe, 'kind' | 'steps'>): void {
  if (!transforms.of(call).classesOnly || (kind !== 'values' && steps === undefined)) return;
  throw new DataError(
    'bad-transform',
    `\`transform ${call.name}\` works on samples that have a class each, but these have ` +
      `${steps === undefined ? 'values' : 'a target for each step'}. Remove the line.`,
  );
}
