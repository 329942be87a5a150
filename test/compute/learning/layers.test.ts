import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { chain, networkOf } from '../../unit/network/support';
import { sessionOf } from '../graph/support';
import { buildTrainingStep } from '../../../src/learning/rules';
import { Random } from '../../../src/random/random';
import { call, plan, tensor, train } from './support';

/** What the last layer makes of samples of the input `x`, with the parameters a network starts with. */
async function outputOf(text: string, samples: readonly number[]): Promise<number[]> {
  const network = networkOf(text);
  const graph = buildInference(network);
  const parameters = [...initialize(network, 1)].map(([key, values]) => {
    const { type } = graph.inputs.find(({ name }) => name === key)!;
    return [key, tensor(values, type.shape)] as const;
  });
  const session = await sessionOf(graph);
  try {
    const x = tensor(samples, [1, ...network.input.shape]);
    const found = await session.run({ ...Object.fromEntries(parameters), [network.input.name]: x });
    return [...(found.prediction.data as Float32Array)];
  } finally {
    await session.release();
  }
}

describe('layers against what their texts say', () => {
  const cases: Readonly<Record<string, [layer: string, expected: readonly (readonly number[])[]]>> =
    {
      'pad on all sides': [
        'pad(1)',
        [
          [0, 0, 0, 0],
          [0, 1, 2, 0],
          [0, 3, 4, 0],
          [0, 0, 0, 0],
        ],
      ],
      'pad, rows apart from columns': [
        'pad([0, 1], value: -0.5)',
        [
          [-0.5, 1, 2, -0.5],
          [-0.5, 3, 4, -0.5],
        ],
      ],
      'pad on some sides': [
        'pad(bottom: 1, right: 2)',
        [
          [1, 2, 0, 0],
          [3, 4, 0, 0],
          [0, 0, 0, 0],
        ],
      ],
      'pad on all sides but one': [
        'pad(1, left: 0, value: 9)',
        [
          [9, 9, 9],
          [1, 2, 9],
          [3, 4, 9],
          [9, 9, 9],
        ],
      ],
      'biases that start at one': [
        'conv(1, kernel: 1, init: zeros, bias_init: 1)',
        [
          [1, 1],
          [1, 1],
        ],
      ],
      'biases of places that start at one': [
        'local(1, kernel: 2, init: constant(1), bias_init: 0.5)',
        [[10.5]],
      ],
      'biases of units that start at one': ['dense(2, init: constant(1), bias_init: -1)', [[9, 9]]],
      'biases of a transposed convolution that start at one': [
        'transposed_conv(1, kernel: 1, init: constant(2), bias_init: 1)',
        [
          [3, 5],
          [7, 9],
        ],
      ],
    };
  it('a new layer of simple cells sees something of a bar, and not all of it', async () => {
    const bar = Array.from({ length: 256 }, (_, i) => Number(i % 16 === 7));
    const cells = await outputOf(
      chain('x[1, 16, 16]', 'output: s_cell(24, kernel: 5, padding: 2)'),
      bar,
    );
    const near = cells.filter((_, i) => Math.abs((i % 16) - 7) <= 2);
    const active = near.filter((response) => response > 0).length / near.length;
    assert.ok(active > 0.05 && active < 0.5, `${active} of the cells are active`);
  });

  for (const [name, [layer, expected]] of Object.entries(cases)) {
    it(name, async () => {
      assert.deepEqual(
        await outputOf(chain('x[1, 2, 2]', `output: ${layer}`), [1, 2, 3, 4]),
        expected.flat(),
      );
    });
  }
});

describe('a transposed layer of places', () => {
  it('is the adjoint of the layer whose weights it shares', async () => {
    // ⟨L x, y⟩ = ⟨x, Lᵀ y⟩ for all x and y, without biases.
    const window = 'kernel: [3, 2], stride: [2, 1], padding: [1, 0], bias: false';
    const inner = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, i) => sum + value * b[i], 0);
    const draw = (name: string, count: number) => [
      ...new Random(4, name).fillUniform(new Float32Array(count)),
    ];
    const x = draw('x', 2 * 5 * 4);
    const there = await outputOf(chain('x[2, 5, 4]', `output L: local(3, ${window})`), x);
    assert.equal(there.length, 3 * 3 * 3);
    // The layer L is there for its weights; the output reads y.
    const both = chain(
      'x[40]',
      'input y[27]',
      'X: reshape([2, 5, 4]) from x',
      `L: local(3, ${window})`,
      'Y: reshape([3, 3, 3]) from y',
      `output: transposed_local(2, ${window}, share: L)`,
    );
    const y = draw('y', 27);
    const back = await outputOf(both, [...x, ...y]);
    assert.ok(Math.abs(inner(there, y) - inner(x, back)) < 1e-4 * Math.abs(inner(there, y)));
  });
});

describe('a denoising autoencoder against plain loops', () => {
  const disturbed: Readonly<
    Record<string, (x: number, uniform: (row: number) => number) => number>
  > = {
    'masking, amount: 0.4': (x, uniform) => (uniform(0) >= 0.4 ? x : 0),
    'salt_and_pepper, amount: 0.6': (x, uniform) =>
      uniform(0) >= 0.6 ? x : Number(uniform(0) < 0.3),
    'gaussian, amount: 0.5': (x, uniform) =>
      x + 0.5 * Math.sqrt(3) * (uniform(0) + uniform(1) + uniform(2) + uniform(3) - 2),
  };
  for (const [how, change] of Object.entries(disturbed)) {
    it(`reconstructs what it reads from what it sees: ${how}`, async () => {
      const network = networkOf(
        chain('x[6]', `K: corrupt(${how})`, 'output: dense(6, init: constant(0.5), bias: false)'),
      );
      const samples = Array.from({ length: 12 }, (_, i) => (i % 5) / 4);
      const step = buildTrainingStep(
        network,
        plan({ loss: call('reconstruction', { by: 'squared' }) }),
        {
          batch: 2,
          targets: { kind: 'classes', count: 2 },
        },
      );
      const numbers = new Random(1, 0, 'K:uniform').fillUniform(new Float32Array(4 * 12));
      const seen = samples.map((x, i) => change(x, (row) => numbers[row * 12 + i]));
      const outputs = [0, 1].map((n) =>
        seen.slice(6 * n, 6 * n + 6).reduce((sum, x) => sum + x / 2, 0),
      );
      const expected = samples.reduce(
        (sum, x, i) => sum + (outputs[Math.floor(i / 6)] - x) ** 2,
        0,
      );
      const batch = { samples, targets: [0, 1, 1, 0] };
      const [{ loss }] = await train(step, new Map(initialize(network, 1)), [batch], 0);
      assert.ok(Math.abs(loss - expected / 12) < 1e-6);
    });
  }
});
