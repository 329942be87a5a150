import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import { DataError } from '../dataset';
import type { DataContext, Probe } from '../source';
import { share } from '../stored';
import { balance } from './balance';
import { fraction } from './fraction';
import { labelNoise } from './labelNoise';
import { permute } from './permute';
import type { TransformEntry, UsedSamples } from './transform';

/** Everything that may happen to samples when they are loaded. */
export const transforms = new EntryTable<TransformEntry>('transform', [
  fraction,
  balance,
  labelNoise,
  permute,
]);

/** The samples after these changes, in their order. Throws `DataError`. */
export async function transformed(
  samples: UsedSamples,
  calls: readonly BoundCall[],
  context: DataContext,
): Promise<UsedSamples> {
  let after = samples;
  for (const call of calls) {
    assertApplies(call, samples.target.kind);
    after = await transforms.of(call).apply(call.arguments as never, after, context);
  }
  return { ...after, train: share(after.train), test: share(after.test) };
}

/** What is known of the samples after these changes. Throws `DataError`. */
export function probeTransformed(probe: Probe, calls: readonly BoundCall[]): Probe {
  for (const call of calls) assertApplies(call, probe.kind);
  const { samples, ...known } = probe;
  return samples && calls.some((call) => transforms.of(call).resizes) ? known : probe;
}

function assertApplies(call: BoundCall, kind: Probe['kind']): void {
  if (kind !== 'values' || !transforms.of(call).classesOnly) return;
  throw new DataError(
    'bad-transform',
    `\`transform ${call.name}\` works on classes, but the targets of these samples are values. Remove the line.`,
  );
}
