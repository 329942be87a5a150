import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { OverrideError } from '../../../src/program/overrides';

const cells = [
  'data digits {\n  source digits(train: 100, test: 10)\n  batch 16\n}',
  'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}',
  'train Net on digits {\n  optimizer sgd(0.1, momentum: 0.9)\n  epochs 3\n}',
];

function planned(overrides: Record<string, string>) {
  const [action] = analyze(cells, { overrides }).actions;
  assert.ok(action?.kind === 'train');
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
    ['stop.patience', '9', /no `stop` stands in the notebook; .* --set "stop=early/],
    ['steps', '50', /there is no `find` in the notebook/],
    ['cut', '"pool5"', /there is no `network` from a file in the notebook/],
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
