import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { Arithmetic } from '../../../src/graph/arithmetic';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import { gradients } from '../../../src/graph/gradients';
import type { Value } from '../../../src/graph/graph';
import { importNetwork, type OnnxNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { floats, sessionOf } from '../graph/support';

const data = process.env['DNN_DATA'] ?? '';
const file = join(data, 'onnx-models', 'mnist-8', 'model.onnx');
const batch = 64;

/** One step of gradient descent on the cross entropy of the only output. */
function stepGraph(network: OnnxNetwork, rate: number): Graph {
  const graph = new GraphBuilder();
  const a = new Arithmetic(graph);
  const [input] = network.inputs;
  const x = graph.input('x', input.dataType, [batch, ...input.shape]);
  const target = graph.input('target', 'float32', [batch, 10]);
  const parameters = new Map(
    network.parameters.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
  );
  const outputs = network.lower(
    graph,
    () => x,
    (name) => parameters.get(name)!,
  );
  const logits = [...outputs.values()][0];
  const likelihood = a.mul(target, graph.logSoftmax(logits, { axis: -1 }));
  const loss = a.neg(a.div(a.sum(likelihood), batch));
  const trained = network.parameters.filter(({ frozen }) => !frozen).map(({ name }) => name);
  const found = gradients(
    graph,
    loss,
    trained.map((name) => parameters.get(name)!),
  );
  for (const name of trained) {
    const value = parameters.get(name)!;
    graph.output(`${name}:next`, a.sub(value, a.mul(found.get(value)!, rate)));
  }
  graph.output('loss', loss);
  return graph.build();
}

/** The network as it is exported, for batches of any size. */
function inferenceGraph(network: OnnxNetwork): Graph {
  const graph = new GraphBuilder();
  const inputs = new Map<string, Value>();
  for (const { name, dataType, shape } of network.inputs) {
    inputs.set(name, graph.input(name, dataType, ['N', ...shape]));
  }
  for (const { name, shape } of network.parameters) {
    inputs.set(name, graph.input(name, 'float32', shape));
  }
  const input = (name: string): Value => inputs.get(name)!;
  for (const [name, value] of network.lower(graph, input, input)) graph.output(name, value);
  return graph.build();
}

describe('mnist-8 as a network', function () {
  this.timeout(60_000);
  let network: OnnxNetwork;
  let images: Float32Array;
  let labels: Uint8Array;
  before(function () {
    if (!existsSync(file)) {
      console.log('      needs DNN_DATA with onnx-models/mnist-8 and mnist');
      this.skip();
    }
    const unzip = (name: string): Buffer => gunzipSync(readFileSync(join(data, 'mnist', name)));
    images = Float32Array.from(unzip('t10k-images-idx3-ubyte.gz').subarray(16, 16 + batch * 784));
    labels = unzip('t10k-labels-idx1-ubyte.gz').subarray(8, 8 + batch);
    network = importNetwork(readFileSync(file));
  });
  const imagesOf = (pixels: Float32Array): Tensor =>
    new Tensor('float32', pixels, [pixels.length / 784, 1, 28, 28]);

  it('has the weights and biases of two convolutions and a dense layer as parameters', () => {
    assert.deepEqual(network.parameters.map(({ shape }) => shape.join(' ')).toSorted(), [
      '1 10',
      '16 1 1',
      '16 4 4 10',
      '16 8 5 5',
      '8 1 1',
      '8 1 5 5',
    ]);
    assert.deepEqual(network.inputs[0].shape, [1, 28, 28]);
    assert.deepEqual(network.outputs[0].shape, [10]);
  });

  it('gives for a batch what the file gives for each of its images', async () => {
    const initializers = new Map(network.parameters.map(({ name, values }) => [name, values]));
    const exported = writeModel(inferenceGraph(network), { name: 'mnist', initializers });
    const [input] = network.inputs;
    const [output] = network.outputs;
    const session = await InferenceSession.create(exported);
    const together = await session.run({ [input.name]: imagesOf(images) });
    const original = await InferenceSession.create(readFileSync(file), { logSeverityLevel: 4 });
    const scores = floats(together[output.name]);
    assert.deepEqual([...together[output.name].dims], [batch, 10]);
    for (let i = 0; i < 8; i++) {
      const feeds = { [input.name]: imagesOf(images.slice(i * 784, (i + 1) * 784)) };
      const alone = floats((await original.run(feeds))[output.name]);
      // Scores go into the thousands.
      alone.forEach((y, k) => assert.ok(Math.abs(y - scores[i * 10 + k]) <= 0.05));
    }
    await session.release();
    await original.release();
  });

  for (const [what, frozen, rate] of [
    ['all parameters', () => false, 1e-5],
    ['the last layer alone', (name: string) => !/193|194/.test(name), 1e-4],
  ] as const) {
    it(`learns inverted images with ${what} and is exported again`, async () => {
      const tuned = importNetwork(readFileSync(file), { frozen });
      const inverted = imagesOf(images.map((pixel) => 255 - pixel));
      const target = new Float32Array(batch * 10);
      labels.forEach((label, i) => (target[i * 10 + label] = 1));
      const values = new Map(tuned.parameters.map((p) => [p.name, p.values]));
      const session = await sessionOf(stepGraph(tuned, rate));
      const losses: number[] = [];
      for (let step = 0; step < 20; step++) {
        const feeds = tuned.parameters.map(
          ({ name, shape }) => [name, new Tensor('float32', values.get(name)!, shape)] as const,
        );
        const results = await session.run({
          x: inverted,
          target: new Tensor('float32', target, [batch, 10]),
          ...Object.fromEntries(feeds),
        });
        losses.push(floats(results['loss'])[0]);
        for (const { name, frozen: kept } of tuned.parameters) {
          if (!kept) values.set(name, floats(results[`${name}:next`]).slice());
        }
      }
      await session.release();
      assert.ok(losses.at(-1)! < 0.4 * losses[0], losses.join(' '));

      const exported = writeModel(inferenceGraph(tuned), { name: 'tuned', initializers: values });
      const again = importNetwork(exported);
      assert.deepEqual(
        again.parameters.map(({ name, values: stored }) => [name, stored]),
        tuned.parameters.map(({ name }) => [name, values.get(name)]),
      );
      const run = await InferenceSession.create(exported);
      const { [tuned.outputs[0].name]: scores } = await run.run({
        [tuned.inputs[0].name]: inverted,
      });
      await run.release();
      assert.ok(Math.abs(crossEntropy(floats(scores), labels) / losses.at(-1)! - 1) < 0.1);
    });
  }
});

const crossEntropy = (scores: Float32Array, labels: Uint8Array): number =>
  labels.reduce((total, label, i) => {
    const row = scores.slice(i * 10, i * 10 + 10);
    const top = Math.max(...row);
    const sum = row.reduce((s, y) => s + Math.exp(y - top), 0);
    return total + Math.log(sum) + top - row[label];
  }, 0) / labels.length;
