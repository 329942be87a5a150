import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { TensorProtoSchema } from '../../../src/onnx/onnx_pb';
import { readModel } from '../../../src/onnx/read';
import { readTensor } from '../../../src/onnx/tensors';
import { writeModel } from '../../../src/onnx/write';
import { gradientCases } from '../graph/cases';
import { distinct, floats, runGraph, sessionOf } from '../graph/support';

const asTensor = (data: Float32Array, shape: readonly number[]): Tensor =>
  new Tensor('float32', data, shape);

describe('written models', () => {
  it('give the same numbers after reading and writing, for every operator', async function () {
    this.timeout(30_000);
    for (const [operator, cases] of Object.entries(gradientCases)) {
      const test = cases.at(-1)!;
      const builder = new GraphBuilder();
      const inputs = test.inputs.map((shape, i) => builder.input(`x${i}`, 'float32', shape));
      const result = test.build(builder, inputs);
      const outputs = 'name' in result ? [result] : result;
      outputs.forEach((output, i) => builder.output(`y${i}`, output));
      const graph = builder.build();
      const feeds = Object.fromEntries(
        test.inputs.map((shape, i) => {
          const data = (test.data ?? distinct)(shape, i);
          return [`x${i}`, asTensor(data, shape)];
        }),
      );
      const copy = readModel(writeModel(graph, { name: operator })).graph;
      const [expected, actual] = [await runGraph(graph, feeds), await runGraph(copy, feeds)];
      assert.deepEqual(Object.keys(actual), Object.keys(expected), operator);
      for (const [name, tensor] of Object.entries(expected)) {
        assert.deepEqual(actual[name].dims, tensor.dims, operator);
        assert.deepEqual(floats(actual[name]), floats(tensor), operator);
      }
    }
  });

  it('with stored parameters compute what they compute with fed ones, for any batch', async () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', 'float32', ['N', 4]);
    const weight = builder.input('F1.weight', 'float32', [3, 4]);
    builder.output('y', builder.gemm(x, weight, { transB: 1 }));
    const graph = builder.build();
    const data = distinct([3, 4], 7);
    const initializers = new Map([['F1.weight', data]]);
    const session = await InferenceSession.create(writeModel(graph, { name: 'f', initializers }));
    assert.deepEqual(session.inputNames, ['x']);
    for (const batch of [1, 5]) {
      const samples = asTensor(distinct([batch, 4], batch), [batch, 4]);
      const stored = await session.run({ x: samples });
      const fed = await runGraph(graph, { x: samples, 'F1.weight': asTensor(data, [3, 4]) });
      assert.deepEqual(floats(stored['y']), floats(fed['y']));
    }
    await session.release();
  });
});

const folder = join(process.env['DNN_DATA'] ?? '', 'onnx-models', 'mnist-8');

describe('the mnist-8 model of the ONNX model zoo', () => {
  before(function () {
    if (process.env['DNN_DATA'] && existsSync(folder)) return;
    console.log('      needs DNN_DATA with onnx-models/mnist-8');
    this.skip();
  });

  const readData = (file: string): Tensor => {
    const { data, shape } = readTensor(fromBinary(TensorProtoSchema, readFileSync(file)));
    return asTensor(data as Float32Array, shape);
  };

  it('is read, written for our opset and gives its published outputs', async () => {
    const model = readModel(readFileSync(join(folder, 'model.onnx')));
    assert.equal(model.opset, 8);
    assert.deepEqual(
      model.graph.outputs.map(({ value }) => value.type.shape),
      [[1, 10]],
    );
    const sets = readdirSync(folder).filter((name) => name.startsWith('test_data_set'));
    assert.ok(sets.length > 0);
    const [input] = model.graph.inputs;
    const [output] = model.graph.outputs;
    for (const set of sets) {
      const x = readData(join(folder, set, 'input_0.pb'));
      const expected = floats(readData(join(folder, set, 'output_0.pb')));
      const results = await runGraph(model.graph, { [input.name]: x });
      floats(results[output.name]).forEach((y, i) => {
        assert.ok(Math.abs(y - expected[i]) <= 1e-3 * Math.abs(expected[i]) + 1e-2, `${y}`);
      });
    }
  });

  it('recognizes 9,891 of the 10,000 MNIST test images after being written for our opset', async function () {
    this.timeout(60_000);
    const file = (name: string): Buffer =>
      gunzipSync(readFileSync(join(process.env['DNN_DATA'] ?? '', 'mnist', name)));
    const pixels = file('t10k-images-idx3-ubyte.gz').subarray(16);
    const labels = file('t10k-labels-idx1-ubyte.gz').subarray(8);
    const { graph } = readModel(readFileSync(join(folder, 'model.onnx')));
    const session = await sessionOf(graph);
    let right = 0;
    for (let i = 0; i < labels.length; i++) {
      const x = Float32Array.from(pixels.subarray(i * 784, (i + 1) * 784));
      const results = await session.run({ [graph.inputs[0].name]: asTensor(x, [1, 1, 28, 28]) });
      const scores = floats(results[graph.outputs[0].name]);
      if (scores.indexOf(Math.max(...scores)) === labels[i]) right++;
    }
    await session.release();
    assert.equal(right, 9891);
  });
});
