import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan, train } from './support';

describe('steps against the sign of the gradient, in plain loops and float64', () => {
  const [inputs, batch, steps, rate] = [3, 4, 12, 0.05];
  const network = networkOf(chain(`x[${inputs}]`, 'output: dense(1, bias: false)'));

  for (const adapt of [1, 1.3])
    it(adapt === 1 ? 'of one length' : 'of a length for each weight', async () => {
      const given = { rate, adapt, average: 0.7, range: 2 };
      const step = buildTrainingStep(
        network,
        plan({ loss: call('mse'), optimizer: call('sign', given) }),
        { batch, targets: { kind: 'values', count: 1 } },
      );
      const random = new Random(4, 'sign');
      const batches = Array.from({ length: steps }, () => ({
        samples: Float32Array.from({ length: batch * inputs }, () => random.between(-1, 1)),
        targets: Float32Array.from({ length: batch }, () => random.between(-1, 1)),
      }));
      const state = initialize(network, 2);
      const w = [...state.get('output.weight')!];
      const [mean, factor] = [w.map(() => 0), w.map(() => 1)];
      await train(step, state, batches, rate);
      const factors = new Set<number>();
      for (const { samples, targets } of batches) {
        const gradient = w.map(() => 0);
        for (let n = 0; n < batch; n++) {
          const x = samples.subarray(n * inputs, (n + 1) * inputs);
          const error = w.reduce((sum, value, i) => sum + value * x[i], -targets[n]);
          x.forEach((value, i) => (gradient[i] += (2 * error * value) / batch));
        }
        gradient.forEach((g, i) => {
          const agrees = Math.sign(g) * Math.sign(mean[i]);
          factor[i] = Math.min(2, Math.max(0.5, factor[i] * adapt ** agrees));
          mean[i] = 0.7 * mean[i] + 0.3 * g;
          w[i] -= rate * factor[i] * Math.sign(g);
          factors.add(factor[i]);
        });
      }
      assert.equal(factors.size > 1, adapt > 1);
      const found = state.get('output.weight')!;
      w.forEach((value, i) =>
        assert.ok(Math.abs(found[i] - value) < 1e-5, `${found[i]}, ${value}`),
      );
    });
});
