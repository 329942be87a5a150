import assert from 'node:assert/strict';
import { activations, initializers } from '../../../src/network/catalogue';
import { analyze } from '../../../src/program/analyze';
import { Random } from '../../../src/random/random';
import { networkPayload } from '../../../src/views/network';
import { theoryOf } from '../../../src/views/theory';

const theory = (...lines: string[]) => {
  const text = `network Net {\n  input image[1, 8, 8]\n  ${lines.join('\n  ')}\n}`;
  const { networks, diagnostics } = analyze([text]);
  assert.deepEqual(diagnostics, []);
  return theoryOf(networkPayload(networks.get('Net')!));
};

const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual}, not ${expected}`);

describe('the derivative of an activation', () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ['linear', 1, 1],
    ['logistic', 1 / 4, 1 / 16],
    ['tanh', 1, 1],
    ['scaled_tanh', 1.7159 * (2 / 3), (1.7159 * (2 / 3)) ** 2],
    ['relu', 1, 1 / 2],
    ['leaky_relu', 1, (1 + 0.01 ** 2) / 2],
  ];
  for (const [name, greatest, meanSquare] of cases)
    it(`of ${name} is at most ${greatest.toFixed(2)}`, () => {
      const call = activations.call(name);
      const derivative = activations.of(call).derivative?.(call.arguments);
      near(derivative?.greatest, greatest);
      near(derivative?.meanSquare, meanSquare);
    });
});

describe('the variance of initial weights', () => {
  for (const [name, given] of [
    ['he', {}],
    ['glorot', {}],
    ['lecun', {}],
    ['uniform', { a: 0.3 }],
    ['normal', { s: 0.2 }],
    ['signs', {}],
  ] as const)
    it(`is what ${name} draws`, () => {
      const { arguments: values } = initializers.call(name, given);
      const [entry, fans] = [initializers.of({ name }), { fanIn: 30, fanOut: 50 }];
      const draw = entry.sampler(values, fans, new Random(7));
      const count = 40_000;
      let squares = 0;
      for (let i = 0; i < count; i++) squares += draw() ** 2;
      const told = entry.variance?.(values, fans) ?? NaN;
      assert.ok(Math.abs(squares / count / told - 1) < 0.03, `${squares / count}, told ${told}`);
    });
});

describe('what theory expects of gradients', () => {
  it('of logistic layers of one width is a quarter a layer', () => {
    const { expected, text } = theory('repeat 20 { dense(64) logistic }', 'output: dense(64)');
    near(expected?.get('output'), 0);
    near(expected?.get('dense_1'), 20 * Math.log10(1 / 4));
    assert.equal(
      text,
      'Theory, for weights as they start: `logistic` passes at most 0.25 of a gradient, `glorot` weights 1.0 of it, so it falls ' +
        '0.60 decades a layer towards the input. Glorot and Bengio (2010).',
    );
  });

  it('of rectifiers with He’s weights is level, whatever the widths, but at a last layer with others', () => {
    const { expected, text } = theory(
      'dense(64) relu',
      'dense(32) relu',
      'dense(128) relu',
      'output: dense(128)',
    );
    near(expected?.get('dense_3'), Math.log10(Math.SQRT1_2));
    near(expected?.get('dense_1'), Math.log10(Math.SQRT1_2));
    assert.match(
      text,
      /`relu` passes 0\.71 .* `he` weights 1\.4 of it, so it stays level .* He et/,
    );
  });

  it('takes an activation on a line of its own, and weights that are written', () => {
    const { expected } = theory('D: dense(16)', 'logistic', 'output: dense(4, init: normal(0.5))');
    near(expected?.get('D'), Math.log10(0.25 * 0.5 * Math.sqrt(16)));
  });

  for (const [what, lines, why] of [
    ['branches', ['add { { dense(64) } { dense(64) } }', 'output: dense(2)'], /has branches/],
    ['normalization', ['dense(9) relu', 'batch_norm', 'output: dense(2)'], /not `batch_norm`/],
    ['elu', ['D: dense(9) elu', 'output: dense(2)'], /not cover `elu` of D/],
    ['constant weights', ['dense(9) tanh', 'output: dense(2, init: zeros)'], /weights of output/],
    ['one layer', ['output: dense(2) softmax'], /two layers/],
  ] as const)
    it(`says that it does not cover ${what}`, () => {
      const { expected, text } = theory(...lines);
      assert.equal(expected, undefined);
      assert.match(text, why);
    });
});
