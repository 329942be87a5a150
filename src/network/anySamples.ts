import type { Random } from '../random/random';
import { elements } from '../shape/elements';
import { columnsRead } from './columns';
import type { Network } from './network';

/** Samples a network can take, one behind the other: uniform numbers in [0, 1), and whole ones where a layer looks them up. */
export function anySamples(network: Network, count: number, random: Random): Float32Array {
  const size = elements(network.input.shape);
  const samples = random.fillUniform(new Float32Array(count * size));
  for (const layer of network.layers) {
    const vocabulary = layer.entry.vocabulary?.(layer.arguments);
    const columns = columnsRead(network, layer);
    if (vocabulary === undefined || !columns) continue;
    for (let sample = 0; sample < samples.length; sample += size) {
      const first = sample + columns.first;
      for (let i = first; i < first + columns.count; i++)
        samples[i] = Math.floor(samples[i] * vocabulary);
    }
  }
  return samples;
}
