import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { importNetwork, type OnnxNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { floats, sessionOf, type Feeds } from '../graph/support';
import { plan, train } from '../learning/support';
import { answersGraph, gradientsGraph, parameterFeeds } from './imported';

/** What `test/peers/torch/oracle.py` says of a network: PyTorch's answers and gradients in float64. */
interface Computed {
  readonly inputs: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
  readonly target: readonly number[];
  readonly logits: readonly number[];
  readonly loss: number;
  /** Where a stored tensor's gradient is; with an index it is that of rows that the tensor was picked from. */
  readonly tensors: Readonly<
    Record<
      string,
      { readonly at: number; readonly count: number; readonly index?: readonly number[] }
    >
  >;
}

function computedBy(path: string) {
  const computed = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Computed;
  const gradients = new Float64Array(new Uint8Array(readFileSync(`${path}.gradients`)).buffer);
  return {
    ...computed,
    stored: (name: string) => name in computed.tensors,
    gradient: (name: string) => {
      const { at, count, index } = computed.tensors[name];
      return { values: gradients.subarray(at, at + count), index };
    },
  };
}

/**
 * Compares the network in PATH.onnx with PyTorch: its answers, also those of PATH.fixed.onnx and of both exported again, and the
 * gradient of each parameter but those the exporter has computed from PyTorch's. Gives how many were compared.
 */
export async function expectAsTorch(path: string, tolerance = 1e-4): Promise<number> {
  const { inputs, target, logits, loss, gradient, stored: isStored } = computedBy(path);
  const feedsOf = (network: OnnxNetwork) =>
    Object.fromEntries(
      network.inputs.map(({ name, dataType }) => {
        const { shape, values } = inputs[name];
        return [name, samplesOf(dataType, values, shape)];
      }),
    );
  for (const file of [`${path}.onnx`, `${path}.fixed.onnx`].filter(existsSync)) {
    const network = importNetwork(readFileSync(file));
    const answers = await answersAgain(network, feedsOf(network));
    expectNear(answers, logits, 1e-4, `answers of ${file}`);
  }

  const network = importNetwork(readFileSync(`${path}.onnx`));
  const [{ shape }] = Object.values(inputs);
  const session = await sessionOf(gradientsGraph(network, shape[0], target));
  const results = await session.run({ ...feedsOf(network), ...parameterFeeds(network) });
  await session.release();
  expectNear(floats(results['loss']), [loss], 1e-5, 'loss');
  for (const { name } of network.parameters)
    if (!isStored(name)) assert.match(name, /^([a-z]+(_[a-z]+)*|onnx::(LSTM|GRU))(_\d+)?$/);
  const stored = network.parameters.filter(({ name }) => isStored(name));
  for (const { name } of stored) {
    const { values, index } = gradient(name);
    const found = floats(results[`gradient:${name}`]);
    const sums = index ? gathered(found, index, values.length) : found;
    expectNear(sums, values, tolerance, `gradient of ${name}`);
  }
  return stored.length;
}

/**
 * Takes a step of stochastic gradient descent with the network in PATH.onnx as a notebook's, and compares each parameter with
 * what it becomes in PyTorch in float64: by rounding errors of its numbers, and `tolerance` of the way it goes. Gives how many
 * were compared.
 */
export async function expectStepAsTorch(path: string, tolerance = 1e-4): Promise<number> {
  const { inputs, target, loss, stored, gradient } = computedBy(path);
  const [{ shape, values }] = Object.values(inputs);
  const cell = `network Net from "net.onnx" {\n  output: softmax\n}`;
  const readModel = () => new Uint8Array(readFileSync(`${path}.onnx`));
  const { networks, diagnostics } = analyze([cell], { readModel });
  assert.deepEqual(diagnostics, []);
  const network = networks.get('Net')!;
  const [samples, classes] = [shape[0], Number(network.outputs[0].shape.at(-1))];
  const step = buildTrainingStep(network, plan(), {
    batch: samples,
    targets: { kind: 'classes', count: classes },
  });
  const before = initialize(network, 1);
  const after = new Map(before);
  const targets = target.flatMap((label) =>
    Array.from({ length: classes }, (_, i) => (i === label ? 1 : 0)),
  );
  const rate = 0.01;
  const [told] = await train(step, after, [{ samples: values, targets }], rate);
  expectNear([told.loss], [loss], 1e-5, 'loss of the step');
  const compared = [...before].filter(([key]) => stored(key));
  for (const [key, start] of compared) {
    const { values: slope, index } = gradient(key);
    const changes = start.map((value, i) => after.get(key)![i] - value);
    const way = index ? gathered(changes, index, slope.length) : changes;
    const off = norm(slope.map((value, i) => way[i] + rate * value));
    const rounding = 2 ** -23 * norm(start);
    assert.ok(off <= rounding + tolerance * rate * norm(slope), `${key} is ${off} off`);
  }
  return compared.length;
}

/** What a network answers when it is exported again. */
export async function answersAgain(network: OnnxNetwork, feeds: Feeds): Promise<Float32Array> {
  const initializers = new Map(network.parameters.map((one) => [one.name, one.values]));
  const model = writeModel(answersGraph(network), { name: 'again', initializers });
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const results = await session.run(feeds);
  await session.release();
  return floats(Object.values(results).find(({ type }) => type === 'float32')!);
}

export function samplesOf(
  dataType: string,
  values: readonly number[],
  shape: readonly number[],
): Tensor {
  if (dataType === 'int64')
    return new Tensor(dataType, BigInt64Array.from(values, BigInt), [...shape]);
  if (dataType === 'int32') return new Tensor(dataType, Int32Array.from(values), [...shape]);
  return new Tensor('float32', Float32Array.from(values), [...shape]);
}

/** Checks the norm of the difference, relative to that of what is expected. */
export function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  most: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  const size = norm(expected);
  const error = norm(Array.from(expected, (value, i) => actual[i] - value));
  assert.ok(error <= most * size + 1e-9, `${what}: relative error ${error / size}`);
}

function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum);
}

/** Rows added up by their indices. */
function gathered(rows: Float32Array, index: readonly number[], length: number): Float64Array {
  const width = rows.length / index.length;
  const sums = new Float64Array(length);
  rows.forEach((value, i) => (sums[index[Math.floor(i / width)] * width + (i % width)] += value));
  return sums;
}
