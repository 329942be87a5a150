import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { GraphError } from '../../../src/graph/graphError';
import type { Value } from '../../../src/graph/graph';
import { operatorTable } from '../../../src/graph/operators';
import { signatures, type Signature } from '../../../src/graph/operators/signatures';

const begin = () => {
  const graph = new GraphBuilder();
  return { graph, x: graph.input('x', 'float32', [2, 3]) };
};

/** The operator, its inputs as names of values or as numbers, and the attributes of the node that made a value. */
const written = ({ producer }: Value) => ({
  operator: producer!.operator.name,
  inputs: producer!.inputs.map((input) =>
    input?.data ? [...input.data].map(Number) : input?.name,
  ),
  attributes: producer!.attributes,
});

describe('an operator’s method', () => {
  it('is there for every operator', () => {
    assert.deepEqual([...operatorTable.keys()].sort(), Object.keys(signatures).sort());
    const { graph } = begin();
    for (const name of operatorTable.keys()) {
      const method = /^[A-Z]+$/.test(name)
        ? name.toLowerCase()
        : name.charAt(0).toLowerCase() + name.slice(1);
      assert.equal(typeof graph[method as 'neg'], 'function', name);
    }
  });

  const cases: readonly {
    readonly what: string;
    readonly build: (graph: GraphBuilder, x: Value) => Value;
    readonly expected: ReturnType<typeof written>;
  }[] = [
    {
      what: 'takes a number for a scalar',
      build: (graph, x) => graph.sub(1, x),
      expected: { operator: 'Sub', inputs: [[1], 'x'], attributes: {} },
    },
    {
      what: 'takes numbers for a vector',
      build: (graph, x) => graph.reshape(x, [3, 2]),
      expected: { operator: 'Reshape', inputs: ['x', [3, 2]], attributes: {} },
    },
    {
      what: 'takes optional inputs and attributes by name',
      build: (graph, x) => graph.reduceSum(x, { axes: [1], keepdims: 0 }),
      expected: { operator: 'ReduceSum', inputs: ['x', [1]], attributes: { keepdims: 0 } },
    },
    {
      what: 'leaves a gap for an optional input before one that is given',
      build: (graph, x) => graph.clip(x, { max: 2 }),
      expected: { operator: 'Clip', inputs: ['x', undefined, [2]], attributes: {} },
    },
    {
      what: 'takes what is undefined for left out',
      build: (graph, x) => graph.gemm(x, x, { bias: undefined, alpha: undefined, transB: 1 }),
      expected: { operator: 'Gemm', inputs: ['x', 'x'], attributes: { transB: 1 } },
    },
    {
      what: 'takes any number of inputs as a list',
      build: (graph, x) => graph.concat([x, x, x], { axis: 1 }),
      expected: { operator: 'Concat', inputs: ['x', 'x', 'x'], attributes: { axis: 1 } },
    },
  ];
  for (const { what, build, expected } of cases) {
    it(what, () => {
      const { graph, x } = begin();
      assert.deepEqual(written(build(graph, x)), expected);
    });
  }

  it('adds nothing for the number that changes nothing', () => {
    const { graph, x } = begin();
    for (const y of [graph.add(x, 0), graph.add(0, x), graph.sub(x, 0), graph.mul(1, x)]) {
      assert.equal(y, x);
    }
    assert.equal(graph.div(graph.mul(x, 1), 1), x);
    assert.equal(graph.build().nodes.length, 0);
    assert.equal(written(graph.sub(0, x)).operator, 'Sub');
    assert.equal(written(graph.div(1, x)).operator, 'Div');
  });

  it('gives all outputs where their number follows from the inputs', () => {
    const { graph, x } = begin();
    const parts = graph.split(x, [1, 2], { axis: 1 });
    assert.deepEqual(
      parts.map(({ type }) => type.shape),
      [
        [2, 1],
        [2, 2],
      ],
    );
  });

  it('refuses what the operator does not take when it is compiled', () => {
    const refused = (graph: GraphBuilder, x: Value) => {
      // @ts-expect-error one operand is missing
      graph.mul(x);
      // @ts-expect-error no such attribute
      graph.conv(x, x, { pad: [1, 1] });
      // @ts-expect-error a number where a list is needed
      graph.conv(x, x, { pads: 1 });
      // @ts-expect-error no attributes at all
      graph.neg(x, { alpha: 1 });
      // @ts-expect-error an optional input has a name
      graph.gemm(x, x, x);
      // @ts-expect-error a list is needed
      graph.concat(x, x);
    };
    assert.equal(refused.length, 2);
  });
});

describe('an operator added by its name', () => {
  for (const [name, signature] of Object.entries<Signature>(signatures)) {
    if (signature.inputs === 'any') continue;
    const { inputs, optional = [] } = signature;
    const most = inputs.length + optional.length;
    it(`${name} is refused with ${most + 1} inputs`, () => {
      const { graph, x } = begin();
      assert.throws(
        () => graph.apply(name, Array<Value>(most + 1).fill(x)),
        (error) => error instanceof GraphError && error.message.includes(`${most + 1} inputs`),
      );
    });
  }
});
