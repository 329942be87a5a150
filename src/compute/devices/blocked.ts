import { GraphBuilder, type Graph } from '../../graph/builder';
import { gradients } from '../../graph/gradients';
import { lower } from '../../lowering/lower';
import { writeModel } from '../../onnx/write';
import { Random } from '../../random/random';
import { BlockMemory } from './blockMemory';
import { createSession, type Runtime } from './runtime';
import { elements } from '../../shape/elements';

/** Blocks of AVX-512, and of AVX2. */
const candidates = [16, 8] as const;
/** A multiple of every candidate, so that a wrong one gives wrong numbers and nothing worse. */
const width = 16;
const tolerance = 1e-4;

let probing: Promise<number | undefined> | undefined;

/**
 * The block of ONNX Runtime's blocked layout on this machine, undefined where it has none: found once by computing a small
 * network and its gradients in both layouts, and remembered for later cores.
 */
export const probeBlocked = (runtime: Runtime): Promise<number | undefined> =>
  (probing ??= recallOrProbe(runtime));

async function recallOrProbe(runtime: Runtime): Promise<number | undefined> {
  const memory = new BlockMemory(runtime);
  const known = await memory.recall();
  if (known !== undefined) return known ?? undefined;
  const block = await probe(runtime);
  await memory.keep(block ?? null);
  return block;
}

async function probe(runtime: Runtime): Promise<number | undefined> {
  const graph = sample();
  const expected = await results(runtime, graph);
  for (const block of candidates) {
    const blocked = lower(graph, { provider: 'cpu', block });
    // Failing is an answer: this build or this processor has no such operators.
    const actual = await results(runtime, blocked).catch(() => undefined);
    if (actual && agree(actual, expected)) return block;
  }
  return undefined;
}

/** Two convolutions with pooling and an upsampling gradient, and the derivatives by both filters. */
function sample(): Graph {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [width, 3, 4, 6]);
  const shapes = [
    [width, 3, 3, 3],
    [2 * width, width, 3, 3],
  ];
  const filters = shapes.map((shape, i) => graph.input(`w${i}`, 'float32', shape));
  const pads = [1, 1, 1, 1];
  const first = graph.relu(graph.conv(x, filters[0], { pads }));
  const second = graph.tanh(graph.conv(first, filters[1], { pads }));
  const size = { kernel_shape: [2, 2], strides: [2, 2] };
  const pooled = graph.add(graph.maxPool(second, size), graph.averagePool(second, size));
  const squares = graph.mul(pooled, pooled);
  const sum = graph.reduceSum(squares, { axes: [0, 1, 2, 3], keepdims: 0 });
  graph.output('sum', sum);
  const found = gradients(graph, sum, filters);
  filters.forEach((filter, i) => graph.output(`g${i}`, found.get(filter)!));
  return graph.build();
}

async function results(runtime: Runtime, graph: Graph): Promise<Map<string, Float32Array>> {
  const session = await createSession(runtime, writeModel(graph, { name: 'probe' }), 'cpu');
  try {
    const feeds = graph.inputs.map(({ name, type }) => {
      const shape = type.shape as readonly number[];
      const data = new Float32Array(elements(shape));
      new Random(1, name).fillUniform(data);
      return [name, new runtime.Tensor('float32', data.map(centre), shape)] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
  } finally {
    await session.release();
  }
}

const centre = (x: number): number => (x - 0.5) / 2;

function agree(
  actual: ReadonlyMap<string, Float32Array>,
  expected: ReadonlyMap<string, Float32Array>,
): boolean {
  return [...expected].every(([name, numbers]) => {
    const scale = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const found = actual.get(name);
    return numbers.every((x, i) => Math.abs(x - (found?.[i] ?? NaN)) <= tolerance * scale);
  });
}
