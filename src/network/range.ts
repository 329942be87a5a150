import type { Range } from './entries';
import type { Layer } from './network';

/** The ends of the interval in which all outputs of a layer lie, where it nears them the more, the greater its sums are. */
export function rangeOf({ entry, activations, ...layer }: Layer): Range | undefined {
  const last = activations.at(-1);
  return last ? last.entry.range?.(last.call.arguments) : entry.range?.(layer.arguments);
}
