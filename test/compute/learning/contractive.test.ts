import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { analyze } from '../../../src/program/analyze';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan, train } from './support';

/** The penalty on the Jacobian, and its gradient, against central differences in float64. */

const [inputs, units, batch, lambda] = [3, 4, 5, 0.3];

const functions: Readonly<Record<string, (x: number) => number>> = {
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  scaled_tanh: (x) => 1.7159 * Math.tanh((2 / 3) * x),
  relu: (x) => Math.max(x, 0),
  softplus: (x) => Math.log1p(Math.exp(x)),
};

type Numbers = readonly number[];
const range = (length: number) => Array.from({ length }, (_, i) => i);

/** λ ‖∂h/∂x‖² as a mean over the samples, each derivative a difference. */
function penalty(f: (x: number) => number, weights: Numbers, bias: Numbers, samples: Numbers) {
  const h = 1e-4;
  const unit = (x: Numbers, j: number) =>
    f(range(inputs).reduce((sum, i) => sum + weights[j * inputs + i] * x[i], bias[j]));
  let total = 0;
  for (const n of range(batch)) {
    const x = samples.slice(n * inputs, (n + 1) * inputs);
    for (const j of range(units))
      for (const i of range(inputs)) {
        const [above, below] = [h, -h].map((d) => unit(x.with(i, x[i] + d), j));
        total += ((above - below) / (2 * h)) ** 2;
      }
  }
  return (lambda * total) / batch;
}

describe('the contractive penalty', () => {
  for (const [name, f] of Object.entries(functions)) {
    it(`is that of differences: ${name}`, async () => {
      const random = new Random(4, name);
      const samples = range(batch * inputs).map(() => random.between(-1, 1));
      const network = (regularize: string) =>
        networkOf(
          chain(`x[${inputs}]`, `H: dense(${units}${regularize}) ${name}`, 'output: dense(2)'),
        );
      const targets = { kind: 'values', count: 2 } as const;
      const learned = async (regularize: string) => {
        const of = network(regularize);
        const step = buildTrainingStep(of, plan({ loss: call('mse') }), { batch, targets });
        const state = initialize(of, 1);
        const start = new Map([...state].map(([key, values]) => [key, [...values]]));
        const [{ loss }] = await train(
          step,
          state,
          [{ samples, targets: new Float32Array(2 * batch) }],
          1,
        );
        return {
          loss,
          start,
          moved: (key: string) => start.get(key)!.map((w, i) => w - state.get(key)![i]),
        };
      };
      const [plain, penalized] = [
        await learned(''),
        await learned(`, regularize: contractive(${lambda})`),
      ];
      const [weights, bias] = ['H.weight', 'H.bias'].map((key) => plain.start.get(key)!);
      const expected = penalty(f, weights, bias, samples);
      assert.ok(Math.abs(penalized.loss - plain.loss - expected) < 2e-5, `${expected}`);
      const compare = (key: string, at: (change: (values: Numbers) => Numbers) => number) => {
        const h = 1e-3;
        const [with_, without] = [penalized.moved(key), plain.moved(key)];
        with_.forEach((moved, i) => {
          const [above, below] = [h, -h].map((d) => at((values) => values.with(i, values[i] + d)));
          const difference = (above - below) / (2 * h);
          assert.ok(Math.abs(moved - without[i] - difference) < 2e-4, `${key}[${i}] ${difference}`);
        });
      };
      compare('H.weight', (change) => penalty(f, change(weights), bias, samples));
      compare('H.bias', (change) => penalty(f, weights, change(bias), samples));
    });
  }

  for (const [what, layer, line, message] of [
    [
      'a layer without an activation',
      'H: dense(4, regularize: contractive)',
      '',
      /`H` has no activation/,
    ],
    ['softmax', 'H: dense(4, regularize: contractive) softmax', '', /`H` has `softmax`/],
    ['a convolution', 'H: conv(2, kernel: 3, regularize: contractive) relu', '', /`H` is `conv`/],
    [
      'all layers of a training',
      'H: dense(4) logistic',
      'regularize contractive',
      /`output` has `softmax`/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { diagnostics } = analyze([
        'data d {\n  source digits(train: 300)\n}',
        `network N {\n  input image[1, 28, 28]\n  ${layer}\n  output: dense(10) softmax\n}`,
        `train N on d {\n  epochs 1\n  ${line}\n}`,
      ]);
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['penalty-layer'],
      );
      assert.match(diagnostics[0].message, message);
    });
  }
});
