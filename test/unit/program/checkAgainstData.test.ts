import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { checkAgainstData } from '../../../src/program/checkAgainstData';

const data = 'data digits {\n  source digits(train: 100, test: 10)\n  split validation 20\n}';
const network = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}';
const train = 'train Net on digits';
const context = { notebookFolder: __dirname, environment: {}, seed: 0 };

/** What is found, as `code: text it covers`. */
async function findings(cells: readonly string[], kinds?: readonly string[]): Promise<string[]> {
  const program = analyze(cells);
  assert.deepEqual(program.diagnostics, []);
  const actions = kinds && program.actions.filter(({ kind }) => kinds.includes(kind));
  const found = await checkAgainstData(program, context, actions);
  return found.map(({ code, location: { cell, start, end } }) => {
    return `${code}: ${cells[cell].slice(start, end)}`;
  });
}

const stream = 'data stream {\n  source digit_stream(train: 10, test: 2, steps: 40)\n}';
const onStream = (head: string, settings = ''): readonly string[] => [
  stream,
  `network Net {\n  input image[40, 28]\n  ${head}\n}`,
  `train Net on stream {${settings}}`,
];

const stepCases: readonly [what: string, cells: readonly string[], expected: readonly string[]][] =
  [
    ['a row at each step', onStream('output: step_dense(11) softmax'), []],
    [
      'one row where each step has a target',
      onStream('output: dense(11) softmax'),
      ['head-shape: output: dense(11) softmax'],
    ],
    [
      'a row at each step, of another size',
      onStream('output: step_dense(10) softmax'),
      ['head-shape: output: step_dense(10) softmax'],
    ],
    [
      'a rule that learns from one target for each sample',
      onStream('output: dense(11)', ' rule delta '),
      ['rule-targets: network Net {\n  input image[40, 28]\n  output: dense(11)\n}'],
    ],
    [
      'symbols to be found',
      onStream('output: step_dense(11) softmax', ' decode viterbi "gap" '),
      [],
    ],
    [
      'symbols to be found in what are no probabilities',
      onStream('output: step_dense(11)', ' decode greedy; loss mse '),
      ['nothing-decoded: output: step_dense(11)'],
    ],
    [
      'symbols to be found where a sample has one target',
      [data, network, 'train Net on digits { decode viterbi }'],
      ['nothing-decoded: output: dense(10) softmax'],
    ],
    [
      'a row at each step where a sample has one target',
      [
        data,
        'network Net {\n  input image[1, 28, 28]\n  reshape([28, 28])\n  output: step_dense(10) softmax\n}',
        train,
      ],
      ['head-shape: output: step_dense(10) softmax'],
    ],
  ];

describe('a notebook and its data', () => {
  const inspect = (sample: string) => [data, network, train, `inspect Net {\n ${sample}\n}`];
  const table: readonly [what: string, cells: readonly string[], expected: readonly string[]][] = [
    ['fit', [data, network, train, 'inspect Net'], []],
    [
      'an input of another shape',
      [data, network.replace('[1, 28, 28]', '[3, 8, 8]'), train],
      ['shape-mismatch: input image[3, 8, 8]'],
    ],
    [
      'a head of another size',
      [data, network.replace('10', '9'), train],
      ['head-size: output: dense(9) softmax'],
    ],
    [
      'an image where classes are wanted',
      [data, network.replace('dense(10) softmax', 'conv(10, kernel: 28)'), train],
      ['head-shape: output: conv(10, kernel: 28)'],
    ],
    ...stepCases,
    [
      'a validation split of everything',
      [data.replace('20', '100'), network, train],
      ['bad-validation: split validation 100'],
    ],
    ['the last sample', inspect('features output on digits.test[9]'), []],
    [
      'a sample behind the last',
      inspect('features output on digits.test[10]'),
      ['no-sample: digits.test[10]'],
    ],
    [
      'samples for validation are not for training',
      inspect('features output on digits.train[80]'),
      ['no-sample: digits.train[80]'],
    ],
    [
      'no test samples: others are looked at',
      [data.replace('test: 10', 'test: 0'), network, train, 'inspect Net'],
      [],
    ],
    [
      'no test samples, but one is asked for',
      [
        ...inspect('features output on digits.test[0]').with(
          0,
          data.replace('test: 10', 'test: 0'),
        ),
      ],
      ['no-sample: digits.test[0]'],
    ],
    ['the best neuron for a class', inspect('best_neuron output'), []],
    [
      'the best neuron, where there are no classes',
      [
        'data s {\n  source sine(train: 20, test: 10)\n}',
        'network Net {\n  input x[1]\n  output: dense(1)\n}',
        'inspect Net on s {\n  best_neuron output\n}',
      ],
      ['no-classes: inspect Net on s {\n  best_neuron output\n}'],
    ],
    [
      'a file that is missing',
      ['data digits {\n  source idx("nowhere")\n}', network, train],
      ['missing-file: source idx("nowhere")'],
    ],
  ];
  for (const [what, cells, expected] of table)
    it(what, async () => assert.deepEqual(await findings(cells), expected));

  it('only those of the actions in question', async () => {
    const other = 'data other {\n  source idx("nowhere")\n}';
    const cells = [data, other, network, train, 'inspect Net on other'];
    assert.deepEqual(await findings(cells, ['train']), []);
    assert.deepEqual(await findings(cells, ['inspect']), ['missing-file: source idx("nowhere")']);
  });
});
