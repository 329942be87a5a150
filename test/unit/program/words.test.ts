import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { isTraining, type TrainAction } from '../../../src/program/verbs/train';

const data = 'data points {\n  source spirals(train: 100, test: 10)\n}';
const network = (...lines: string[]) =>
  `network Net {\n  input x[2]\n  ${lines.join('\n  ')}\n  output: dense(2) softmax\n}`;
const train = (...lines: string[]) => `train Net on points {\n  ${lines.join('\n  ')}\n}`;

const messages = (...cells: string[]) => analyze(cells).diagnostics.map(({ message }) => message);

/** The `train` action of a notebook without mistakes. */
function trainingOf(...cells: string[]): TrainAction {
  const { actions, diagnostics } = analyze([data, ...cells]);
  assert.deepEqual(diagnostics, []);
  const [action] = actions;
  assert.ok(isTraining(action));
  return action;
}

describe('a word in a `let`', () => {
  const held = (lets: string, line: string) =>
    trainingOf(lets, network('dense(4)'), train(line)).plan;
  const written = (line: string) => trainingOf(network('dense(4)'), train(line)).plan;
  const settings: [lets: string, line: string, same: string][] = [
    ['let opt = adam', 'optimizer opt', 'optimizer adam'],
    ['let opt = adam(rate: 0.01)', 'optimizer opt', 'optimizer adam(rate: 0.01)'],
    ['let r = 0.01; let opt = adam(r)', 'optimizer opt', 'optimizer adam(rate: 0.01)'],
    ['let opt = other; let other = sgd(0.1)', 'optimizer opt', 'optimizer sgd(0.1)'],
    ['let l = mse', 'loss l', 'loss mse'],
    ['let ways = [mse, cross_entropy]', 'loss ways[0]', 'loss mse'],
    ['let by = l2(0.5)', 'regularize by', 'regularize l2(0.5)'],
    ['let after = cosine', 'schedule warmup(2, then: after)', 'schedule warmup(2, then: cosine)'],
    ['let s = warmup(2, then: step(3))', 'schedule s', 'schedule warmup(2, then: step(3))'],
    ['let early = early(patience: 7)', 'stop early', 'stop early(patience: 7)'],
    ['let bound = value', 'clip bound 2', 'clip value 2'],
    ['let seen = accuracy', 'stop early(metric: seen)', 'stop early(metric: accuracy)'],
    ['let step = cosine', 'schedule step', 'schedule cosine'],
    ['let cosine = 3', 'schedule cosine', 'schedule cosine'],
    ['let how = backprop', 'rule how', 'rule backprop'],
    ['let seen = updates', 'watch seen', 'watch updates'],
  ];
  for (const [lets, line, same] of settings) {
    it(`\`${lets}\` makes \`${line}\` say \`${same}\``, () => {
      const { location: _, ...plan } = held(lets, line);
      const { location: __, ...expected } = written(same);
      assert.deepEqual(plan, expected);
    });
  }

  const layers: [lets: string, line: string, same: string][] = [
    ['let act = tanh', 'A: dense(4) act', 'A: dense(4) tanh'],
    ['let act = leaky_relu(0.3)', 'A: dense(4) act', 'A: dense(4) leaky_relu(0.3)'],
    ['let act = tanh', 'A: act', 'A: tanh'],
    ['let relu = tanh', 'A: dense(4) relu', 'A: dense(4) tanh'],
    ['let start = normal(0.2)', 'A: dense(4, init: start)', 'A: dense(4, init: normal(0.2))'],
    ['let by = l1', 'A: dense(4, regularize: by)', 'A: dense(4, regularize: l1)'],
    ['let n = 4; let act = relu', 'A: dense(n) act', 'A: dense(4) relu'],
    ['block B(n, act) { A: dense(n) act }', 'C: B(4, tanh)', 'block: A: dense(4) tanh'],
    [
      'block B(act) { A: dense(4) act }',
      'C: B(act: leaky_relu(0.3))',
      'block: A: dense(4) leaky_relu(0.3)',
    ],
    ['block B(act) { A: dense(4) act }; let t = tanh', 'C: B(t)', 'block: A: dense(4) tanh'],
    [
      'block B(start) { A: dense(4, init: start) }',
      'C: B(zeros)',
      'block: A: dense(4, init: zeros)',
    ],
    [
      'block B(act) { A: dense(4) act }; block D(act) { C: B(act) }',
      'E: D(tanh)',
      'nested: A: dense(4) tanh',
    ],
    ['block B(n) { A: dense(4) leaky_relu(n) }', 'C: B(0.3)', 'block: A: dense(4) leaky_relu(0.3)'],
    [
      'block B(f) { A: dense(4) f }; let slope = 0.3',
      'C: B(leaky_relu(slope))',
      'block: A: dense(4) leaky_relu(0.3)',
    ],
  ];
  const wrap: Record<string, (line: string) => [string, string]> = {
    block: (line) => [`block W() { ${line} }`, 'C: W'],
    nested: (line) => [`block V() { ${line} }; block W() { C: V }`, 'E: W'],
  };
  for (const [definitions, line, same] of layers) {
    it(`\`${definitions}\` makes \`${line}\` say \`${same}\``, () => {
      const found = trainingOf(definitions, network(line), train('epochs 1')).network;
      const [, how, text] = /^(?:(block|nested): )?(.*)$/.exec(same)!;
      const [cell, use] = how ? wrap[how](text) : ['', text];
      const expected = trainingOf(cell, network(use), train('epochs 1')).network;
      const essence = (net: typeof found) =>
        net.layers.map(({ id, entry, activations, parameters }) => ({
          id,
          name: entry.name,
          activations: activations.map(({ call }) => call),
          parameters,
        }));
      assert.deepEqual(essence(found), essence(expected));
    });
  }
});

describe('a word where something else is needed', () => {
  const rows: [cells: string[], message: string | RegExp][] = [
    [
      ['let act = relu', network('dense(act)')],
      '`units` of `dense` must be an integer, but `act` is an activation',
    ],
    [
      ['let act = relu', network('dense(2 * act)')],
      'expected a number, but `act` is an activation',
    ],
    [
      ['let opt = adam(rate: 0.1)', network('dense(4) opt')],
      '`opt` is an optimizer; an activation is needed here',
    ],
    [['let opt = adam', network('opt')], '`opt` is an optimizer; a layer is needed here'],
    [['let n = 4', network('dense(4) n')], '`n` is `4`; an activation is needed here'],
    [
      ['let act = relu', network('dense(4, init: act)')],
      '`init` of `dense` must be an initializer, but `act` is an activation',
    ],
    [
      ['let n = 4', network('dense(4, init: n)')],
      '`init` of `dense` must be an initializer, found `4`',
    ],
    [
      ['let s = step', network('dense(4, init: s)')],
      '`init` of `dense` must be an initializer, but `s` is an activation or a schedule',
    ],
    [
      ['let b = same', network('dense(4, init: b)')],
      '`init` of `dense` must be an initializer, found `same`',
    ],
    [
      ['let act = leaky_relu(0.1)', network('dense(4) act(0.2)')],
      '`act` is `leaky_relu(0.1)` and takes no arguments',
    ],
    [
      ['block B(act) { dense(4) act }', network('B(adam)')],
      '`act` is an optimizer; an activation is needed here',
    ],
    [['let act = rleu'], 'unknown name `rleu`; did you mean `relu`?'],
    [['let act = adm(rate: 1)'], 'unknown name `adm`; did you mean `adam`?'],
    [['let act = adam(rte: 1)'], 'unknown argument `rte` of `adam`; did you mean `rate`?'],
    [['let act = step(every: 0)'], /must be at least 1, found `0`/],
    [
      ['let a = warmup(1, then: b); let b = warmup(1, then: a)'],
      '`a` is defined in terms of itself',
    ],
    [['let act = tanh', network('dense(4) atc')], 'unknown activation `atc`; did you mean `act`?'],
    [
      ['let start = he', network('dense(4, init: strat)')],
      'unknown initializer `strat`; did you mean `start`?',
    ],
  ];
  for (const [cells, message] of rows) {
    it(`${cells.join(' … ').replaceAll('\n', ' ')} is told`, () => {
      const found = messages(...cells);
      assert.equal(found.length, 1, found.join('\n'));
      if (typeof message === 'string') assert.equal(found[0], message);
      else assert.match(found[0], message);
    });
  }

  it('is told at its place', () => {
    const cell = network('dense(act)');
    const [{ location }] = analyze(['let act = relu', cell]).diagnostics;
    assert.equal(location.cell, 1);
    assert.equal(cell.slice(location.start, location.end), 'act');
  });
});

describe('words within words', () => {
  it('stand 32 deep at most, through names too', () => {
    const chain = (length: number) =>
      Array.from(
        { length },
        (_, i) => `let s${i} = warmup(1, then: ${i ? `s${i - 1}` : 'cosine'})`,
      ).join('\n');
    assert.deepEqual(messages(chain(32)), []);
    assert.match(messages(chain(33))[0], /at most 32/);
    assert.match(messages(chain(5000))[0], /at most 32/);
  });

  it('are counted as often as they are used', () => {
    const uses = Array.from({ length: 300 }, () => 'dense(4) act');
    const cells = ['let act = leaky_relu(0.1)', network(...uses)];
    assert.deepEqual(messages(...cells), []);
  });
});
