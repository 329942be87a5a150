import { Random } from '../random/random';
import { initializers } from './catalogue';
import { parameterKey, type Network } from './network';
import { elements } from '../shape/elements';

/** The parameters a network starts with, by key: stored ones, or drawn; a seed gives the same numbers on every machine. */
export function initialize(network: Network, seed: number): Map<string, Float32Array> {
  const parameters = new Map<string, Float32Array>();
  for (const layer of network.layers) {
    for (const spec of layer.parameters) {
      const key = parameterKey(layer, spec);
      if (spec.values) {
        parameters.set(key, spec.values.slice());
        continue;
      }
      const random = new Random(seed, 'init', key);
      const { initializer } = spec;
      const entry = initializers.of(initializer);
      const draw = entry.sampler(initializer.arguments, spec, random);
      const values = new Float32Array(elements(spec.shape));
      for (let i = 0; i < values.length; i++) values[i] = draw();
      entry.finish?.(initializer.arguments, values, spec.shape[0]);
      parameters.set(key, values);
    }
  }
  return parameters;
}
