import assert from 'node:assert/strict';
import { InferenceSession } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { lower } from '../../../src/network/lower';
import { writeModel } from '../../../src/onnx/write';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { floats, runGraph } from '../graph/support';
import { smallNetworks } from './networks';
import { tensor } from './support';

describe('exported networks', () => {
  for (const [name, text] of Object.entries(smallNetworks)) {
    it(`give in a session of their own what they gave here: ${name}`, async () => {
      const network = networkOf(text);
      const { input } = network;
      const parameters = initialize(network, 5);
      const exported = buildInference(network);
      assert.ok(exported.nodes.every(({ operator }) => operator.domain === ''));
      const model = writeModel(exported, { name: 'Net', initializers: parameters });
      const session = await InferenceSession.create(model, { logSeverityLevel: 3 });

      for (const batch of [1, 3]) {
        const random = new Random(3, name, batch);
        const size = input.shape.reduce((n, m) => n * m, batch);
        const samples = tensor(
          Float32Array.from({ length: size }, () => random.between(-1, 1)),
          [batch, ...input.shape],
        );
        const graph = new GraphBuilder();
        const shapes = new Map<string, readonly number[]>();
        const lowered = lower(network, graph, {
          batch,
          training: false,
          parameter(key, shape) {
            shapes.set(key, shape);
            return graph.input(key, 'float32', shape);
          },
        });
        graph.output('y', lowered.outputs[0].output);
        const here = await runGraph(graph.build(), {
          ...Object.fromEntries(
            [...shapes].map(([key, shape]) => [key, tensor(parameters.get(key)!, shape)]),
          ),
          [input.name]: samples,
        });
        const there = await session.run({ [input.name]: samples });
        const [first] = session.outputNames;
        assert.deepEqual(there[first].dims, here.y.dims);
        const expected = floats(here.y);
        floats(there[first]).forEach((y, i) =>
          assert.ok(Math.abs(y - expected[i]) < 1e-5, `${i}: ${y}, here ${expected[i]}`),
        );
      }
      await session.release();
    });
  }
});
