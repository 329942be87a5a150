import { assertFits } from '../memoryLimit';
import type { Samples } from '../samples';
import { breathe, type DataContext } from '../source';
import { sharedBytes } from '../stored';
import type { UsedSamples } from './transform';

/** The samples with number `i` of each input taken from place `order[i]`. */
export async function rearranged(
  samples: UsedSamples,
  order: Int32Array,
  context: DataContext,
): Promise<UsedSamples> {
  if (order.every((from, i) => from === i)) return samples;
  const { features, ...others } = samples;
  // Of a sequence it is the steps that move.
  const named = features && samples.inputShape.length === 2 && { features };
  return {
    ...others,
    ...named,
    train: await moved(samples.train, order, context),
    test: await moved(samples.test, order, context),
  };
}

async function moved(samples: Samples, order: Int32Array, context: DataContext): Promise<Samples> {
  const { inputs, count } = samples;
  assertFits(inputs.byteLength, 'Rearranging the samples', 'Use fewer.');
  const { buffer } = sharedBytes(inputs.byteLength);
  const changed = inputs instanceof Uint8Array ? new Uint8Array(buffer) : new Float32Array(buffer);
  const piece = Math.max(1, Math.floor(4e6 / order.length));
  for (let sample = 0; sample < count; sample++) {
    const from = sample * order.length;
    for (let i = 0; i < order.length; i++) changed[from + i] = inputs[from + order[i]];
    if (sample % piece === 0) await breathe(context, 'Rearranging the samples', sample / count);
  }
  return { ...samples, inputs: changed };
}
