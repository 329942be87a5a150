import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { probeBlocked } from '../../../src/compute/devices/blocked';
import { HostExecutor } from '../../../src/compute/devices/hostExecutor';
import { createSession, loadRuntime } from '../../../src/compute/devices/runtime';
import {
  chosenPasses,
  optimizedStep,
  requestedPasses,
} from '../../../src/compute/devices/stepModel';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { lower } from '../../../src/lowering/lower';
import { passNames } from '../../../src/lowering/passes';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { TrainingStep } from '../../../src/learning/step';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { distinct, floats, runGraph } from './support';
import { isTraining } from '../../../src/program/verbs/train';

/** The plain layout is the oracle: every network computes the same in both. */

const vgg = `
  input image[3, 12, 12]
  conv(16, kernel: 3, padding: 1) relu
  conv(32, kernel: 3, padding: 1) relu
  maxpool(2)
  conv(32, kernel: 3, padding: 2, dilation: 2) tanh
  avgpool(2)
  dense(24) relu
  output: dense(10) softmax`;
const lenet = `
  input image[1, 14, 14]
  conv(6, kernel: 5, padding: 2) tanh
  avgpool(2)
  conv(16, kernel: 5) tanh
  dense(20) tanh
  output: dense(10) softmax`;
const residual = `
  input image[3, 8, 8]
  conv(16, kernel: 3, padding: 1, bias: false)
  batchnorm relu
  add {
    { conv(32, kernel: 3, stride: 2, padding: 1); batchnorm relu; conv(32, kernel: 3, padding: 1) }
    { conv(32, kernel: 1, stride: 2) }
  } relu
  dropout(0.3)
  globalavgpool
  output: dense(10) softmax`;
const inception = `
  input image[3, 8, 8]
  conv(16, kernel: 3, padding: 1) relu
  concat {
    { conv(16, kernel: 1) relu }
    { conv(16, kernel: 1) relu; conv(32, kernel: 5, padding: 2) relu }
    { maxpool(3, stride: 1, padding: 1); conv(8, kernel: 1) relu }
  }
  output aux weight 0.3: dense(10) softmax
  conv(17, kernel: 3) relu
  globalmaxpool
  output main: dense(10) softmax`;

const batch = 16;

function stepOf(layers: string): { step: TrainingStep; state: Map<string, Float32Array> } {
  const { actions, diagnostics } = analyze([
    `data d { source digits }`,
    `network Net {${layers}\n}`,
    `train Net on d { optimizer sgd(rate: 0.05, momentum: 0.9) }`,
  ]);
  const [action] = actions;
  assert.ok(isTraining(action), JSON.stringify(diagnostics));
  const targets = { kind: 'classes', count: 10 } as const;
  const step = buildTrainingStep(action.network, action.plan, { batch, targets });
  const zeros = step.state.map(({ key, shape }): [string, Float32Array] => [
    key,
    new Float32Array(shape.reduce((product, n) => product * n, 1)),
  ]);
  return { step, state: new Map([...zeros, ...initialize(action.network, 3)]) };
}

/** Trains five steps on one batch; gives parameters and optimizer state. */
async function trained(layers: string, model: (graph: Graph) => Uint8Array | Promise<Uint8Array>) {
  const runtime = await loadRuntime();
  const { step, state } = stepOf(layers);
  const session = await createSession(runtime, await model(step.graph), 'cpu');
  const executor = new HostExecutor(runtime, 'cpu', session, step, state);
  try {
    executor.samples.set(distinct([executor.samples.length], 1));
    for (let i = 0; i < batch; i++) executor.targets[i * 10 + (i % 10)] = 1;
    for (const numbers of executor.random.values()) {
      numbers.set(distinct([numbers.length], 2).map((x) => x / 3 + 0.5));
    }
    for (let i = 1; i <= 5; i++) await executor.step(0.05, i);
    return await executor.read();
  } finally {
    await executor.dispose();
  }
}

/** Greatest difference relative to the greatest number. */
function difference(actual: Float32Array, expected: Float32Array): number {
  const most = (numbers: Float32Array) => numbers.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  return most(actual.map((x, i) => x - expected[i])) / Math.max(most(expected), 1e-3);
}

describe('the blocked layout', () => {
  let block: number | undefined;
  const model = async (graph: Graph) =>
    writeModel(await optimizedStep(await loadRuntime(), 'cpu', graph, chosenPasses()), {
      name: 'step',
    });

  before(async function () {
    block = await probeBlocked(await loadRuntime());
    if (block === undefined) this.skip();
  });

  for (const [name, layers] of Object.entries({ vgg, lenet, residual, inception })) {
    it(`trains like the plain one: ${name}`, async () => {
      const plain = await trained(layers, (graph) => writeModel(graph, { name: 'plain' }));
      const blocked = await trained(layers, async (graph) => {
        const written = lower(graph, { provider: 'cpu', block: block! });
        assert.ok(written.nodes.some(({ operator }) => operator.domain !== ''));
        return model(graph);
      });
      assert.deepEqual([...blocked.keys()], [...plain.keys()]);
      for (const [key, { data }] of blocked) {
        const found = difference(data, plain.get(key)!.data);
        assert.ok(found <= 1e-4, `${key} differs by ${found}`);
      }
    });
  }

  it('repeats itself bit for bit', async () => {
    const [first, second] = [await trained(vgg, model), await trained(vgg, model)];
    assert.deepEqual(first, second);
  });

  it('computes convolutions of any shape and their gradients', async function () {
    this.timeout(60_000);
    const small = (most: number) => fc.integer({ min: 1, max: most });
    const shapes = fc.record({
      samples: fc.constantFrom(1, 2, block!, 2 * block!),
      inputs: fc.constantFrom(1, 3, block!, block! + 1, 2 * block!),
      outputs: fc.constantFrom(1, 6, block!, 2 * block!),
      height: fc.integer({ min: 3, max: 7 }),
      width: fc.integer({ min: 3, max: 7 }),
      kernel: fc.tuple(small(3), small(3)),
      strides: fc.tuple(small(3), small(3)),
      pads: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async (c) => {
        const { kernel, strides, pads } = c;
        const graph = new GraphBuilder();
        const sizes: Readonly<Record<string, readonly number[]>> = {
          x: [c.samples, c.inputs, c.height, c.width],
          before: [c.inputs, c.inputs, 1, 1],
          w: [c.outputs, c.inputs, ...kernel],
          b: [c.outputs],
        };
        const values = Object.entries(sizes).map(([key, size]) =>
          graph.input(key, 'float32', size),
        );
        const [x, before, w, b] = values as [Value, Value, Value, Value];
        const middle = graph.tanh(graph.conv(x, before));
        const y = graph.relu(graph.conv(middle, w, { bias: b, strides, pads }));
        const scaled = graph.mul(y, y);
        graph.output('y', y);
        const loss = graph.reduceSum(scaled, { keepdims: 0 });
        const found = gradients(graph, loss, values);
        for (const value of values) graph.output(`d_${value.name}`, found.get(value)!);
        const feeds = Object.fromEntries(
          Object.entries(sizes).map(([key, size], i) => [
            key,
            new Tensor('float32', distinct(size, i), size),
          ]),
        );
        const plain = graph.build();
        const expected = await runGraph(plain, feeds);
        const actual = await runGraph(lower(plain, { provider: 'cpu', block: block! }), feeds);
        for (const [name, tensor] of Object.entries(expected)) {
          assert.deepEqual(actual[name].dims, tensor.dims, name);
          assert.ok(difference(floats(actual[name]), floats(tensor)) <= 1e-4, name);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  /** What may stand beside scaled maps [2, b, 5, 4] in a sum: none of it but the last is as large as they are. */
  const beside = (b: number): readonly (readonly number[])[] => [
    ...[[], [1], [1, 1, 1, 1], [5, 4], [1, 5, 1], [b, 1, 1], [2, b, 1, 1], [2, 1, 1, 1]],
    ...[
      [1, b, 5, 4],
      [2, 1, 5, 4],
      [2, b, 5, 4],
    ],
  ];
  it('adds to scaled maps what is repeated to their shape', async () => {
    for (const shape of beside(block!)) {
      for (const scaledToo of [false, true]) {
        const sizes = [[2, block!, 5, 4], [block!, block!, 1, 1], [1, block!, 1, 1], shape];
        const graph = new GraphBuilder();
        const values = sizes.map((size, i) => graph.input(`in${i}`, 'float32', size));
        const [x, filters, scale, other] = values as [Value, Value, Value, Value];
        const maps = graph.mul(graph.conv(x, filters), scale);
        const added = scaledToo ? graph.mul(other, scale) : other;
        const sum = graph.relu(graph.add(maps, added));
        graph.output('y', sum);
        const loss = graph.reduceSum(graph.mul(sum, sum), { keepdims: 0 });
        const found = gradients(graph, loss, values);
        for (const value of values) graph.output(`d_${value.name}`, found.get(value)!);
        const plain = graph.build();
        const written = lower(plain, { provider: 'cpu', block: block! });
        assert.ok(written.nodes.some(({ operator }) => operator.domain !== ''));
        const feeds = Object.fromEntries(
          sizes.map((size, i) => [`in${i}`, new Tensor('float32', distinct(size, i), size)]),
        );
        const actual = await runGraph(written, feeds);
        for (const [name, tensor] of Object.entries(await runGraph(plain, feeds))) {
          assert.deepEqual(actual[name].dims, tensor.dims, name);
          const off = difference(floats(actual[name]), floats(tensor));
          assert.ok(off <= 1e-4, `[${shape.join(', ')}]: ${name} differs by ${off}`);
        }
      }
    }
  });

  it('computes transposed convolutions with any stride', async function () {
    this.timeout(60_000);
    const axis = fc
      .record({
        length: fc.integer({ min: 1, max: 4 }),
        kernel: fc.integer({ min: 1, max: 5 }),
        stride: fc.integer({ min: 1, max: 4 }),
        begin: fc.integer({ min: 0, max: 2 }),
      })
      .map((a) => {
        // So much padding behind that the result has `stride` times the length, where possible.
        const end = a.kernel - a.stride - a.begin;
        return { ...a, end: Math.max(0, end), extra: Math.min(Math.max(0, -end), a.stride - 1) };
      })
      .filter((a) => (a.length - 1) * a.stride + a.kernel + a.extra > a.begin + a.end);
    const shapes = fc.record({
      samples: fc.constantFrom(1, 3),
      inputs: fc.constantFrom(block!, 2 * block!),
      outputs: fc.constantFrom(block!, 2 * block!),
      bias: fc.boolean(),
      axes: fc.tuple(axis, axis),
    });
    let blocked = 0;
    await fc.assert(
      fc.asyncProperty(shapes, async ({ samples, inputs, outputs, bias, axes }) => {
        const graph = new GraphBuilder();
        const sizes = [
          [samples, inputs, ...axes.map(({ length }) => length)],
          [inputs, outputs, ...axes.map(({ kernel }) => kernel)],
          ...(bias ? [[outputs]] : []),
        ];
        const values = sizes.map((size, i) => graph.input(`in${i}`, 'float32', size));
        const transposed = graph.apply('ConvTranspose', values, {
          strides: axes.map(({ stride }) => stride),
          pads: [...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)],
          output_padding: axes.map(({ extra }) => extra),
        });
        graph.output('y', transposed);
        const feeds = Object.fromEntries(
          sizes.map((size, i) => [`in${i}`, new Tensor('float32', distinct(size, i), size)]),
        );
        const plain = graph.build();
        const written = lower(plain, { provider: 'cpu', block: block! });
        if (written.nodes.every(({ operator }) => operator.name !== 'ConvTranspose')) blocked++;
        const { y: expected } = await runGraph(plain, feeds);
        const { y: actual } = await runGraph(written, feeds);
        assert.deepEqual(actual.dims, expected.dims);
        assert.ok(difference(floats(actual), floats(expected)) <= 1e-5);
      }),
      { numRuns: 150, seed: 2 },
    );
    assert.ok(blocked > 40, `${blocked} of 150 in the blocked layout`);
  });
});

describe('the choice of passes', () => {
  it('names them, leaves some out, or takes none', () => {
    assert.deepEqual(chosenPasses(), passNames);
    assert.deepEqual(chosenPasses('none'), []);
    assert.deepEqual(chosenPasses('removeDeadCode, foldConstants'), [
      'foldConstants',
      'removeDeadCode',
    ]);
    assert.deepEqual(
      chosenPasses('-blockLayout'),
      passNames.filter((name) => name !== 'blockLayout'),
    );
    assert.throws(() => chosenPasses('blockLayot'), /Unknown pass `blockLayot`/);
  });

  it('of a request are names alone', () => {
    assert.deepEqual(requestedPasses(), passNames);
    assert.deepEqual(requestedPasses([]), []);
    assert.deepEqual(requestedPasses(['removeDeadCode', 'foldConstants']), [
      'foldConstants',
      'removeDeadCode',
    ]);
    for (const name of ['-blockLayout', 'all', 'blockLayot'])
      assert.throws(() => requestedPasses([name]), { code: 'unknown-pass' });
  });
});
