import assert from 'node:assert/strict';
import { networkPayload } from '../../../src/views/network';
import { byRow, meanShares, mostRead, readable } from '../../../webview/attention/shares';
import { stepSource, type StepSource } from '../../../webview/attention/stepSource';
import { firstQuery, stepName, stepsOf } from '../../../webview/attention/steps';
import { encodeTensor } from '../../../webview/featureMaps/tensor';
import { chain, networkOf } from '../network/support';

/** What the steps of the only layer `A` that attends are. */
function sourceOf(input: string, ...lines: readonly string[]): StepSource {
  const { network, row } = attending(input, lines);
  return stepSource(network, row.id);
}

function attending(input: string, lines: readonly string[]) {
  const network = networkPayload(networkOf(chain(input, ...lines, 'output: dense(2)')));
  const [row] = network.layers.filter(({ attends }) => attends).slice(-1);
  return { network, row };
}

const transformer = [
  'add { { layer_norm(axis: 2); attention(4, causal: true) } { } }',
  'add { { layer_norm(axis: 2); step_dense(32) gelu; step_dense(16) } { } }',
];
const whole = { top: 0, left: 0, height: 1, width: 1 };

describe('the steps that attention reads', () => {
  const cases: readonly [string, StepSource, string, ...string[]][] = [
    [
      'are the characters of a text',
      { kind: 'input' },
      'characters[12]',
      ...['embedding(16, vocabulary: 22)', 'position', ...transformer, ...transformer],
    ],
    ['are the steps of a sequence', { kind: 'input' }, 'x[20, 4]', 'attention(2)'],
    [
      'are so behind an LSTM',
      { kind: 'input' },
      'x[20, 4]',
      'lstm(8, output: sequence)',
      'attention(2)',
    ],
    [
      'are the patches of an image',
      { kind: 'places', rows: 4, columns: 4, area: whole },
      'image[1, 28, 28]',
      ...['conv(16, kernel: 7, stride: 7)', 'to_sequence', 'position', ...transformer],
    ],
    [
      'are patches of the part of it that is read',
      {
        ...{ kind: 'places', rows: 2, columns: 3 },
        area: { top: 0, left: 0, height: 20 / 28, width: 30 / 32 },
      },
      'image[3, 28, 32]',
      ...['conv(16, kernel: 10, stride: 10)', 'to_sequence', 'attention(2)'],
    ],
    [
      'overlap, each around its middle',
      {
        ...{ kind: 'places', rows: 7, columns: 7 },
        area: { top: 0, left: 0, height: 1, width: 1 },
      },
      'image[1, 28, 28]',
      ...['conv(8, kernel: 6, stride: 4, padding: 1) relu', 'to_sequence', 'attention(2)'],
    ],
    [
      'are unknown where others were made of them',
      { kind: 'unknown' },
      'image[1, 8, 8]',
      ...['flatten', 'dense(64)', 'reshape([64, 1])', 'attention(1)'],
    ],
  ];
  for (const [what, expected, input, ...lines] of cases)
    it(what, () => assert.deepEqual(sourceOf(input, ...lines), expected));

  it('have characters for names, or places, or numbers', () => {
    const text = attending('characters[3]', ['embedding(4, vocabulary: 3)', 'attention(2)']);
    const input = encodeTensor([3], Float32Array.of(2, 0, 1));
    const read = stepsOf(text.network, text.row, input, ['a', ' ', 'c']);
    assert.deepEqual(read.characters, ['c', 'a', ' ']);
    assert.deepEqual([stepName(read, 0), stepName(read, 2)], ['0 “c”', '2 “␣”']);
    assert.deepEqual([firstQuery(read, true), firstQuery(read, false)], [2, 1]);
    const numbers = stepsOf(text.network, text.row, input, undefined);
    assert.equal(stepName(numbers, 2), '2');

    const image = attending('image[1, 28, 28]', [
      ...['conv(16, kernel: 7, stride: 7)', 'to_sequence', 'attention(4)'],
    ]);
    const picture = encodeTensor([1, 28, 28], new Float32Array(784));
    const places = stepsOf(image.network, image.row, picture, ['a']);
    assert.equal(stepName(places, 6), '6 (row 1, column 2)');
    assert.equal(firstQuery(places, false), 10);
  });
});

describe('shares of attention', () => {
  const shares = Float32Array.of(1, 0, 0.25, 0.75);

  it('are left free where nothing can be read', () => {
    assert.deepEqual([...readable(shares, 2, true)], [1, NaN, 0.25, 0.75]);
    assert.equal(readable(shares, 2, false), shares);
  });

  it('are scaled by the greatest of their row, what is free left free', () =>
    assert.deepEqual(
      [...byRow(Float32Array.of(0.5, NaN, 0.25, 0.75), 2)],
      [1, NaN, Math.fround(1 / 3), 1],
    ));

  it('have a mean over heads', () => assert.deepEqual([...meanShares(shares, 2)], [0.625, 0.375]));

  it('are listed from the greatest, without zeros', () =>
    assert.deepEqual(mostRead(Float32Array.of(0.2, 0, 0.7, 0.1), 3), [2, 0, 3]));
});
