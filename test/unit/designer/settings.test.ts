import assert from 'node:assert/strict';
import { DesignError } from '../../../src/designer/operation';
import type { Operation } from '../../../src/designer/operations';
import { perform, sourcesAfter } from '../../../src/designer/perform';
import { analyze } from '../../../src/program/analyze';

const data = `data digits {
  source digits(train: 2000, seed: 7)  # made
  # for early stopping
  split validation 200
  batch 64
}`;
const net = `network N {
  input image[1, 28, 28]
  C1: conv(6, kernel: 5) tanh
  output: dense(10) softmax
}`;
const train = `# The first try.
train N on digits {
  optimizer sgd(rate: 0.1, momentum: 0.9)  # as usual
  epochs 8
}`;
const inspect = 'inspect N';
const notebook = [data, net, `${train}\n\nexport N to "n.onnx"`, inspect];

const digits = { word: 'data', subject: 'digits', number: 0 };
const training = { word: 'train', subject: 'N', number: 0 };

function after(sources: readonly string[], operation: Operation): string[] {
  const program = analyze(sources);
  return sourcesAfter(sources, perform({ sources, program }, undefined, operation));
}

const width = 'let width = 64  # units of each layer';

/** What an operation makes of one statement. */
const cases: [name: string, before: string, operation: Operation, after: string][] = [
  [
    'a value changes where it stands',
    data,
    { kind: 'setSettingArgument', statement: digits, at: [2], parameter: 'size', value: '128' },
    data.replace('batch 64', 'batch 128'),
  ],
  [
    'a line moves past the one below it, with the comment above and the one on it',
    data,
    { kind: 'moveSetting', statement: digits, at: [1], by: 1 },
    `data digits {
  source digits(train: 2000, seed: 7)  # made
  batch 64
  # for early stopping
  split validation 200
}`,
  ],
  [
    'a value with a name changes',
    width,
    { kind: 'setLet', name: 'width', value: '2 * 16' },
    width.replace('64', '2 * 16'),
  ],
  [
    'the second value behind a word changes',
    data,
    { kind: 'setSettingArgument', statement: digits, at: [1], parameter: 'count', value: '500' },
    data.replace('200\n', '500\n'),
  ],
  [
    'an argument of the word behind a setting changes',
    train,
    { kind: 'setSettingArgument', statement: training, at: [0], parameter: 'rate', value: '0.05' },
    train.replace('rate: 0.1', 'rate: 0.05'),
  ],
  [
    'an argument that has its default again goes',
    train,
    { kind: 'setSettingArgument', statement: training, at: [0], parameter: 'momentum' },
    train.replace(', momentum: 0.9', ''),
  ],
  [
    'a word alone gets brackets with its first argument',
    `train N on digits {\n  stop early\n}`,
    { kind: 'setSettingArgument', statement: training, at: [0], parameter: 'patience', value: '5' },
    `train N on digits {\n  stop early(5)\n}`,
  ],
  [
    'a value that may be left out is written behind the others, and goes again',
    `train N on digits {\n  decode viterbi  # symbols\n}`,
    {
      kind: 'setSettingArgument',
      statement: training,
      at: [0],
      parameter: 'ignore',
      value: '"gap"',
    },
    `train N on digits {\n  decode viterbi "gap"  # symbols\n}`,
  ],
  [
    'a value that may be left out goes',
    `train N on digits {\n  decode viterbi "gap"  # symbols\n}`,
    { kind: 'setSettingArgument', statement: training, at: [0], parameter: 'ignore' },
    `train N on digits {\n  decode viterbi  # symbols\n}`,
  ],
  [
    'another word stands behind a setting',
    train,
    { kind: 'setSetting', statement: training, at: [0], value: 'adam' },
    train.replace('sgd(rate: 0.1, momentum: 0.9)', 'adam'),
  ],
  [
    'a phase gets another rule and keeps its name and its lines',
    `train N on digits {\n  phase first: backprop { epochs 2 }\n}`,
    { kind: 'setSetting', statement: training, at: [0], value: 'kmeans' },
    `train N on digits {\n  phase first: kmeans { epochs 2 }\n}`,
  ],
  [
    'a setting in a phase changes',
    `train N on digits {\n  phase first: backprop { epochs 2; batch 8 }\n}`,
    { kind: 'setSettingArgument', statement: training, at: [0, 1], parameter: 'size', value: '16' },
    `train N on digits {\n  phase first: backprop { epochs 2; batch 16 }\n}`,
  ],
  [
    'a new setting goes where it is usually found',
    train,
    { kind: 'addSetting', statement: training, at: [], text: 'schedule cosine' },
    train.replace('# as usual\n', '# as usual\n  schedule cosine\n'),
  ],
  [
    'a new setting goes in front of the first line with the comment above it',
    data.replace('  source digits(train: 2000, seed: 7)  # made\n', ''),
    { kind: 'addSetting', statement: digits, at: [], text: 'source digits(train: 10)' },
    data.replace('(train: 2000, seed: 7)  # made', '(train: 10)'),
  ],
  [
    'another one of those that repeat goes behind them',
    data.replace('  batch', '  augment rotate(15)  # a bit\n  batch'),
    { kind: 'addSetting', statement: digits, at: [], text: 'augment noise(0.05)' },
    data.replace('  batch', '  augment rotate(15)  # a bit\n  augment noise(0.05)\n  batch'),
  ],
  [
    'between `;` it goes between `;`',
    `data digits { source digits; batch 64 }`,
    { kind: 'addSetting', statement: digits, at: [], text: 'normalize standard' },
    `data digits { source digits; normalize standard; batch 64 }`,
  ],
  [
    'settings stand in front of phases',
    `train N on digits {\n  phase first: backprop {\n    epochs 2\n  }\n}`,
    { kind: 'addSetting', statement: training, at: [], text: 'batch 128' },
    `train N on digits {\n  batch 128\n  phase first: backprop {\n    epochs 2\n  }\n}`,
  ],
  [
    'a phase gets a setting',
    `train N on digits {\n  phase first: backprop {\n    epochs 2\n  }\n}`,
    { kind: 'addSetting', statement: training, at: [0], text: 'loss mse' },
    `train N on digits {\n  phase first: backprop {\n    loss mse\n    epochs 2\n  }\n}`,
  ],
  [
    'an action without braces gets them with its first setting',
    'inspect N  # all of it',
    {
      kind: 'addSetting',
      statement: { ...training, word: 'inspect' },
      at: [],
      text: 'features C1',
    },
    'inspect N {\n  features C1\n}  # all of it',
  ],
  [
    'a setting goes with the comment on its line, and the one above it stays',
    data,
    { kind: 'removeSetting', statement: digits, at: [1] },
    data.replace('  split validation 200\n', ''),
  ],
  [
    'a setting goes out of a phase on one line',
    `train N on digits {\n  phase first: backprop { epochs 2; batch 8 }\n}`,
    { kind: 'removeSetting', statement: training, at: [0, 0] },
    `train N on digits {\n  phase first: backprop { batch 8 }\n}`,
  ],
  [
    'an action uses other data',
    train,
    { kind: 'setClause', statement: training, clause: 'on', value: 'letters' },
    train.replace('on digits', 'on letters'),
  ],
  [
    'a file name gets its quotes',
    'export N to "n.onnx"  # small',
    {
      kind: 'setClause',
      statement: { ...training, word: 'export' },
      clause: 'to',
      value: 'm.onnx',
    },
    'export N to "m.onnx"  # small',
  ],
  [
    'an action that said on what no more does',
    'inspect N on digits {\n  gradients\n}',
    { kind: 'setClause', statement: { ...training, word: 'inspect' }, clause: 'on' },
    'inspect N {\n  gradients\n}',
  ],
];

describe('operations of the designer on settings', () => {
  for (const [name, before, operation, text] of cases)
    it(name, () => assert.deepEqual(after([before], operation), [text]));

  const added: [word: string, at: number, text: string][] = [
    ['data', 1, 'data digits2 {\n  source digits(train: 20000)\n  batch 128\n}'],
    ['train', 4, 'train N on digits {\n  optimizer adam(rate: 0.001)\n  epochs 3\n}'],
    ['inspect', 4, 'inspect N {\n  gradients\n}'],
    ['export', 4, 'export N to "n.onnx"'],
    ['find', 4, 'find rate of N {\n  from 1e-6 to 1\n  steps 100\n}'],
  ];
  for (const [word, at, text] of added)
    it(`\`${word}\` comes into a cell of its own, with names that are there`, () =>
      assert.deepEqual(
        after(notebook, { kind: 'addStatement', word, network: 'N' }),
        notebook.toSpliced(at, 0, text),
      ));

  const refused: [sources: readonly string[], operation: Operation, reason: RegExp][] = [
    [
      [net],
      { kind: 'addStatement', word: 'train', network: 'N' },
      /Add data first: `train` needs to know on what/,
    ],
    [
      [data],
      { kind: 'addSetting', statement: digits, at: [], text: 'batch 8' },
      /`batch` is already set/,
    ],
    [
      [data],
      { kind: 'addSetting', statement: digits, at: [], text: 'epochs 8' },
      /`epochs` is no setting of `data`/,
    ],
    [
      [data],
      { kind: 'setSettingArgument', statement: digits, at: [2], parameter: 'size' },
      /`batch` needs `size`; write a value, or remove the line/,
    ],
    [
      [data],
      { kind: 'setSettingArgument', statement: digits, at: [2], parameter: 'size', value: '}' },
      /Then the text would have a mistake/,
    ],
    [
      [train],
      { kind: 'setSetting', statement: { ...training, number: 1 }, at: [0], value: 'adam' },
      /The text has changed since/,
    ],
    [[data], { kind: 'moveSetting', statement: digits, at: [0], by: -1 }, /It is the first line/],
    [[width], { kind: 'setLet', name: 'width', value: ' ' }, /`width` needs a value/],
    [[width], { kind: 'setLet', name: 'depth', value: '2' }, /There is no `let depth`/],
  ];
  for (const [sources, operation, reason] of refused)
    it(`is refused: ${reason.source}`, () =>
      assert.throws(
        () => after(sources, operation),
        (error) => error instanceof DesignError && reason.test(error.message),
      ));
});
