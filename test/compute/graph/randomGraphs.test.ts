import assert from 'node:assert/strict';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { probeBlocked } from '../../../src/compute/devices/blocked';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { lower } from '../../../src/lowering/lower';
import { passNames } from '../../../src/lowering/passes';
import { Random } from '../../../src/random/random';
import { type Feeds, floats, runGraph } from './support';

/** Operators on maps in any order, as models from files have them, with operands that are repeated in every way. */

/** Graphs drawn; `DNN_SLOW` draws many more. */
const graphs = process.env.DNN_SLOW ? 500 : 40;

interface Drawn {
  readonly graph: Graph;
  readonly feeds: Feeds;
}

function drawGraph(seed: number, block: number): Drawn {
  const random = new Random(seed, 'graph');
  const one = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)];
  const graph = new GraphBuilder();
  const feeds: Record<string, Tensor> = {};
  const inputs: Value[] = [];
  const input = (shape: readonly number[]): Value => {
    const name = `in${inputs.length}`;
    const size = shape.reduce((n, m) => n * m, 1);
    const data = Float32Array.from({ length: size }, () => random.normal());
    feeds[name] = new Tensor('float32', data, shape);
    inputs.push(graph.input(name, 'float32', shape));
    return inputs.at(-1)!;
  };
  const shapeOf = (x: Value) => x.type.shape as [number, number, number, number];

  /** What can be repeated to the shape of some maps, or is as large. */
  const operand = (x: Value): Value => {
    const [n, c, h, w] = shapeOf(x);
    const shapes = [shapeOf(x), [1, c, 1, 1], [c, 1, 1], [n, c, 1, 1], [1, c, h, w], [n, 1, h, w]];
    return input(one([...shapes, [h, w], [1], [], [1, 1, 1, 1]]));
  };
  const scaled = (x: Value, maps = shapeOf(x)[1]): Value => graph.mul(x, input([1, maps, 1, 1]));
  const steps: readonly ((x: Value) => Value)[] = [
    (x) => graph.apply(one(['Add', 'Sub', 'Mul', 'Max']), [x, operand(x)]),
    (x) => graph.apply(one(['Relu', 'Tanh', 'Sigmoid', 'Neg', 'Elu']), [x]),
    (x) => graph.add(scaled(x), operand(x)),
    (x) => graph.relu(graph.add(scaled(x), scaled(operand(x), shapeOf(x)[1]))),
    (x) => graph.mul(x, graph.apply(one(['GlobalAveragePool', 'GlobalMaxPool']), [x])),
    (x) => graph.sub(x, graph.reduceMean(x, { axes: one([[1], [0, 2, 3]]) })),
    (x) => graph.pad(x, [0, 0, 1, 0, 0, 0, 0, 2]),
    (x) => graph.slice(x, [0], [1], { axes: [one([0, 2, 3])] }),
    (x) => graph.concat([x, scaled(x)], { axis: one([0, 1, 2]) }),
    (x) =>
      graph.maxPool(x, {
        kernel_shape: [1, 1],
        strides: one([
          [1, 1],
          [2, 1],
        ]),
      }),
  ];
  const filters = input([block, block, 3, 3]);
  const attributes = { pads: [1, 1, 1, 1] };
  let x = graph.conv(input([2, block, 4, 5]), filters, attributes);
  x = graph.mul(x, 0.1);
  for (let i = 0; i < 4; i++) x = one(steps)(x);
  graph.output('y', x);
  const loss = graph.reduceSum(graph.tanh(x), { keepdims: 0 });
  const found = gradients(graph, loss, inputs);
  for (const value of inputs) {
    const gradient = found.get(value);
    if (gradient) graph.output(`d_${value.name}`, gradient);
  }
  return { graph: graph.build(), feeds };
}

const greatest = (numbers: Float32Array): number =>
  numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe('graphs of random operators', function () {
  this.timeout(600_000);
  it('give the same with all passes, with the blocked layout alone, and without any', async () => {
    const block = await probeBlocked(await loadRuntime());
    const target = { provider: 'cpu', block } as const;
    let blocked = 0;
    for (let seed = 1; seed <= graphs; seed++) {
      const { graph, feeds } = drawGraph(seed, block ?? 16);
      const expected = await runGraph(graph, feeds);
      for (const passes of [passNames, ['blockLayout']] as const) {
        const written = lower(graph, target, passes);
        blocked += written.nodes.filter(({ operator }) => operator.domain !== '').length;
        const actual = await runGraph(written, feeds);
        for (const [name, tensor] of Object.entries(expected)) {
          assert.deepEqual(actual[name].dims, tensor.dims, `${seed}: ${name}`);
          const numbers = floats(tensor);
          const off = greatest(floats(actual[name]).map((y, i) => y - numbers[i]));
          assert.ok(off <= 1e-4 * (greatest(numbers) + 1), `${seed}: ${name} differs by ${off}`);
        }
      }
    }
    assert.ok(block === undefined || blocked > 4 * graphs, `${blocked} operators are blocked`);
  });
});
