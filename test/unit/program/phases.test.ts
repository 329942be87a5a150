import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { isTraining } from '../../../src/program/verbs/train';

const data = 'data d {\n  source digits(train: 300)\n}';
const network = `network N {
  input image[1, 28, 28]
  H1: dense(10) logistic
  H2: dense(10) logistic
  output: dense(10) softmax
}`;
const analyzed = (...lines: string[]) =>
  analyze([data, network, `train N on d {\n  ${lines.join('\n  ')}\n}`]);

describe('rules and phases in the text', () => {
  const refused: readonly (readonly [line: string, code: string, message: RegExp])[] = [
    ['rule cdd', 'unknown-rule', /unknown rule `cdd`; did you mean `cd`/],
    ['rule cd', 'rule-layer', /trains one layer, but `H1` and `H2` both learn/],
    ['rule perceptron', 'rule-layer', /trains one layer/],
    ['rule layerwise(around: layerwise)', 'rule-layer', /cannot be used around itself/],
    ['rule layerwise(around: delta)', 'rule-layer', /needs no activation or `linear` after `H1`/],
    ['watch loss', 'not-watched', /You can watch `updates`, `weights`/],
    ['stop early(metric: mistake)', 'unknown-word', /did you mean `mistakes`/],
    ['phase cd { layers H1 }', 'missing-name', /give it a name: `phase first: …`/],
    ['phase a: cd { layers H9 }', 'unknown-layer', /unknown layer `H9` of `N`/],
    ['phase a: cd { layers H1, H2 }', 'rule-layer', /trains one layer/],
    ['phase a: cd { layers H1; loss mse }', 'unused-setting', /`cd` does not use `loss`/],
    ['carry state', 'nothing-carried', /samples of `d` are whole; cut them in the data/],
    ['phase a: cd { layers H1; carry state }', 'unused-setting', /`cd` does not use `carry`/],
    ['phase a: cd { seed 3 }', 'unknown-setting', /unknown setting `seed` of `phase`/],
    ['epochs pretrain: 8', 'unexpected-name', /`epochs` takes no name; remove `pretrain:`/],
    ['epochs 8 { batch 2 }', 'unexpected-braces', /`epochs` takes no braces/],
  ];
  for (const [line, code, message] of refused) {
    it(`\`${line}\` is refused`, () => {
      const [first] = analyzed(line).diagnostics;
      assert.match(first.message, message);
      assert.equal(first.code, code);
    });
  }

  it('a state is not carried where no layer has one', () => {
    const cells = [
      data.replace('}', '  segments 4\n}'),
      network,
      'train N on d {\n  carry state\n}',
    ];
    const [first] = analyze(cells).diagnostics;
    assert.match(first.message, /`N` has no layer with a state to carry.*`rnn`, `lstm`/);
  });

  type Refusal = readonly [line: string, code: string, place: string, message: RegExp];
  /** By the layers of the network; each with the place that is marked. */
  const unfit: Readonly<Record<string, readonly Refusal[]>> = {
    'H: dense(5) tanh; output: dense(10) softmax': [
      ['phase a: backprop { layers }', 'missing-argument', 'layers', /: `layers H`/],
      ['rule layerwise(epochs: 0)', 'out-of-range', '0', /at least 1, found `0`/],
      ['phase a: cd(steps: 1000)', 'out-of-range', '1000', /at most 100/],
      ['phase a: cd(step: 2)', 'unknown-argument', 'step', /did you mean `steps`/],
      ['phase a: perceptron(3)', 'too-many-arguments', '3', /`perceptron` takes nothing/],
    ],
    'H: dense(5) logistic; output: dense(10) softmax': [
      [
        'rule layerwise(around: cd)',
        'rule-layer',
        'H: dense(5) logistic',
        /`H` is the only one; leave `around` out/,
      ],
      [
        'phase a: perceptron { layers output }',
        'rule-layer',
        'output: dense(10) softmax',
        /needs `sign` or `step` after `output`, not `softmax`/,
      ],
    ],
    'C: conv(2, kernel: 5); P: max_pool(2); output: dense(10) softmax': [
      [
        'phase a: backprop { layers P }',
        'no-parameters',
        'layers P',
        /nothing in `P` can learn: .*; layers of `N` that can: `C`, `output`/,
      ],
    ],
    'C: transposed_conv(2, kernel: 5) logistic; H: dense(5) logistic; output: dense(10) softmax': [
      [
        'rule layerwise(around: cd)',
        'rule-layer',
        'C: transposed_conv(2, kernel: 5) logistic',
        /trains a layer such as `dense` or .*; `C` is `transposed_conv`/,
      ],
    ],
    'H: dense(5, frozen: true) logistic; output: dense(10) softmax': [
      ['phase a: cd { layers H }', 'no-parameters', 'layers H', /nothing in `H` can learn/],
    ],
    'W: dense(784); output: dense(10)': [
      [
        'phase a: zca { layers W; epochs 3 }',
        'unused-setting',
        'epochs 3',
        /`zca` does not use `epochs`; remove it/,
      ],
      ['phase a: zca { layers W; batch 3 }', 'unused-setting', 'batch 3', /not use `batch`/],
      [
        'phase a: zca { layers output }',
        'rule-layer',
        'output: dense(10)',
        /`output` reads 784 and has 10 units; give it 784/,
      ],
    ],
    'D: dense(40); output: dense(10)': [
      [
        'phase a: omp1 { layers D }',
        'rule-layer',
        'D: dense(40)',
        /no use for the bias of `D`; write `bias: false`/,
      ],
      [
        'phase a: rica { layers D }',
        'rule-layer',
        'D: dense(40)',
        /no use for the bias of `D`; write `bias: false`/,
      ],
      [
        'phase a: kmeans { layers D; batch 30 }',
        'rule-layer',
        'batch 30',
        /starts the 40 atoms of `D` as samples of a batch, which has 30; write `batch 40` or more/,
      ],
      [
        'phase a: kmeans { layers D; optimizer adam }',
        'unused-setting',
        'optimizer adam',
        /`kmeans` does not use `optimizer`/,
      ],
    ],
    'R: dense(40, bias: false); output: dense(10)': [
      [
        'phase a: rica(pool: 3) { layers R }',
        'rule-layer',
        'R: dense(40, bias: false)',
        /pools 3 units at a time, and `R` has 40; make that a multiple of 3/,
      ],
      [
        'phase a: rica { layers R; loss mse }',
        'unused-setting',
        'loss mse',
        /`rica` does not use `loss`/,
      ],
    ],
    'L: local(2, kernel: 5); output: dense(10)': [
      [
        'phase a: zca { layers L }',
        'rule-layer',
        'L: local(2, kernel: 5)',
        /with the same weights: write `L` as a plain `conv`/,
      ],
      [
        'phase a: kmeans { layers L }',
        'rule-layer',
        'L: local(2, kernel: 5)',
        /one set of weights for all places: use `conv` instead of `local` for `L`/,
      ],
    ],
    'W: dense(784, bias: false); output: dense(10)': [
      [
        'phase a: zca { layers W }',
        'rule-layer',
        'W: dense(784, bias: false)',
        /by the bias of `W`, which has none; leave `bias: false` out/,
      ],
    ],
    'output: dense(10, frozen: true) softmax': [
      ['epochs 3', 'no-parameters', 'N', /`N` has nothing to train/],
    ],
    'H: dense(5) step; output: dense(10) step': [
      [
        'rule perceptron',
        'rule-layer',
        'output: dense(10) step',
        /`phase first: perceptron \{ layers output \}`/,
      ],
    ],
    'H: dense(5); output: dense(10)': [
      ['phase a: delta { layers H }', 'rule-layer', 'H: dense(5)', /`H` is not the output/],
    ],
    'output: dense(10) softmax': [
      ['rule layerwise', 'rule-layer', 'N', /a hidden layer that learns; `N` has no such layer/],
    ],
    'A: dense(5); B: dense(5) from image; concat from A, B; output: dense(10) softmax': [
      ['rule layerwise', 'rule-layer', 'N', /has branches/],
    ],
    'H: dense(5); output mid: dense(9); G: dense(5) from mid; output: dense(10)': [
      ['rule layerwise', 'rule-layer', 'output: dense(10)', /needs one output/],
    ],
    'H: dense(5) tanh; dense(10); output: flatten': [
      [
        'rule layerwise',
        'rule-layer',
        'output: flatten',
        /`output`, which has no weights; end the network with a layer such as `dense`/,
      ],
    ],
  };
  for (const [layers, refusals] of Object.entries(unfit)) {
    const net = `network N {\n  input image[1, 28, 28]\n  ${layers.replaceAll('; ', '\n  ')}\n}`;
    for (const [line, code, place, message] of refusals) {
      it(`\`${line}\` is refused for ${layers}`, () => {
        const cells = [data, net, `train N on d {\n  ${line}\n}`];
        const [first] = analyze(cells).diagnostics;
        const { cell, start, end } = first.location;
        assert.deepEqual([first.code, cells[cell].slice(start, end)], [code, place]);
        assert.match(first.message, message);
      });
    }
  }

  it('any number of epochs, also none, layers named twice and a phase without a rule are not', () => {
    const program = analyzed(
      'phase a: backprop',
      'phase b: cd { layers H1; epochs 0 }',
      'phase c: { layers H2, H2, output }',
    );
    assert.deepEqual(program.diagnostics, []);
    const [action] = program.actions.filter(isTraining);
    assert.deepEqual(
      action.plan.phases?.map(({ epochs, rule }) => [epochs, rule?.name]),
      [
        [10, 'backprop'],
        [0, 'cd'],
        [10, 'backprop'],
      ],
    );
  });

  it('two phases of one name, and a rule beside phases, are refused', () => {
    const twins = analyzed('phase a: cd { layers H1 }', 'phase a: cd { layers H2 }');
    assert.equal(twins.diagnostics[0].code, 'duplicate-name');
    const both = analyzed('rule cd', 'phase a: backprop { epochs 1 }');
    assert.match(both.diagnostics[0].message, /each phase names its own rule/);
  });

  it('a phase has the settings around it, what suits its rule, and its own', () => {
    const program = analyzed(
      'batch 20',
      'epochs 7',
      'phase a: cd { layers H1 }',
      'phase b: cd(steps: 2) { layers H2; epochs 3; optimizer sgd(rate: 0.5) }',
      'phase c: backprop { batch 50 }',
    );
    assert.deepEqual(program.diagnostics, []);
    const [action] = program.actions.filter(isTraining);
    assert.deepEqual(
      action.plan.phases?.map(({ phase, rule, layers, epochs, batch, optimizer }) => [
        ...[phase, rule?.name, rule?.arguments.steps, layers?.join(), epochs, batch],
        ...[optimizer.name, optimizer.arguments.rate],
      ]),
      [
        ['a', 'cd', 1, 'H1', 7, 20, 'sgd', 0.1],
        ['b', 'cd', 2, 'H2', 3, 20, 'sgd', 0.5],
        ['c', 'backprop', undefined, undefined, 7, 50, 'adam', 0.001],
      ],
    );
  });

  for (const [said, batch] of [
    ['', 1],
    ['batch 20', undefined],
  ] as const) {
    it(`the perceptron corrects after each sample unless data says otherwise (\`${said}\`)`, () => {
      const cells = [
        `data digits {\n  source digits(train: 100, test: 10)\n  ${said}\n}`,
        'network N {\n  input image[1, 28, 28]\n  output: dense(10) step\n}',
        'train N on digits {\n  rule perceptron\n}',
      ];
      const [action] = analyze(cells).actions.filter(isTraining);
      assert.equal(action.plan.batch, batch);
      assert.equal(action.data.batch, batch === undefined ? 20 : 32);
    });
  }

  it('what the training says holds before what suits a rule', () => {
    const program = analyzed('optimizer sgd(rate: 0.7)', 'phase a: cd { layers H1 }');
    const [action] = program.actions.filter(isTraining);
    assert.equal(action.plan.phases?.[0].optimizer.arguments.rate, 0.7);
  });
});
