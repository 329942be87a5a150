import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { lower } from '../../../src/lowering/lower';
import type { PassName } from '../../../src/lowering/passes';
import { distinct, floats, runGraph } from './support';

/** What a pass is for only where tensors are larger than those of the random networks. */

type Build = (graph: GraphBuilder, a: Value, b: Value, c: Value) => Value;
const [inner, rows, columns] = [70, 5, 130];
const a = distinct([inner, rows], 1);
const b = distinct([inner, columns], 2);
const c = distinct([columns], 3);

/** Aᵀ B in float64, row by row, as `each` sees its numbers. */
const product = (each: (sum: number, column: number) => number): number[] =>
  Array.from({ length: rows * columns }, (_, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[k * rows + i] * b[k * columns + j];
    return each(sum, j);
  });

const squares = b.reduce((sum, x) => sum + x * x, 0);

const cases: readonly (readonly [what: string, PassName, Build, readonly number[]])[] = [
  [
    'a transposed factor',
    'transposeBeforeProduct',
    (graph, x, y) => graph.gemm(x, y, { transA: 1 }),
    product((sum) => sum),
  ],
  [
    'a transposed factor with a bias and scales',
    'transposeBeforeProduct',
    (graph, x, y, bias) => graph.gemm(x, y, { bias, transA: 1, alpha: -0.5, beta: 3 }),
    product((sum, column) => -0.5 * sum + 3 * c[column]),
  ],
  [
    'both factors transposed',
    'transposeBeforeProduct',
    (graph, x, y) => graph.gemm(x, graph.transpose(y, { perm: [1, 0] }), { transA: 1, transB: 1 }),
    product((sum) => sum),
  ],
  [
    'a sum of squares',
    'squaresInOneKernel',
    (graph, _, y) => graph.reduceSum(graph.mul(y, y), { axes: [0, 1], keepdims: 0 }),
    [squares],
  ],
  [
    'a mean of squares that keeps its dimensions',
    'squaresInOneKernel',
    (graph, _, y) => graph.reduceMean(graph.mul(y, y), { axes: [0, 1], keepdims: 1 }),
    [squares / (inner * columns)],
  ],
];

describe('what the CPU runs', () => {
  for (const [what, pass, build, expected] of cases)
    it(`computes ${what} after ${pass}`, async () => {
      const builder = new GraphBuilder();
      const given = { a: [inner, rows], b: [inner, columns], c: [columns] };
      const [x, y, bias] = Object.entries(given).map(([name, shape]) =>
        builder.input(name, 'float32', shape),
      );
      builder.output('result', build(builder, x, y, bias));
      const graph = builder.build();
      const lowered = lower(graph, { provider: 'cpu' }, [pass]);
      assert.notDeepEqual(
        lowered.nodes.map(({ operator }) => operator.name),
        graph.nodes.map(({ operator }) => operator.name),
      );
      const used = new Set(graph.inputs.map(({ name }) => name));
      const feeds = Object.entries({ a, b, c }).flatMap(([name, data]) =>
        used.has(name)
          ? [[name, new Tensor('float32', data, given[name as keyof typeof given])] as const]
          : [],
      );
      const { result } = await runGraph(lowered, Object.fromEntries(feeds));
      assert.equal(result.data.length, expected.length);
      floats(result).forEach((number, i) => {
        assert.ok(
          Math.abs(number - expected[i]) <= 1e-5 * (1 + Math.abs(expected[i])),
          `${number} is not ${expected[i]}`,
        );
      });
    });
});
