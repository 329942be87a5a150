import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { importNetwork, type OnnxNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { floats, sessionOf, type Feeds } from '../graph/support';
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

/**
 * Compares the network in PATH.onnx with PyTorch: its answers, also those of PATH.fixed.onnx and of both exported again, and the
 * gradient of each parameter but those the exporter has computed from PyTorch's. Gives how many were compared.
 */
export async function expectAsTorch(path: string, tolerance = 1e-4): Promise<number> {
  const { inputs, target, logits, loss, tensors } = JSON.parse(
    readFileSync(`${path}.json`, 'utf8'),
  ) as Computed;
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
  const expected = new Float64Array(new Uint8Array(readFileSync(`${path}.gradients`)).buffer);
  const stored = network.parameters.filter(({ name }) => name in tensors);
  for (const { name } of network.parameters)
    if (!(name in tensors)) assert.match(name, /^[a-z]+(_[a-z]+)*(_\d+)?$/);
  for (const { name } of stored) {
    const { at, count, index } = tensors[name];
    const found = floats(results[`gradient:${name}`]);
    const sums = index ? gathered(found, index, count) : found;
    expectNear(sums, expected.subarray(at, at + count), tolerance, `gradient of ${name}`);
  }
  return stored.length;
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
  const size = Math.hypot(...norms(Array.from(expected)));
  const error = Math.hypot(...norms(Array.from(expected, (value, i) => actual[i] - value)));
  assert.ok(error <= most * size + 1e-9, `${what}: relative error ${error / size}`);
}

/** The norms of parts that fit the arguments of a function. */
function norms(values: readonly number[]): number[] {
  const parts: number[] = [];
  for (let first = 0; first < values.length; first += 4096)
    parts.push(Math.hypot(...values.slice(first, first + 4096)));
  return parts;
}

/** Rows added up by their indices. */
function gathered(rows: Float32Array, index: readonly number[], length: number): Float64Array {
  const width = rows.length / index.length;
  const sums = new Float64Array(length);
  rows.forEach((value, i) => (sums[index[Math.floor(i / width)] * width + (i % width)] += value));
  return sums;
}
