import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { OverrideError } from '../../../src/program/overrides';
import { isTraining } from '../../../src/program/verbs/train';

const cells = [
  'data digits {\n  source digits(train: 100, test: 10)\n  batch 16\n}',
  'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}',
  'train Net on digits {\n  optimizer sgd(0.1, momentum: 0.9)\n  epochs 3\n}',
];

function planned(overrides: Record<string, string>) {
  const [action] = analyze(cells, { overrides }).actions;
  assert.ok(isTraining(action));
  const { plan, data } = action;
  return {
    epochs: plan.epochs,
    seed: plan.seed,
    batch: plan.batch ?? data.batch,
    rate: plan.optimizer.arguments['rate'],
    momentum: plan.optimizer.arguments['momentum'],
    optimizer: plan.optimizer.name,
    train: data.source.arguments['train'],
  };
}

describe('--set NAME=VALUE', () => {
  const written = planned({});
  const cases: [string, string, Partial<typeof written>][] = [
    ['epochs', '7', { epochs: 7 }],
    ['epochs', '2 * 4', { epochs: 8 }],
    ['batch', '64', { batch: 64 }],
    ['seed', '11', { seed: 11 }],
    ['optimizer', 'adam(rate: 0.01)', { optimizer: 'adam', rate: 0.01, momentum: undefined }],
    ['optimizer.rate', '0.5', { rate: 0.5 }],
    ['optimizer.momentum', '0', { momentum: 0 }],
    ['source.train', '50', { train: 50 }],
  ];
  for (const [name, value, changed] of cases) {
    it(`${name}=${value} changes that and nothing else`, () => {
      assert.deepEqual(planned({ [name]: value }), { ...written, ...changed });
    });
  }

  const refused: [string, string, RegExp][] = [
    ['epoch', '7', /did you mean `epochs`/],
    ['optimizer.speed', '1', /`sgd` takes rate, momentum/],
    ['epochs', '', /value is missing|expected/],
    ['optimizer.rate.x', '1', /no such setting/],
    ['optimizer.rate', '1 2', /`rate` takes one value, found 2/],
    ['split.validation', '9', /`split` has no `validation`; .* --set "split=validation 2000"/],
    ['stop.patience', '9', /the notebook sets no `stop`; .* --set "stop=early/],
    ['steps', '50', /the notebook has no `find`/],
    ['cut', '"pool5"', /the notebook has no `network` from a file/],
  ];
  for (const [name, value, message] of refused) {
    it(`${name}=${value} is refused`, () => {
      assert.throws(
        () => planned({ [name]: value }),
        (error) => error instanceof OverrideError && message.test(error.message),
      );
    });
  }

  it('reports a value that does not fit where the setting stands', () => {
    const { diagnostics } = analyze(cells, { overrides: { epochs: '-1' } });
    const [{ code, location }] = diagnostics as [(typeof diagnostics)[0]];
    assert.equal(code, 'out-of-range');
    assert.equal(cells[2].slice(location.start, location.end), 'epochs 3');
  });
});

describe('--set of a `let`', () => {
  const notebook = [
    'let n = 8; let act = relu; let opt = sgd(0.1, momentum: 0.9); let other = opt; let epochs = 5; let none = 2',
    'data points {\n  source spirals(train: 100, test: 10)\n}',
    'network Net {\n  input x[2]\n  dense(n) act\n  output: dense(2) softmax\n}',
    'train Net on points {\n  optimizer other\n  epochs epochs\n}',
  ];
  function trained(overrides: Record<string, string>) {
    const { actions, diagnostics } = analyze(notebook, { overrides });
    assert.deepEqual(diagnostics, []);
    const [action] = actions;
    assert.ok(isTraining(action));
    const { plan, network } = action;
    const [{ shape, activations }] = network.layers;
    const { rate, momentum } = plan.optimizer.arguments;
    return {
      units: shape[0],
      activation: activations[0].call,
      optimizer: plan.optimizer.name,
      rate,
      momentum,
      epochs: plan.epochs,
    };
  }
  const written = trained({});
  const bound = (name: string, values: Record<string, number> = {}) => ({
    name,
    arguments: values,
  });
  const cases: [name: string, text: string, changed: Partial<typeof written>][] = [
    ['n', '4', { units: 4 }],
    ['n', '2 * none', { units: 4 }],
    ['let.n', '4', { units: 4 }],
    ['act', 'tanh', { activation: bound('tanh') }],
    ['act', 'leaky_relu(0.5)', { activation: bound('leaky_relu', { slope: 0.5 }) }],
    ['opt', 'adam', { optimizer: 'adam', rate: 0.001, momentum: undefined }],
    ['opt.rate', '0.5', { rate: 0.5 }],
    ['let.opt.momentum', '0', { momentum: 0 }],
    ['other.rate', '0.5', { rate: 0.5 }],
    ['optimizer.rate', '0.5', { rate: 0.5 }],
    ['epochs', '3', { epochs: 3 }],
    ['let.epochs', '4', { epochs: 4 }],
  ];
  for (const [name, text, changed] of cases) {
    it(`${name}=${text} changes that and nothing else`, () => {
      assert.deepEqual(trained({ [name]: text }), { ...written, ...changed });
    });
  }

  it('changes the value, the setting of the same name its own', () => {
    assert.equal(trained({ 'let.epochs': '4', epochs: 'epochs + 1' }).epochs, 5);
  });

  const refused: [name: string, text: string, message: RegExp][] = [
    ['m', '4', /no such setting or `let`; there are the settings source, .* and the names n, act/],
    ['atc', 'tanh', /did you mean `act`/],
    ['let.atc', 'tanh', /did you mean `act`/],
    ['let.batch', '4', /no such setting or `let`/],
    ['n', '1 2', /`n` takes one value, found 2/],
    ['n', '', /a value is missing/],
    ['n.size', '3', /the value of `n` takes no arguments/],
    ['opt.speed', '3', /`sgd` takes rate, momentum/],
    ['let.opt.rate.x', '3', /no such setting/],
  ];
  for (const [name, text, message] of refused) {
    it(`${name}=${text} is refused`, () => {
      assert.throws(
        () => analyze(notebook, { overrides: { [name]: text } }),
        (error) => error instanceof OverrideError && message.test(error.message),
      );
    });
  }

  it('of a wrong kind is told where it is used', () => {
    const { diagnostics } = analyze(notebook, { overrides: { act: '3' } });
    assert.deepEqual(
      diagnostics.map(({ message, location }) => [
        message,
        notebook[location.cell].slice(location.start, location.end),
      ]),
      [['`act` is `3`; an activation is needed here', 'act']],
    );
  });
});
