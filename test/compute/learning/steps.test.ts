import assert from 'node:assert/strict';
import { InferenceSession, type Tensor } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { type Graph } from '../../../src/graph/builder';
import { buildEvaluation } from '../../../src/learning/evaluation';
import { buildInference } from '../../../src/learning/inference';
import { buildInspection } from '../../../src/learning/inspection';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import type { Network } from '../../../src/network/network';
import { writeModel } from '../../../src/onnx/write';
import { Random } from '../../../src/random/random';
import { floats, runGraph } from '../graph/support';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan, tensor, train, watchedIn } from './support';

const targets = { kind: 'classes', count: 3 } as const;
const normalization = { mean: [0.3], scale: [2] };

const network = networkOf(
  chain(
    'image[2, 6, 6]',
    'C: conv(3, kernel: 3) relu',
    'maxpool(2)',
    'dropout(0.5)',
    'F: dense(5, frozen: true) tanh',
    'output: dense(3) softmax',
  ),
);

function batchOf(count: number, shape: readonly number[] = [2, 6, 6]) {
  const random = new Random(11, count);
  const size = shape.reduce((n, m) => n * m, count);
  const samples = Float32Array.from({ length: size }, () => random.uniform());
  const rows = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) rows[3 * i + random.integer(3)] = 1;
  return { samples, targets: rows };
}

/** Runs a graph that takes parameters by key and one batch. */
async function runWith(
  graph: Graph,
  of: Network,
  batch: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const shapes = new Map(graph.inputs.map(({ name, type }) => [name, type.shape]));
  const parameters = [...initialize(of, 1)]
    .filter(([key]) => shapes.has(key))
    .map(([key, values]) => [key, tensor(values, shapes.get(key)!)] as const);
  return runGraph(graph, { ...Object.fromEntries(parameters), ...batch });
}

const evaluate = async (of: Network, count: number, shape?: readonly number[]) => {
  const step = buildEvaluation(of, plan(), { normalization, targets });
  const batch = batchOf(count, shape);
  const outputs = await runWith(step.graph, of, {
    [step.inputs.samples]: tensor(batch.samples, [count, ...of.input.shape]),
    [step.inputs.targets]: tensor(batch.targets, [count, 3]),
  });
  return {
    batch,
    lossSum: floats(outputs['measure:loss'])[0],
    correct: floats(outputs['measure:accuracy'])[0],
    prediction: [...floats(outputs[step.prediction])],
  };
};

const argmax = (row: readonly number[]): number => row.indexOf(Math.max(...row));
const rowsOf = (values: readonly number[]) =>
  Array.from({ length: values.length / 3 }, (_, i) => values.slice(3 * i, 3 * i + 3));

describe('evaluation', () => {
  it('sums loss and right answers over batches of any size', async () => {
    for (const count of [1, 7]) {
      const { batch, lossSum, correct, prediction } = await evaluate(network, count);
      const rows = rowsOf(prediction);
      const classes = rowsOf([...batch.targets]).map(argmax);
      const expected = rows.reduce((sum, row, i) => sum - Math.log(row[classes[i]]), 0);
      assert.ok(Math.abs(lossSum - expected) < 1e-5 * count, `${lossSum} is ${expected}`);
      assert.equal(correct, rows.filter((row, i) => argmax(row) === classes[i]).length);
    }
  });

  it('counts a tie by the chance of guessing right', async () => {
    const undecided = networkOf(chain('x[2]', 'output: dense(3, init: zeros) softmax'));
    const { correct } = await evaluate(undecided, 6, [2]);
    assert.ok(Math.abs(correct - 2) < 1e-6, `${correct}`);
  });
});

describe('inference', () => {
  it('gives the evaluation’s probabilities for raw pixels, and the logits', async () => {
    const graph = buildInference(network, normalization);
    const { batch, prediction } = await evaluate(network, 4);
    const outputs = await runWith(graph, network, { image: tensor(batch.samples, [4, 2, 6, 6]) });
    assert.deepEqual([...floats(outputs.probabilities)], prediction);
    rowsOf([...floats(outputs.logits)]).forEach((row, i) => {
      const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
      row.forEach((z, k) =>
        assert.ok(Math.abs(Math.exp(z) / total - prediction[3 * i + k]) < 1e-6),
      );
    });
  });

  it('holds nothing that only training needs', () => {
    const graph = buildInference(network, normalization);
    assert.deepEqual(
      graph.inputs.filter(({ name }) => !name.includes('.')).map(({ name }) => name),
      ['image'],
    );
    const operators = graph.nodes.map(({ operator }) => operator.name);
    assert.deepEqual(operators.slice(0, 2), ['Sub', 'Mul']);
    assert.ok(!operators.includes('Greater') && !operators.includes('Identity'));
  });

  it('is a self-contained model once its parameters are stored in it', async () => {
    const model = writeModel(buildInference(network), {
      name: 'Net',
      initializers: initialize(network, 1),
    });
    const session = await InferenceSession.create(model);
    assert.deepEqual(session.inputNames, ['image']);
    assert.deepEqual(session.outputNames, ['probabilities', 'logits']);
    await session.release();
  });

  it('leaves out a normalization that does nothing', () => {
    const { nodes } = buildInference(network, { mean: [0, 0], scale: [1, 1] });
    assert.equal(nodes[0].operator.name, 'Conv');
  });
});

describe('training', () => {
  it('learns exclusive or', async () => {
    const xor = networkOf(chain('x[2]', 'dense(8) tanh', 'output: dense(2) softmax'));
    const optimizer = call('momentum', { rate: 0.2, momentum: 0.9 });
    const step = buildTrainingStep(xor, plan({ optimizer }), {
      batch: 4,
      targets: { kind: 'classes', count: 2 },
    });
    const batch = { samples: [0, 0, 0, 1, 1, 0, 1, 1], targets: [1, 0, 0, 1, 0, 1, 1, 0] };
    const results = await train(step, initialize(xor, 2), Array(150).fill(batch), 0.2);
    assert.ok(results[149].loss < 0.02, `loss ${results[149].loss}`);
    assert.equal(results[149].accuracy, 4);
  });

  it('moves the parameters of a layer by its own rate', async () => {
    const learned = async (rate: string) => {
      const net = networkOf(chain('x[4]', `A: dense(5${rate}) tanh`, 'output: dense(3) softmax'));
      const step = buildTrainingStep(net, plan(), { batch: 4, targets });
      const state = initialize(net, 1);
      await train(step, state, [batchOf(4, [4])], 0.1);
      const start = initialize(net, 1);
      return (key: string) => state.get(key)!.map((weight, i) => weight - start.get(key)![i]);
    };
    const [plain, thrice] = [await learned(''), await learned(', rate: 3')];
    thrice('A.weight').forEach((moved, i) =>
      assert.ok(Math.abs(moved - 3 * plain('A.weight')[i]) < 1e-6),
    );
    assert.deepEqual(thrice('output.weight'), plain('output.weight'));
  });

  it('bounds the weights into a unit, and none that are no row of theirs', async () => {
    const net = networkOf(
      chain(
        'image[4, 6, 6]',
        'T: transposedconv(4, kernel: 2)',
        'C: conv(4, kernel: 2)',
        'S: subsample(2)',
        'output: dense(3) softmax',
      ),
    );
    const step = buildTrainingStep(net, plan({ maxNorm: 1e-3 }), { batch: 4, targets });
    const state = initialize(net, 1);
    await train(step, state, [batchOf(4, [4, 6, 6])], 0);
    const start = initialize(net, 1);
    for (const key of ['T.weight', 'S.weight']) assert.deepEqual(state.get(key), start.get(key));
    for (const [key, fanIn] of [
      ['C.weight', 16],
      ['output.weight', 36],
    ] as const) {
      const weights = state.get(key)!;
      for (let i = 0; i < weights.length; i += fanIn)
        assert.ok(Math.abs(Math.hypot(...weights.subarray(i, i + fanIn)) - 1e-3) < 1e-8, key);
    }
  });

  it('normalizes by the statistics a frozen layer starts with, and keeps them', async () => {
    for (const frozen of [true, false]) {
      const layer = `N: batchnorm(frozen: ${frozen})`;
      const net = networkOf(chain('x[4]', layer, 'output: dense(3) softmax'));
      const step = buildTrainingStep(net, plan(), { batch: 4, normalization, targets });
      const state = initialize(net, 1);
      const { batch, lossSum } = await evaluate(net, 4, [4]);
      const [{ loss }] = await train(step, state, [batch], 0.1);
      assert.equal(Math.abs(loss - lossSum / 4) < 1e-6, frozen);
      const start = initialize(net, 1);
      for (const key of ['N.mean', 'N.variance'])
        assert.equal(state.get(key)![0] === start.get(key)![0], frozen, key);
    }
  });

  for (const layer of [
    'N: batchnorm tanh',
    'N: prelu',
    'N: batchnorm softmax',
    'N: batchnorm\nmaxout(2)',
    'concat { { N: batchnorm } { tanh } }\nmaxout(4)',
  ]) {
    it(`treats features of steps like channels of images: ${layer.replaceAll('\n', '; ')}`, async () => {
      const [steps, features] = [3, 4];
      const { samples, targets: classes } = batchOf(5, [steps, features]);
      const made = async (input: string, data: Float32Array, order: (i: number) => number) => {
        const net = networkOf(chain(input, layer, 'output: dense(3) softmax'));
        const step = buildTrainingStep(net, plan(), { batch: 5, targets });
        const state = initialize(net, 1);
        const head = state.get('output.weight')!;
        const inputs = head.length / 3;
        const plain = Float32Array.from(head, (_, i) => Math.sin(i));
        head.forEach((_, i) => {
          const unit = i % inputs;
          head[i] = plain[i - unit + order(unit)];
        });
        const [{ loss, gradients }] = await train(
          step,
          state,
          [{ samples: data, targets: classes }],
          0.1,
        );
        const learned = [...state].filter(([key]) => key.startsWith('N.'));
        return { loss, gradients, learned };
      };
      /** What stands at [feature, step] of the image stands at [step, feature] of the sequence. */
      const turned = (i: number) => (i % steps) * features + Math.floor(i / steps);
      const image = Float32Array.from(samples, (_, i) => {
        const inSample = i % (steps * features);
        return samples[i - inSample + turned(inSample)];
      });
      const left = layer.includes('maxout') ? 2 : features;
      const sequence = await made('x[3, 4]', samples, (i) => i);
      const maps = await made(
        'image[4, 3, 1]',
        image,
        (i) => (i % steps) * left + Math.floor(i / steps),
      );
      assert.ok(Math.abs(sequence.loss - maps.loss) < 1e-6);
      sequence.gradients.forEach((norm, i) => assert.ok(Math.abs(norm - maps.gradients[i]) < 1e-5));
      for (const [i, [key, numbers]] of sequence.learned.entries()) {
        const expected = maps.learned[i][1];
        assert.equal(numbers.length, features, key);
        numbers.forEach((x, k) => assert.ok(Math.abs(x - expected[k]) < 1e-6, key));
      }
    });
  }

  it('leaves frozen parameters as they are, and does not watch them', async () => {
    const step = buildTrainingStep(network, plan(), { batch: 4, normalization, targets });
    assert.deepEqual(watchedIn(step), ['C.weight', 'C.bias', 'output.weight', 'output.bias']);
    const start = initialize(network, 1);
    const state = new Map(start);
    await train(step, state, [batchOf(4)], 0.1);
    assert.deepEqual(state.get('F.weight'), start.get('F.weight'));
    assert.notDeepEqual(state.get('C.weight'), start.get('C.weight'));
  });

  it('asks for the random numbers of its dropout layers', () => {
    const step = buildTrainingStep(network, plan(), { batch: 4, targets });
    assert.deepEqual(step.random, [{ input: 'dropout_1:uniform', shape: [4, 3, 2, 2] }]);
  });

  it('trains what lies above a step, and reports no gradient below it', async () => {
    const stepped = networkOf(chain('x[2]', 'A: dense(8) step', 'output: dense(3) softmax'));
    const step = buildTrainingStep(stepped, plan(), { batch: 4, targets });
    const state = initialize(stepped, 2);
    const before = state.get('A.weight');
    const [{ gradients }] = await train(step, state, [batchOf(4, [2])], 0.1);
    assert.deepEqual(gradients.slice(0, 2), [0, 0]);
    assert.ok(gradients[2] > 0);
    assert.deepEqual(state.get('A.weight'), before);
  });

  it('drops the share of units it is told to, and scales the others', async () => {
    const wide = networkOf(
      chain('x[1]', 'dense(4000, init: zeros, frozen: true)', 'dropout(0.25)', 'output: dense(1)'),
    );
    const step = buildTrainingStep(wide, plan({ loss: call('mse') }), {
      batch: 1,
      targets: { kind: 'values', count: 1 },
    });
    const state = initialize(wide, 1);
    // Ones into a sum: the loss against 0 is the square of the sum of what was kept.
    state.get('dense_1.bias')!.fill(1);
    state.get('output.weight')!.fill(1 / 4000);
    const [{ loss }] = await train(step, state, [{ samples: [0], targets: [0] }], 0);
    assert.ok(Math.abs(Math.sqrt(loss) - 1) < 0.03, `mean of what is left: ${Math.sqrt(loss)}`);
    const kept = Math.sqrt(loss) * 4000 * 0.75;
    assert.ok(Math.abs(kept - Math.round(kept)) < 0.05, `${kept} units kept`);
  });
});

describe('inspection', () => {
  it('measures gradients of a batch', async () => {
    const plain = networkOf(chain('x[3]', 'A: dense(6) relu', 'output: dense(3) softmax'));
    const options = { batch: 5, normalization, targets };
    const step = buildInspection(plain, plan(), options);
    const batch = batchOf(5, [3]);
    const outputs = await runWith(step.graph, plain, {
      [step.inputs.samples]: tensor(batch.samples, [5, 3]),
      [step.inputs.targets]: tensor(batch.targets, [5, 3]),
    });
    const scalar = (name: string) => floats(outputs[name])[0];
    const [hidden, head] = step.layers;
    assert.ok(scalar(hidden.activationGradient!) > 0);
    // Cross-entropy after softmax: ∂E/∂logits = (p − t) / batch.
    const probabilities = floats(outputs[head.activation]);
    const errors = batch.targets.map((target, i) => (probabilities[i] - target) / 5);
    assert.ok(Math.abs(scalar(head.activationGradient!) - Math.hypot(...errors)) < 1e-6);

    const training = buildTrainingStep(plain, plan(), options);
    const [{ gradients }] = await train(training, initialize(plain, 1), [batch], 0);
    const inspected = step.layers.flatMap((layer) => layer.parameters);
    assert.deepEqual(
      inspected.map(({ key }) => key),
      watchedIn(training),
    );
    inspected.forEach(({ key, gradient, norm }, i) => {
      assert.ok(Math.abs(scalar(gradient!) - gradients[i]) < 1e-6, key);
      const length = Math.hypot(...initialize(plain, 1).get(key)!);
      assert.ok(Math.abs(scalar(norm) - length) < 1e-5, key);
    });
  });
});
