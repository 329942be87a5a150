import { DataError, type SplitName } from './dataset';
import type { Samples } from './samples';
import type { SampleForm } from './segments';
import type { UsedSamples } from './transforms/transform';

const advice: Readonly<Record<SplitName, string>> = {
  train: 'Fill in targets in its file.',
  validation: 'Set more samples aside, or fill in targets in its file.',
  test: 'Test on more samples, or on none with `test: 0`.',
};

/** Throws a `DataError` where a split of sequences has samples, but no step with a target: every mean over it would be one of nothing. */
export function assertStepTargets(
  name: string,
  { train, test, members, target }: UsedSamples,
  cut: SampleForm['cut'],
): void {
  const { steps, kind, names } = target;
  if (steps === undefined) return;
  const width = kind === 'classes' ? 1 : names.length;
  const asked = steps - (cut?.delay ?? 0);
  const isTarget = (value: number) => (kind === 'classes' ? value >= 0 : !Number.isNaN(value));
  const hasTarget = ({ targets }: Samples, sample: number): boolean => {
    for (let step = sample * steps; step < sample * steps + asked; step++)
      if (targets.subarray(step * width, (step + 1) * width).every(isTarget)) return true;
    return false;
  };
  const tested = Int32Array.from({ length: test.count }, (_, sample) => sample);
  for (const [split, samples, of] of [
    ['train', train, members.train],
    ['validation', train, members.validation],
    ['test', test, tested],
  ] as const) {
    if (of.length === 0 || of.some((sample) => hasTarget(samples, sample))) continue;
    const late = asked < steps ? ` that \`delay ${steps - asked}\` leaves` : '';
    const called = split === 'train' ? 'training' : split;
    throw new DataError(
      'empty',
      `No step of the ${called} split of \`${name}\` has a target${late}. ${advice[split]}`,
    );
  }
}
