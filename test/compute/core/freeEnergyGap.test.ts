import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { Evaluator, parameterOf } from '../../../src/compute/training/evaluator';
import type { Dataset, Split } from '../../../src/data/dataset';
import { cd } from '../../../src/learning/rules/cd';
import { initialize } from '../../../src/network/initialize';
import { chain, networkOf } from '../../unit/network/support';
import { distinct } from '../graph/support';
import { plan } from '../learning/support';

const visible = 6;
const rows = (count: number, seed: number) => distinct([count, visible], seed);

const splitOf = (name: Split['name'], samples: Float32Array): Split => ({
  name,
  count: samples.length / visible,
  gather: (indices, inputs) =>
    indices.forEach((from, to) =>
      inputs.set(samples.subarray(from * visible, (from + 1) * visible), to * visible),
    ),
  label: () => undefined,
});

const datasetOf = (train: Float32Array, validation: Float32Array): Dataset => ({
  name: 'data',
  inputShape: [visible],
  target: { kind: 'values', names: ['t'] },
  splits: {
    train: splitOf('train', train),
    validation: splitOf('validation', validation),
    test: splitOf('test', new Float32Array(0)),
  },
  normalization: { mean: [0], scale: [1] },
  segments: 1,
  batch: 1,
  hash: '',
});

describe('the free-energy gap', () => {
  it('is that of validation samples above as many training samples', async () => {
    const runtime = await loadRuntime();
    const network = networkOf(chain(`x[${visible}]`, 'output H: dense(4) logistic'));
    const method = cd.method({ steps: 1, visible: 'gaussian', labels: false });
    const evaluation = method.evaluate(network, plan(), { targets: { kind: 'values', count: 1 } });
    const tensors = new Map(
      [...initialize(network, 1)].map(([key, data]) => [
        key,
        { data, shape: key === 'H.weight' ? [4, visible] : [4] },
      ]),
    );
    tensors.set('H.visible_bias', { data: new Float32Array(visible), shape: [visible] });
    const scores = async (train: Float32Array, validation: Float32Array) => {
      const dataset = datasetOf(train, validation);
      const evaluator = await Evaluator.open(runtime, 'cpu', evaluation, dataset);
      try {
        const parameter = parameterOf(runtime, tensors);
        const told = await evaluator.score('validation', parameter);
        return { trained: await evaluator.score('train', parameter), told };
      } finally {
        await evaluator.dispose();
      }
    };
    const [train, more, validation] = [rows(5, 1), rows(7, 2), rows(5, 3)];
    const { trained, told } = await scores(train, validation);
    const gap = told!.free_energy - trained!.free_energy;
    assert.ok(Math.abs(gap) > 1e-3);
    assert.ok(Math.abs(told!.free_energy_gap - gap) < 1e-5);
    const among = await scores(Float32Array.of(...train, ...more), validation);
    assert.equal(among.told!.free_energy_gap, told!.free_energy_gap);
  });
});
