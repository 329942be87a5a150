import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { buildPrediction } from '../../../src/learning/evaluation';
import type { Series } from '../../../src/learning/step';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { sessionOf } from '../graph/support';

const steps = 7;
const features = 2;

/** Answers of a network to samples [steps, features], one after the other, each with the state the one before has left. */
async function answers(
  source: string,
  samples: readonly Float32Array[],
  series?: Series,
): Promise<number[]> {
  const network = networkOf(source);
  const evaluation = buildPrediction(network, {
    targets: { kind: 'values', count: 1 },
    ...(series && { series }),
  });
  const parameters = initialize(network, 3);
  const session = await sessionOf(evaluation.graph);
  const state = new Map<string, Tensor>(
    evaluation.carried.map(({ input, shape }) => [
      input,
      new Tensor('float32', new Float32Array(shape[0]), [1, ...shape]),
    ]),
  );
  const shapes = new Map(evaluation.graph.inputs.map(({ name, type }) => [name, type.shape]));
  const known = evaluation.parameters.map(
    ({ key, input }) =>
      [input, new Tensor('float32', parameters.get(key)!, shapes.get(input) as number[])] as const,
  );
  const found: number[] = [];
  try {
    for (const sample of samples) {
      const seen = new Tensor('float32', sample, [1, sample.length / features, features]);
      const results = await session.run({
        ...Object.fromEntries([...known, ...state]),
        [evaluation.inputs.samples]: seen,
        [evaluation.inputs.targets]: new Tensor('float32', [0], [1, 1]),
      });
      found.push(Number(results[evaluation.prediction].data[0]));
      for (const { input, output } of evaluation.carried) state.set(input, results[output]);
    }
    return found;
  } finally {
    await session.release();
  }
}

describe('samples that follow each other in time', () => {
  const series = new Float32Array(steps * features);
  new Random(1, 'series').fillUniform(series);
  const stepOf = (t: number) => series.subarray(t * features, (t + 1) * features);

  for (const layer of ['rnn(3)', 'lstm(3)', 'gru(3)', 'reservoir(3, leak: 0.4)'])
    it(`${layer} goes on from the state of the sample before`, async () => {
      const net = (length: number) =>
        chain(`x[${length}, ${features}]`, `R: ${layer}`, 'output: dense(1)');
      const single = Array.from({ length: steps }, (_, t) => stepOf(t));
      const carried = await answers(net(1), single, { washout: 0 });
      for (const length of [1, 4, steps]) {
        const [whole] = await answers(net(length), [series.subarray(0, length * features)]);
        assert.ok(Math.abs(carried[length - 1] - whole) < 1e-6, `${length} steps`);
      }
      const [, anew] = await answers(net(1), single);
      assert.ok(Math.abs(anew - carried[1]) > 1e-3, 'by itself each sample begins anew');
    });
});
