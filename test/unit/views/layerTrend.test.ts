import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { isWeight } from '../../../src/views/layers';
import { layerTable } from '../../../src/views/layerTable';
import { layerTrend, trendAt, trendText } from '../../../src/views/layerTrend';

/** Values of a chain of layers, from the input to the output. */
const trendOf = (...values: (number | null)[]) =>
  layerTrend(values.map((value, depth) => ({ depth, value })));
const powers = (count: number, base: number) =>
  Array.from({ length: count }, (_, i) => base ** (count - 1 - i));

describe('the trend of a measure over layers', () => {
  it('of a quarter a layer is −log₁₀ 4 towards the input', () => {
    const trend = trendOf(...powers(21, 1 / 4))!;
    assert.ok(Math.abs(trend.slope - 0.60206) < 1e-5);
    assert.ok(Math.abs(trendAt(trend, 20) - 1) < 1e-9);
    assert.deepEqual([trend.first, trend.last], [0, 20]);
  });

  const words: readonly (readonly [string, (number | null)[], RegExp])[] = [
    [
      'vanish',
      powers(21, 1 / 4),
      /^gradient magnitude falls 0\.60 decades a layer towards the input: the first layer gets 10⁻¹² of the last one’s$/,
    ],
    [
      'explode',
      powers(5, 10),
      /^gradient magnitude grows 1\.00 decades a layer towards the input: the first layer gets 10⁴ times the last one’s$/,
    ],
    ['fall a little', [0.5, 0.7, 1], /: the first layer gets 0\.50 of the last one’s$/],
    ['are level', [1, 1, 1, 1], /^gradient magnitude is about level: 0 decades a layer$/],
    ['are zero in some', [0, 0, 0.01, 0.1, 1], /10⁻⁴ of the last one’s; 2 layers have 0$/],
    ['are not known in one', [null, 1e-3, 1e-2, 0.1], /gets 10⁻³ of the last one’s$/],
  ];
  for (const [what, values, expected] of words)
    it(`says so in words where the values ${what}`, () =>
      assert.match(trendText('gradient magnitude', trendOf(...values)!), expected));

  it('is not told of two layers, nor of numbers that are not finite', () => {
    assert.equal(trendOf(0.1, 1), undefined);
    assert.equal(trendOf(NaN, Infinity, null, 1, 2), undefined);
  });

  it('counts as weights exactly what regularization takes for weights, in every layer', () => {
    const text = `network All {
      input image[2, 12, 12]
      conv(4, kernel: 3)
      prelu
      batch_norm
      layer_norm
      local(3, kernel: 3) relu
      flatten
      rbf(8)
      dense(9) relu
      reshape([3, 3])
      lstm(4, output: sequence)
      gru(4)
      output: dense(2) softmax
    }`;
    const { networks, diagnostics } = analyze([text]);
    assert.deepEqual(diagnostics, []);
    const parameters = [...networks.values()].flatMap(({ layers }) =>
      layers.flatMap(({ parameters }) => parameters),
    );
    assert.ok(new Set(parameters.map(({ name }) => name)).size > 7);
    for (const { name, penalized } of parameters) assert.equal(isWeight(name), penalized, name);
  });
});

describe('a measure of parameters in the terminal', () => {
  const numbers = [1e-6, 1e-4, 1e-2, 1].map((value, i) => ({ key: `D${i}.weight`, value }));
  const lines = layerTable({ label: 'gradient magnitude', symbol: '‖g‖' }, numbers, (x) => x).split(
    '\n',
  );
  const lengths = lines.slice(1, 5).map((line) => line.split('█').length - 1);

  it('has bars of equal steps for equal factors, and says the decades', () => {
    assert.match(lines[0], /^layer +‖g‖ +10⁻⁶ to 1, 6 decades +of which$/);
    assert.deepEqual(lengths, [0, 8, 16, 24]);
  });

  it('ends with the trend', () => {
    assert.equal(
      lines.at(-1),
      'gradient magnitude of weights falls 2.00 decades a layer towards the input: the first layer gets 10⁻⁶ of the last one’s',
    );
  });

  it('has none for too few layers', () => {
    assert.equal(layerTable({ label: 'x' }, numbers.slice(2), (x) => x).split('\n').length, 3);
  });
});
