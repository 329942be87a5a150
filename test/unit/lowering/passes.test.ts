import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { lower } from '../../../src/lowering/lower';
import { passNames, type PassName } from '../../../src/lowering/passes';
import { providers } from '../../../src/lowering/target';

const operators = (graph: Graph): string[] => graph.nodes.map((node) => node.operator.name);

/** The graph of an expression of x [2, 3] and y [3]. */
const graphOf = (build: (graph: GraphBuilder, x: Value, y: Value) => Value): Graph => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [2, 3]);
  const y = graph.input('y', 'float32', [3]);
  graph.output('z', build(graph, x, y));
  return graph.build();
};

/** Aᵀ B of two more inputs of these shapes. */
function transposedProduct(graph: GraphBuilder, left: number[], right: number[]): Value {
  const [a, b] = [left, right].map((shape) =>
    graph.input(`in${shape.join('x')}`, 'float32', shape),
  );
  return graph.gemm(a, b, { transA: 1 });
}

describe('passes', () => {
  const cases: readonly {
    readonly pass: PassName;
    readonly what: string;
    readonly build: (graph: GraphBuilder, x: Value, y: Value) => Value;
    readonly left: readonly string[];
  }[] = [
    {
      pass: 'removeDeadCode',
      what: 'drops what no output needs',
      build: (graph, x) => {
        graph.exp(graph.neg(x));
        return graph.tanh(x);
      },
      left: ['Tanh'],
    },
    {
      pass: 'shareCommonSubexpressions',
      what: 'computes equal expressions once',
      build: (graph, x) => {
        const twice = [0, 1].map(() => graph.tanh(graph.neg(x)));
        return graph.apply('Add', twice);
      },
      left: ['Neg', 'Tanh', 'Add'],
    },
    {
      pass: 'shareCommonSubexpressions',
      what: 'keeps expressions that differ in an attribute',
      build: (graph, x) => graph.add(graph.softmax(x, { axis: 0 }), graph.softmax(x, { axis: 1 })),
      left: ['Softmax', 'Softmax', 'Add'],
    },
    {
      pass: 'foldConstants',
      what: 'drops neutral elements',
      build: (graph, x) => {
        const times = graph.mul(1, graph.add(x, 0));
        return graph.tanh(graph.reshape(times, [2, 3]));
      },
      left: ['Tanh'],
    },
    {
      pass: 'foldConstants',
      what: 'computes with scalar constants',
      build: (graph, x) => {
        const half = graph.div(2, 4);
        return graph.mul(x, graph.neg(half));
      },
      left: ['Mul'],
    },
    {
      pass: 'foldConstants',
      what: 'keeps a sum with zero that broadcasts',
      build: (graph, x, y) => {
        const zeros = graph.mul(x, 0);
        return graph.add(zeros, y);
      },
      left: ['Mul', 'Add'],
    },
    {
      pass: 'columnSumsAsProducts',
      what: 'multiplies with ones',
      build: (graph, x) => graph.reduceSum(x, { axes: [0], keepdims: 0 }),
      left: ['MatMul'],
    },
    {
      pass: 'columnSumsAsProducts',
      what: 'keeps sums along rows',
      build: (graph, x) => graph.reduceSum(x, { axes: [1], keepdims: 0 }),
      left: ['ReduceSum'],
    },
    {
      pass: 'joinBeforeElementwise',
      what: 'takes an operator once for all parts of a vector',
      build: (graph, _, y) => {
        const parts = graph.split(y, [1, 2]);
        const halves = parts.map((part) => graph.mul(part, 0.5));
        const steps = halves.map((half, i) => graph.sub(half, parts[i]));
        return graph.concat(steps, { axis: 0 });
      },
      left: ['Mul', 'Sub'],
    },
    {
      pass: 'joinBeforeElementwise',
      what: 'joins what is no part of one vector',
      build: (graph, x, y) => {
        const vectors = [graph.reshape(graph.neg(x), [6])];
        vectors.push(graph.neg(y));
        return graph.concat(vectors, { axis: 0 });
      },
      left: ['Reshape', 'Concat', 'Neg'],
    },
    {
      pass: 'joinBeforeElementwise',
      what: 'keeps operators apart that take different numbers',
      build: (graph, _, y) => {
        const scaled = [2, 3].map((factor) => graph.mul(y, factor));
        return graph.concat(scaled, { axis: 0 });
      },
      left: ['Mul', 'Mul', 'Concat'],
    },
    {
      pass: 'maskInOneKernel',
      what: 'makes no truth values of a comparison with zero',
      build: (graph, x) => graph.cast(graph.greater(x, 0), { to: 1 }),
      left: ['HardSigmoid'],
    },
    {
      pass: 'maskInOneKernel',
      what: 'subtracts a pool’s maxima instead of comparing with them',
      build: (graph, x) => {
        const rows = graph.reshape(x, [1, 2, 3]);
        const maxima = graph.maxPool(rows, { kernel_shape: [3] });
        return graph.cast(graph.greaterOrEqual(rows, maxima), { to: 1 });
      },
      left: ['Reshape', 'MaxPool', 'Sub', 'HardSigmoid'],
    },
    {
      pass: 'maskInOneKernel',
      what: 'keeps other comparisons',
      build: (graph, x) => graph.cast(graph.greater(x, 1), { to: 1 }),
      left: ['Greater', 'Cast'],
    },
    {
      pass: 'softplusAsLogarithm',
      what: 'writes softplus with functions whose kernels are fast',
      build: (graph, x) => graph.softplus(x),
      left: ['Relu', 'Abs', 'Sigmoid', 'Log', 'Sub'],
    },
    {
      pass: 'squaresInOneKernel',
      what: 'sums the squares of a whole tensor in one kernel',
      build: (graph, x) => graph.reduceSum(graph.mul(x, x), { axes: [0, 1], keepdims: 0 }),
      left: ['ReduceSumSquare'],
    },
    {
      pass: 'squaresInOneKernel',
      what: 'divides their sum where it is the mean that is wanted',
      build: (graph, x) => graph.reduceMean(graph.mul(x, x), { axes: [0, 1], keepdims: 0 }),
      left: ['ReduceSumSquare', 'Mul'],
    },
    {
      pass: 'squaresInOneKernel',
      what: 'keeps sums along one axis, and products of two tensors',
      build: (graph, x, y) => {
        const rows = graph.reduceSum(graph.mul(x, x), { axes: [1], keepdims: 1 });
        const mixed = graph.reduceSum(graph.mul(x, y), { axes: [0, 1], keepdims: 1 });
        return graph.mul(rows, mixed);
      },
      left: ['Mul', 'ReduceSum', 'Mul', 'ReduceSum', 'Mul'],
    },
    {
      pass: 'transposeBeforeProduct',
      what: 'transposes the left factor of a wide product beforehand',
      build: (graph) => transposedProduct(graph, [64, 10], [64, 129]),
      left: ['Transpose', 'Gemm'],
    },
    {
      pass: 'transposeBeforeProduct',
      what: 'keeps products that are narrow or short',
      build: (graph) => {
        const narrow = transposedProduct(graph, [64, 10], [64, 128]);
        const short = transposedProduct(graph, [63, 10], [63, 129]);
        return graph.concat([narrow, short], { axis: 1 });
      },
      left: ['Gemm', 'Gemm', 'Concat'],
    },
    {
      pass: 'smallBeforeLarge',
      what: 'multiplies factors first, sums before it multiplies',
      build: (graph, x, y) => {
        const scaled = graph.mul(graph.mul(x, y), y);
        return graph.reduceSum(graph.neg(scaled), { axes: [0] });
      },
      left: ['Mul', 'ReduceSum', 'Mul', 'Neg'],
    },
    {
      pass: 'smallBeforeLarge',
      what: 'keeps sums along which the factor differs',
      build: (graph, x, y) => graph.reduceSum(graph.mul(x, y), { axes: [1] }),
      left: ['Mul', 'ReduceSum'],
    },
    {
      pass: 'smallBeforeLarge',
      what: 'knows that differences from the mean add up to nothing',
      build: (graph, x) => {
        const mean = graph.reduceMean(x, { axes: [0] });
        return graph.reduceSum(graph.sub(x, mean), { axes: [0] });
      },
      left: [],
    },
    {
      pass: 'broadcastInPlace',
      what: 'reads what was expanded',
      build: (graph, x, y) => graph.mul(graph.expand(y, [2, 3]), x),
      left: ['Expand', 'Mul'],
    },
  ];
  for (const { pass, what, build, left } of cases) {
    it(`${pass} ${what}`, () => {
      const before = graphOf(build);
      const after = lower(before, { provider: 'cpu' }, [pass]);
      assert.deepEqual(operators(after), left);
      assert.deepEqual(
        after.outputs.map(({ name, value }) => [name, value.type]),
        before.outputs.map(({ name, value }) => [name, value.type]),
      );
    });
  }

  it('broadcastInPlace keeps an expansion that gives the shape', () => {
    const graph = graphOf((builder, _, y) =>
      builder.mul(builder.expand(y, [2, 3]), builder.expand(2, [2, 3])),
    );
    const [output] = lower(graph, {}).outputs;
    assert.deepEqual(output.value.type.shape, [2, 3]);
    assert.equal(operators(lower(graph, {})).filter((name) => name === 'Expand').length, 1);
  });

  it('folds to the constant', () => {
    const graph = graphOf((builder, x) => builder.mul(x, builder.div(1, 8)));
    const [product] = lower(graph, {}).nodes;
    assert.deepEqual([...product.inputs[1]!.data!], [0.125]);
  });

  it('run together until only what is needed is left, and twice changes nothing more', () => {
    const graph = graphOf((builder, x, y) => {
      const wide = builder.expand(y, [2, 3]);
      const products = [0, 1].map(() => builder.mul(x, wide));
      return builder.identity(builder.apply('Sub', products));
    });
    const once = lower(graph, {});
    assert.deepEqual(operators(once), ['Mul', 'Sub']);
    assert.deepEqual(operators(lower(once, {})), operators(once));
    assert.deepEqual(once.constants, []);
    assert.deepEqual(operators(lower(graph, {}, [])), operators(graph));
    assert.ok(passNames.length >= 4);
  });

  describe('composites', () => {
    /** The gradients of a table that is read twice and of a pooled image. */
    const composed = (): Graph => {
      const graph = new GraphBuilder();
      const table = graph.input('table', 'float32', [9, 4]);
      const image = graph.input('image', 'float32', [1, 2, 4, 4]);
      const reads = ['first', 'second'].map((name) =>
        graph.gather(table, graph.cast(graph.input(name, 'float32', [5]), { to: 6 })),
      );
      const pooled = graph.maxPool(image, { kernel_shape: [2, 2], strides: [2, 2] });
      const parts = [...reads, pooled].map((part) =>
        graph.reduceSum(graph.mul(part, part), { keepdims: 0 }),
      );
      const loss = parts.reduce((sum, part) => graph.add(sum, part));
      const found = gradients(graph, loss, [table, image]);
      for (const value of [table, image]) graph.output(`d${value.name}`, found.get(value)!);
      return graph.build();
    };
    const own = (graph: Graph): string[] =>
      graph.nodes.filter(({ operator }) => operator.body).map(({ operator }) => operator.name);

    it('stand for gradients until lowering, one for all uses of a table', () => {
      assert.deepEqual(own(composed()).sort(), [
        'MaxPoolGradient',
        'RowSums',
        'RowSums',
        'RowSums',
      ]);
      const used = lower(composed(), {}, ['removeDeadCode']);
      assert.equal(operators(used).filter((name) => name === 'Gemm').length, 1);
    });

    for (const provider of providers) {
      for (const names of [passNames, []]) {
        it(`none is left for ${provider} with ${names.length} passes`, () => {
          assert.deepEqual(own(lower(composed(), { provider, block: 8 }, names)), []);
        });
      }
    }
  });

  it('scatterRows adds the rows of the gradient of a large embedding, not of a small one', () => {
    for (const [words, left] of [
      [256, 'ScatterElements'],
      [255, 'Gemm'],
    ] as const) {
      const graph = new GraphBuilder();
      const table = graph.input('table', 'float32', [words, 4]);
      const ids = graph.cast(graph.input('ids', 'float32', [5]), { to: 6 });
      const rows = graph.gather(table, ids);
      const loss = graph.reduceSum(graph.mul(rows, rows), { keepdims: 0 });
      graph.output('dtable', gradients(graph, loss, [table]).get(table)!);
      const sums = operators(lower(graph.build(), { provider: 'cpu' }, ['scatterRows']));
      assert.deepEqual(
        sums.filter((name) => name === 'Gemm' || name === 'ScatterElements'),
        [left],
      );
    }
  });

  it('splitFilterGradients sums over parts of the samples at once', () => {
    const gradient = (samples: number, filters: number): string[] => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 'float32', [samples, 1, 6, 6]);
      const w = graph.input('w', 'float32', [filters, 1, 3, 3]);
      const loss = graph.reduceSum(graph.conv(x, w), { keepdims: 0 });
      graph.output('dw', gradients(graph, loss, [w]).get(w)!);
      const split = lower(graph.build(), { provider: 'cpu' }, ['splitFilterGradients']);
      const [conv] = split.nodes.filter(({ operator }) => operator.name === 'Conv');
      return [`group ${conv.attributes.group as number}`, ...operators(split).slice(-2)];
    };
    assert.deepEqual(gradient(16, 6), ['group 8', 'ReduceSum', 'Transpose']);
    assert.deepEqual(gradient(12, 6), ['group 1', 'Conv', 'Transpose']);
  });

  it('convolutionsAsProducts multiplies where filters see the whole image', () => {
    const written = (kernel: number, pads: number): string[] => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 'float32', [2, 3, 4, 4]);
      const w = graph.input('w', 'float32', [5, 3, kernel, kernel]);
      graph.output('y', graph.conv(x, w, { pads: [pads, pads, pads, pads] }));
      return operators(lower(graph.build(), { provider: 'cpu' }, ['convolutionsAsProducts']));
    };
    assert.deepEqual(written(4, 0), ['Reshape', 'Reshape', 'Gemm', 'Reshape']);
    assert.deepEqual(written(3, 0), ['Conv']);
    assert.deepEqual(written(4, 1), ['Conv']);
  });

  it('rectifyBelowPool compares the pooled numbers with zero', () => {
    const maskShapes = (rectifier: 'Relu' | 'Tanh'): (readonly unknown[])[] => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 'float32', [2, 3, 4, 4]);
      const y = graph.apply(rectifier, [x]);
      const pooled = graph.maxPool(y, { kernel_shape: [2, 2], strides: [2, 2] });
      const loss = graph.reduceSum(pooled, { keepdims: 0 });
      graph.output('dx', gradients(graph, loss, [x]).get(x)!);
      const { nodes } = lower(graph.build(), { provider: 'cpu' });
      const masks = nodes.filter(({ operator }) => operator.name === 'HardSigmoid');
      return masks.map(({ outputs }) => outputs[0].type.shape);
    };
    assert.deepEqual(maskShapes('Relu'), [[2, 3, 2, 2]]);
    assert.deepEqual(maskShapes('Tanh'), []);
  });

  it('leave the forms for the CPU to the CPU', () => {
    const graph = graphOf((builder, x) => builder.cast(builder.greater(x, 0), { to: 1 }));
    assert.deepEqual(operators(lower(graph, {})), ['Greater', 'Cast']);
    assert.deepEqual(operators(lower(graph, { provider: 'cpu' })), ['HardSigmoid']);
  });

  describe('blockLayout', () => {
    /** Conv, activation, pool and the gradient of the filters, for 16 samples. */
    const network = (channels: number, samples = 16): Graph => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 'float32', [samples, 3, 4, 4]);
      const w = graph.input('w', 'float32', [channels, 3, 3, 3]);
      const y = graph.relu(graph.conv(x, w));
      const pooled = graph.averagePool(y, { kernel_shape: [2, 2], strides: [2, 2] });
      const loss = graph.reduceSum(pooled, { keepdims: 0 });
      graph.output('loss', loss);
      graph.output('dw', gradients(graph, loss, [w]).get(w)!);
      return graph.build();
    };
    const blockedOperators = (graph: Graph): string[] =>
      lower(graph, { provider: 'cpu', block: 16 })
        .nodes.filter(({ operator }) => operator.domain !== '')
        .map(({ operator }) => operator.name);

    it('keeps tensors blocked between operators, the activation inside the convolution', () => {
      const written = lower(network(32), { provider: 'cpu', block: 16 });
      // The filters enter; then the gradient of the pool, known beforehand, the image, and the gradient as filters; the
      // filters' gradient leaves.
      const forward = ['ReorderInput', 'Conv', 'AveragePool'];
      const entering = Array<string>(3).fill('ReorderInput');
      assert.deepEqual(blockedOperators(network(32)), [
        ...forward,
        ...entering,
        'Conv',
        'ReorderOutput',
      ]);
      const [conv] = written.nodes.filter(({ operator }) => operator.name === 'Conv');
      assert.equal(conv.attributes.activation, 'Relu');
      assert.ok(!operators(written).includes('Relu'));
    });

    const strided: readonly [what: string, kernel: number, left: readonly string[]][] = [
      ['as one convolution', 3, []],
      ['as it is where zeros would be most of the filters', 1, ['ConvTranspose']],
    ];
    for (const [what, kernel, left] of strided) {
      it(`writes the adjoint of a ${kernel}×${kernel} convolution with stride 2 ${what}`, () => {
        const graph = new GraphBuilder();
        const y = graph.input('y', 'float32', [2, 32, 4, 4]);
        const w = graph.input('w', 'float32', [32, 16, kernel, kernel]);
        const pads = Array<number>(4).fill((kernel - 1) / 2);
        const attributes = { strides: [2, 2], pads, output_padding: [1, 1] };
        graph.output('x', graph.convTranspose(y, w, attributes));
        const written = lower(graph.build(), { provider: 'cpu', block: 16 });
        const transposed = operators(written).filter((name) => name === 'ConvTranspose');
        assert.deepEqual(transposed, left);
        assert.deepEqual(written.outputs[0].value.type.shape, [2, 16, 8, 8]);
      });
    }

    it('leaves alone what does not fit, and everything where no block is known', () => {
      assert.deepEqual(blockedOperators(network(6)), []);
      const plain = lower(network(32), {});
      assert.ok(plain.nodes.every(({ operator }) => operator.domain === ''));
    });
  });

  it('keep producers and values consistent', () => {
    const given = graphOf((builder, x) => builder.tanh(builder.neg(builder.identity(x))));
    const graph = lower(given, {});
    for (const node of graph.nodes) {
      for (const output of node.outputs) assert.equal(output.producer, node);
      for (const input of node.inputs) {
        assert.ok(!input?.producer || graph.nodes.includes(input.producer));
      }
    }
  });
});
