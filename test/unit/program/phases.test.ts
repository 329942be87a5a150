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

  it('what the training says holds before what suits a rule', () => {
    const program = analyzed('optimizer sgd(rate: 0.7)', 'phase a: cd { layers H1 }');
    const [action] = program.actions.filter(isTraining);
    assert.equal(action.plan.phases?.[0].optimizer.arguments.rate, 0.7);
  });
});
