import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/builder';
import type { Attributes, Value } from '../../../src/graph/graph';
import { writableOpsets } from '../../../src/graph/opset';
import { gradients } from '../../../src/graph/gradients';
import { writeModel } from '../../../src/onnx/write';

/** Running graphs and comparing gradients with central differences. */

export type Feeds = Readonly<Record<string, Tensor>>;

/** In the opset of graphs, or the first that has all its operators. */
export function sessionOf(graph: Graph): Promise<InferenceSession> {
  const { oldest } = writableOpsets;
  const since = graph.nodes.map(({ operator }) => (operator.domain === '' ? operator.since : 0));
  const model = writeModel(graph, { name: 'test', opset: Math.max(oldest, ...since) });
  return InferenceSession.create(model, { logSeverityLevel: 3 });
}

export const runGraph = async (
  graph: Graph,
  feeds: Feeds = {},
): Promise<Record<string, Tensor>> => {
  const session = await sessionOf(graph);
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
};

export const floats = (tensor: Tensor): Float32Array => tensor.data as Float32Array;

/** A small generator of reproducible numbers in [0, 1) (Park and Miller 1988). */
export function numbers(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const volume = (shape: readonly number[]): number => shape.reduce((n, m) => n * m, 1);

/** Distinct numbers from -1.5 to 1.5, no two closer than `gap`, none closer than gap / 2 to zero. */
export function distinct(shape: readonly number[], seed: number): Float32Array {
  const count = volume(shape);
  const random = numbers(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return Float32Array.from(order, (place) => ((place + 0.5) / count - 0.5) * 3);
}

/** Positive numbers from 0.5 to 2. */
export const positive = (shape: readonly number[], seed: number): Float32Array =>
  distinct(shape, seed).map((x) => 1.25 + x / 2);

export interface GradientCase {
  /** Float inputs: shapes, or shapes with elements. */
  readonly inputs: readonly (readonly number[])[];
  readonly build: (graph: GraphBuilder, inputs: readonly Value[]) => Value | readonly Value[];
  readonly data?: (shape: readonly number[], seed: number) => Float32Array;
  /** Positions of the inputs whose gradients are checked; by default all. */
  readonly wanted?: readonly number[];
  readonly seed?: number;
}

/** A case of one operator that has only float inputs. */
export const operatorCase = (
  operator: string,
  inputs: readonly (readonly number[])[],
  attributes: Attributes = {},
  more: Partial<GradientCase> = {},
): GradientCase => ({
  inputs,
  build: (graph, values) => graph.apply(operator, values, attributes),
  ...more,
});

/**
 * Checks ⟨∂L/∂x, v⟩ against (L(x + hv) - L(x - hv)) / 2h for L = Σ r·f(x) with random r and directions v; the sum is
 * taken in double precision. Also checks that inferred shapes are those of the runtime.
 */
export async function checkGradient(test: GradientCase, tolerance = 1e-2): Promise<void> {
  const seed = test.seed ?? 1;
  const random = numbers(seed + 1000);
  const data = test.inputs.map((shape, i) => (test.data ?? distinct)(shape, seed + i));
  const tensor = (values: Float32Array, shape: readonly number[]): Tensor =>
    new Tensor('float32', values, [...shape]);

  const forward = new GraphBuilder();
  const outputs = applied(test, forward);
  outputs.forEach((output, i) => forward.output(`y${i}`, output));
  const shapes = outputs.map((output) => output.type.shape as number[]);
  const weights = shapes.map((shape) =>
    Float32Array.from({ length: volume(shape) }, () => random() * 2 - 1),
  );
  const session = await sessionOf(forward.build());
  const loss = async (changed: readonly Float32Array[]): Promise<number> => {
    const feeds = test.inputs.map((shape, i) => [`x${i}`, tensor(changed[i], shape)] as const);
    const results = await session.run(Object.fromEntries(feeds));
    let total = 0;
    shapes.forEach((shape, i) => {
      const result = results[`y${i}`];
      assert.deepEqual([...result.dims], shape, 'inferred shape');
      floats(result).forEach((y, k) => (total += y * weights[i][k]));
    });
    return total;
  };

  const wanted = test.wanted ?? test.inputs.map((_, i) => i);
  const found = await analyticGradients(test, wanted, data, weights, shapes);
  try {
    for (const [position, i] of wanted.entries()) {
      const gradient = found[position];
      assert.equal(gradient.length, data[i].length, `gradient of input ${i} has its shape`);
      for (let repeat = 0; repeat < 2; repeat++) {
        const direction = Float32Array.from(data[i], () => random() * 2 - 1);
        const step = Math.min(4e-3, 0.9 / data[i].length);
        const moved = (sign: number): Float32Array[] =>
          data.map((values, k) =>
            k === i ? values.map((value, j) => value + sign * step * direction[j]) : values,
          );
        const [up, down] = [moved(1), moved(-1)];
        const numeric = (await loss(up)) - (await loss(down));
        let analytic = 0;
        let scale = 0;
        // What was added in float32 is a little off step · direction.
        gradient.forEach((slope, j) => {
          const change = slope * (up[i][j] - down[i][j]);
          analytic += change;
          scale += change * change;
        });
        const allowed = tolerance * Math.max(Math.sqrt(scale), Math.abs(numeric)) + 2e-6;
        assert.ok(
          Math.abs(numeric - analytic) <= allowed,
          `input ${i}: central difference ${numeric}, gradient ${analytic}, allowed ${allowed}`,
        );
      }
    }
  } finally {
    await session.release();
  }
}

function applied(test: GradientCase, graph: GraphBuilder): readonly Value[] {
  const inputs = test.inputs.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
  const result = test.build(graph, inputs);
  return 'name' in result ? [result] : result;
}

async function analyticGradients(
  test: GradientCase,
  wanted: readonly number[],
  data: readonly Float32Array[],
  weights: readonly Float32Array[],
  shapes: readonly number[][],
): Promise<Float32Array[]> {
  const graph = new GraphBuilder();
  const inputs = test.inputs.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
  const result = test.build(graph, inputs);
  const outputs = 'name' in result ? [result] : result;
  const parts = outputs.map((output, i) => {
    const weight = graph.constant(weights[i], shapes[i]);
    return graph.reduceSum(graph.mul(output, weight), { keepdims: 0 });
  });
  const loss = parts.reduce((sum, part) => graph.add(sum, part));
  const found = gradients(
    graph,
    loss,
    wanted.map((i) => inputs[i]),
  );
  wanted.forEach((i) => {
    const gradient = found.get(inputs[i]);
    assert.ok(gradient, `input ${i} has a gradient`);
    assert.deepEqual(gradient.type.shape, test.inputs[i], `shape of the gradient of input ${i}`);
    graph.output(`dx${i}`, gradient);
  });
  const feeds = test.inputs.map((shape, i) => [
    `x${i}`,
    new Tensor('float32', data[i], [...shape]),
  ]);
  const values = await runGraph(graph.build(), Object.fromEntries(feeds) as Feeds);
  return wanted.map((i) => floats(values[`dx${i}`]));
}

/** The inputs of a case. */
export const feedsOf = (test: GradientCase): Feeds =>
  Object.fromEntries(
    test.inputs.map((shape, i) => {
      const data = (test.data ?? distinct)(shape, i);
      return [`x${i}`, new Tensor('float32', data, shape)];
    }),
  );

/** The forward graph of a case and the gradients of the sum of its squared outputs, by default by all inputs. */
export function withGradients(test: GradientCase, wanted = test.inputs.map((_, i) => i)): Graph {
  const graph = new GraphBuilder();
  const inputs = test.inputs.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
  const result = test.build(graph, inputs);
  const outputs = 'name' in result ? [result] : result;
  outputs.forEach((output, i) => graph.output(`y${i}`, output));
  if (wanted.length === 0) return graph.build();
  const parts = outputs.map((output) =>
    graph.reduceSum(graph.mul(output, output), { keepdims: 0 }),
  );
  const loss = parts.reduce((sum, part) => graph.add(sum, part));
  const found = gradients(
    graph,
    loss,
    wanted.map((i) => inputs[i]),
  );
  for (const i of wanted) {
    const gradient = found.get(inputs[i]);
    if (gradient) graph.output(`dx${i}`, gradient);
  }
  return graph.build();
}
