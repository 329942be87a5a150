import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildEvaluation, buildPrediction } from '../../../src/learning/evaluation';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { elements } from '../../../src/shape/elements';
import { runGraph } from '../graph/support';
import { bpttStep, type Sequence, type Told, type Weights } from './recurrence';
import { call, plan, tensor, train } from './support';

const [batch, steps, features, units, classes] = [3, 5, 2, 4, 3];

const network = networkOf(
  chain(
    `x[${steps}, ${features}]`,
    `H: rnn(${units}, output: sequence)`,
    `output: step_dense(${classes}) softmax`,
  ),
);
const targets = { kind: 'classes', count: classes, steps } as const;

/** Sequences with classes at most of their steps. */
function sequences(seed: number): Sequence[] {
  const random = new Random(seed, 'sequences');
  return Array.from({ length: batch }, () => ({
    x: Array.from({ length: steps }, () =>
      Array.from({ length: features }, () => Math.fround(random.between(-1, 1))),
    ),
    labels: Array.from({ length: steps }, () => random.integer(classes + 1) - 1),
  }));
}

/** The same as a batch: rows of one-hot classes and a weight. */
const batchOf = (all: readonly Sequence[]) => ({
  samples: all.flatMap(({ x }) => x.flat()),
  targets: all.flatMap(({ labels }) =>
    labels.flatMap((label) => [
      ...Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0)),
      label < 0 ? 0 : 1,
    ]),
  ),
});

const weightsOf = (state: ReadonlyMap<string, Float32Array>): Weights => ({
  W: [...state.get('H.weight')!],
  U: [...state.get('H.recurrent')!],
  b: [...state.get('H.bias')!],
  V: [...state.get('output.weight')!],
  c: [...state.get('output.bias')!],
});

const none = Array.from({ length: batch }, () => new Array<number>(units).fill(0));

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= 1e-5 * Math.max(1, Math.abs(expected[i])),
      `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`,
    );
}

describe('sequences with a target for each step', () => {
  it('are learned as by back-propagation through time in plain loops, ten steps', async () => {
    const rate = 0.3;
    const step = buildTrainingStep(network, plan(), { batch, targets });
    const state = initialize(network, 1);
    const expected = weightsOf(state);
    const batches = Array.from({ length: 10 }, (_, i) => sequences(i));
    const told = await train(step, state, batches.map(batchOf), rate);
    batches.forEach((all, i) => {
      const { loss, accuracy } = bpttStep(expected, all, none, rate);
      assertNear([told[i].loss, told[i].accuracy!], [loss, accuracy], `step ${i}`);
    });
    const found = weightsOf(state);
    for (const name of ['W', 'U', 'b', 'V', 'c'] as const)
      assertNear(found[name], expected[name], name);
  });

  it('go on from segment to segment: truncated back-propagation through time, ten steps', async () => {
    const rate = 0.3;
    const segments = 3;
    const step = buildTrainingStep(network, plan(), { batch, targets, segments });
    const state = initialize(network, 1);
    const expected = weightsOf(state);
    const batches = Array.from({ length: 10 }, (_, i) => sequences(i));
    const told = await train(step, state, batches.map(batchOf), rate);
    let start: Told['states'] = none;
    batches.forEach((all, i) => {
      if (i % segments === 0) start = none;
      const { loss, accuracy, states } = bpttStep(expected, all, start, rate);
      start = states;
      assertNear([told[i].loss, told[i].accuracy!], [loss, accuracy], `step ${i}`);
    });
    assertNear(state.get('H:state')!, start.flat(), 'the state left');
    const found = weightsOf(state);
    for (const name of ['W', 'U', 'b', 'V', 'c'] as const)
      assertNear(found[name], expected[name], name);
  });

  it('are scored by their steps that have a target', async () => {
    const evaluation = buildEvaluation(network, plan(), { targets });
    const state = initialize(network, 1);
    const all = sequences(1);
    const { samples, targets: wanted } = batchOf(all);
    const parameters = evaluation.graph.inputs.filter(({ name }) => state.has(name));
    const found = await runGraph(evaluation.graph, {
      ...Object.fromEntries(
        parameters.map(({ name, type }) => [name, tensor(state.get(name)!, type.shape)]),
      ),
      [evaluation.inputs.samples]: tensor(samples, [batch, steps, features]),
      [evaluation.inputs.targets]: tensor(wanted, [batch, steps, classes + 1]),
    });
    const { loss, accuracy } = bpttStep(weightsOf(state), all, none, 0);
    const counted = all.flatMap(({ labels }) => labels).filter((label) => label >= 0).length;
    const sum = (name: string): number =>
      Number(found[evaluation.measures.find((each) => each.name === name)!.output].data[0]);
    assert.equal(Number(found[evaluation.weight!].data[0]), counted);
    assertNear([sum('loss') / counted, sum('accuracy') / counted], [loss, accuracy], 'scores');
  });

  it('of numbers: steps without one do not count', async () => {
    const values = networkOf(chain(`x[${steps}, 2]`, 'output: step_dense(1)'));
    const step = buildTrainingStep(values, plan({ loss: call('mse') }), {
      batch: 1,
      targets: { kind: 'values', count: 1, steps },
    });
    const state = new Map([
      ['output.weight', Float32Array.of(0.5, -0.25)],
      ['output.bias', Float32Array.of(0)],
    ]);
    const samples = [1, 0, 0, 1, 1, 1, 2, 0, 0, 2];
    const rows = [1, 1, 9, 0, 0.25, 1, 9, 0, 9, 0];
    const [told] = await train(step, state, [{ samples, targets: rows }], 0.1);
    // Only the first and the third step count: outputs 0.5 and 0.25, targets 1 and 0.25.
    assertNear([told.loss], [0.125], 'loss');
    assertNear(state.get('output.weight')!, [0.55, -0.25], 'weight');
  });
});

describe('layers that carry a state through the segments of a sequence', () => {
  const [whole, part] = [12, 4];
  const carrying = {
    rnn: ['rnn(4, output: sequence)'],
    'rnn, the last state': ['rnn(4, output: sequence)', 'rnn(3)'],
    lstm: ['lstm(4, output: sequence)'],
    gru: ['gru(4, output: sequence)'],
    reservoir: ['reservoir(6, leak: 0.4, output: sequence)'],
    delay_line: ['delay_line(3)', 'step_dense(4) tanh'],
    'delay_line, longer than a segment': ['delay_line(7)', 'step_dense(4) tanh'],
  } as const;

  /** Outputs of the main head for segments of one long sequence, what is carried going on. */
  async function outputs(lines: readonly string[], length: number): Promise<number[][]> {
    const head = `output: ${lines.at(-1)}`;
    const of = networkOf(chain(`x[${length}, ${features}]`, ...lines.slice(0, -1), head));
    const segments = whole / length;
    const step = buildPrediction(of, {
      targets: { kind: 'values', count: 1 },
      ...(segments > 1 && { segments }),
    });
    const state = initialize(of, 3);
    const random = new Random(5, 'long');
    const x = Float32Array.from({ length: whole * features }, () => random.between(-1, 1));
    const feeds = Object.fromEntries(
      step.graph.inputs
        .filter(({ name }) => state.has(name))
        .map(({ name, type }) => [name, tensor(state.get(name)!, type.shape)]),
    );
    feeds[step.inputs.targets] = tensor([0], [1, 1]); // nothing reads them
    for (const { input, shape } of step.carried)
      feeds[input] = tensor(new Float32Array(elements(shape)), [1, ...shape]);
    const found: number[][] = [];
    for (let i = 0; i < segments; i++) {
      const samples = x.subarray(i * length * features, (i + 1) * length * features);
      feeds[step.inputs.samples] = tensor(samples, [1, length, features]);
      const results = await runGraph(step.graph, feeds);
      for (const { input, output } of step.carried) feeds[input] = results[output];
      found.push([...(results[step.prediction].data as Float32Array)]);
    }
    return found;
  }

  for (const [name, lines] of Object.entries(carrying))
    it(name, async () => {
      const wanted = (await outputs(lines, whole)).flat();
      const found = (await outputs(lines, part)).flat();
      // A head that gives the last state alone gives it once for each segment.
      assertNear(found.slice(-wanted.length), wanted, name);
    });
});
