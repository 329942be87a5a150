import { word } from '../language/parameters';
import { placesOf } from '../shape/window';
import { assertFits } from './memoryLimit';
import type { Samples } from './samples';
import type { Target } from './dataset';
import type { SourceData } from './source';

/** Text as samples: windows of characters, by their numbers in an alphabet, and what follows them. */

export const targetsParameter = word(
  'What is asked for: the character behind a sample, or behind each of its characters.',
  ['last', 'each'],
  { default: 'last' },
);

export interface WindowValues {
  readonly steps: number;
  readonly stride?: number | undefined;
  readonly targets: 'last' | 'each';
}

/** Windows of `steps` characters as numbers, each with the number of the character behind it, or behind each of them. */
export function windows(
  ids: Int32Array,
  { steps, stride = steps, targets: asked }: WindowValues,
): Samples {
  const count = Math.max(0, placesOf(ids.length - 1, steps, stride));
  const width = asked === 'each' ? steps : 1;
  assertFits(
    4 * count * (steps + width),
    `${count} samples of ${steps} characters`,
    'Raise `stride`.',
  );
  const inputs = new Float32Array(count * steps);
  const targets = new Int32Array(count * width);
  for (let i = 0; i < count; i++) {
    const end = i * stride + steps;
    inputs.set(ids.subarray(i * stride, end), i * steps);
    targets.set(ids.subarray(end + 1 - width, end + 1), i * width);
  }
  return { count, inputs, targets };
}

/** The shapes of windows over an alphabet. */
export const windowShapes = (
  { steps, targets }: WindowValues,
  names: readonly string[],
): Pick<SourceData, 'inputShape'> & { readonly target: Target } => ({
  inputShape: [steps],
  target: { kind: 'classes', names, ...(targets === 'each' && { steps }) },
});
