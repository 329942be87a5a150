import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkCost } from '../../../src/designer/cost';
import { trainingMemory } from '../../../src/network/size';
import { analyze } from '../../../src/program/analyze';
import { trainingCost } from '../../../src/program/cost/cost';
import { estimateStep, type Calibration } from '../../../src/program/cost/estimate';
import { StepTimes } from '../../../src/program/cost/stepTimes';
import { isTraining } from '../../../src/program/verbs/train';
import { costRows } from '../../../src/views/cost';

const program = (network: string, train = '', data = 'source boolean(3)\n  batch 5') =>
  analyze([
    `data d {\n  ${data}\n}`,
    `network Net {\n  ${network.replaceAll('; ', '\n  ')}\n}`,
    `train Net on d {\n  ${train}\n}`,
  ]);

function actionOf(...text: Parameters<typeof program>) {
  const { actions, diagnostics } = program(...text);
  assert.deepEqual(diagnostics, []);
  const [action] = actions;
  assert.ok(isTraining(action));
  return action;
}

const nothing: Calibration = { steps: [], products: {} };

describe('the cost of a training', () => {
  const dense = 'input bits[3]; dense(4) tanh; output: dense(2) softmax';
  const batch = 5;
  // Forward a product for each layer; backward one for the weights of each, and one for the input of the second.
  const [first, second] = [2 * batch * 3 * 4, 2 * batch * 4 * 2];

  it('counts two operations for each multiply-add, forward and backward', () => {
    const { step } = trainingCost(actionOf(dense));
    assert.deepEqual(step?.operations, {
      forward: first + second,
      gradient: first + 2 * second,
      update: 0,
      watching: 0,
    });
  });

  it('needs no gradient for what is frozen below all that learns', () => {
    const { step } = trainingCost(actionOf(dense.replace('dense(4)', 'dense(4, frozen: true)')));
    assert.equal(step?.operations.gradient, second);
  });

  it('counts the places of a convolution', () => {
    const images = 'source digits(train: 100, test: 10)\n  batch 5';
    const net = 'input image[1, 28, 28]; conv(2, kernel: 3); output: dense(10) softmax';
    const { step } = trainingCost(actionOf(net, '', images));
    const convolution = 2 * batch * 26 * 26 * 2 * 9;
    const product = 2 * batch * 26 * 26 * 2 * 10;
    const { forward, gradient } = step!.operations;
    assert.deepEqual([forward, gradient], [convolution + product, convolution + 2 * product]);
  });

  it('is of the last phase that makes steps, whatever its rule', () => {
    const phases =
      'phase first: cd { layers H }\n  phase last: backprop { layers output; batch 4 }';
    const net = 'input bits[3]; H: dense(4) logistic; output: dense(2) softmax';
    const { step, batch: size } = trainingCost(actionOf(net, phases));
    assert.deepEqual([step?.phase, size], ['last', 4]);
  });

  it('has no steps where all is done in a pass', () => {
    const { step } = trainingCost(
      actionOf('input bits[3]; output: dense(1)', 'rule ridge(penalty: 1)'),
    );
    assert.equal(step, undefined);
  });

  it('has steps in an epoch once the number of samples is known', () => {
    const action = actionOf(dense);
    const samples = { train: 23, test: 0 };
    const cost = trainingCost(action, { kind: 'classes', targets: 2, samples });
    assert.equal(cost.stepsPerEpoch, 4);
    assert.equal(trainingCost(action).stepsPerEpoch, undefined);
  });

  it('has the memory that is asked for when it is checked whether it fits, in parts', () => {
    const action = actionOf(dense, 'optimizer adam');
    const { memory } = trainingCost(action);
    const sum = memory.parameters + memory.optimizer + memory.activations;
    assert.equal(sum, trainingMemory(action.network, batch, 2));
    assert.ok(memory.optimizer > 0);
    assert.equal(trainingCost(actionOf(dense, 'optimizer sgd(rate: 0.1)')).memory.optimizer, 0);
  });

  it('warns of what does not fit into the memory', () => {
    const found = program(dense);
    const cost = networkCost(found, found.networks.get('Net')!, {
      device: 'cpu',
      calibration: nothing,
      free: 1000,
    });
    assert.match(
      cost.problem?.message ?? '',
      /`Net` with batches of 5 needs about .*1000 B are free/,
    );
    assert.match(cost.problem?.hint ?? '', /smaller batch/);
  });
});

describe('the time of a step', () => {
  const work = { nodes: 100, numbers: 1e6, operations: 1e8 };
  const twice = { nodes: 200, numbers: 2e6, operations: 2e8 };
  const other = { nodes: 5000, numbers: 1e4, operations: 1e4 };
  const on = (...steps: Calibration['steps']): Calibration => ({ steps, products: {} });

  it('is not known before anything was measured on the device', () => {
    assert.equal(estimateStep(work, 'cpu', nothing), undefined);
    const elsewhere = on({ device: 'webgpu', work, milliseconds: 1 });
    assert.equal(estimateStep(work, 'cpu', elsewhere), undefined);
  });

  it('grows with the work, from what one training took', () => {
    const estimate = estimateStep(twice, 'cpu', on({ device: 'cpu', work, milliseconds: 3 }));
    assert.ok(Math.abs(estimate!.milliseconds - 6) < 1e-9, `${estimate?.milliseconds}`);
    assert.equal(estimate?.by, 'trainings');
  });

  it('goes by trainings of the same kind rather than by others', () => {
    const known = on(
      { device: 'cpu', work, milliseconds: 3 },
      { device: 'cpu', work: other, milliseconds: 300 },
    );
    const { milliseconds } = estimateStep(work, 'cpu', known)!;
    assert.ok(milliseconds > 3 && milliseconds < 3.1, `${milliseconds}`);
  });

  it('goes by the rate of matrix products before the first training', () => {
    const at = (rate: number) => estimateStep(work, 'cpu', { steps: [], products: { cpu: rate } })!;
    assert.equal(at(100).by, 'products');
    assert.ok(Math.abs(at(50).milliseconds / at(100).milliseconds - 2) < 1e-9);
  });
});

describe('what steps took', () => {
  let folder: string;
  const file = () => join(folder, 'steps.json');
  const work = { nodes: 1, numbers: 2, operations: 3 };
  const step = { device: 'cpu', work, milliseconds: 4 };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dnn-steps-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is remembered for this machine, the newest of the same step only', async () => {
    const here = new StepTimes(file(), 'here');
    await here.keep({ ...step, milliseconds: 9 });
    await here.keep(step);
    await here.keepProducts('cpu', 100);
    await new StepTimes(file(), 'there').keep({ ...step, milliseconds: 50 });
    assert.deepEqual(await here.calibration(), {
      steps: [{ machine: 'here', ...step }],
      products: { cpu: 100 },
    });
  });

  it('is nothing where the file is damaged', async () => {
    writeFileSync(file(), '{"steps": [{"work": -1}]}');
    assert.deepEqual(await new StepTimes(file()).calibration(), nothing);
  });
});

describe('a cost in words', () => {
  const network = { network: 'Net', parameters: 61706, multiplyAdds: 416520 };
  const training = {
    data: 'digits',
    batch: 128,
    epochs: 8,
    stepsPerEpoch: 140,
    memory: { parameters: 2 ** 20, optimizer: 2 ** 20, activations: 2 ** 21 },
  };
  const operations = { forward: 100e6, gradient: 200e6, update: 0, watching: 0 };
  const step = { operations, device: 'cpu' };
  const estimate = { milliseconds: 3.14, by: 'trainings' } as const;
  const valueOf = (label: string, cost: Parameters<typeof costRows>[0]) => {
    const row = costRows(cost).find((each) => each.label === label);
    return row && [row.value, row.detail];
  };

  it('tells parameters and multiply-adds of a network that is not trained', () => {
    assert.deepEqual(
      costRows(network).map(({ label, value }) => [label, value]),
      [
        ['parameters', '61,706'],
        ['multiply-adds', '417 k'],
      ],
    );
  });

  it('tells operations and memory by their parts', () => {
    const cost = { ...network, training: { ...training, step } };
    assert.deepEqual(valueOf('operations a step', cost), [
      '300 MFLOP',
      'forward 100 M, backward 200 M, two for each multiply-add',
    ]);
    assert.deepEqual(valueOf('memory', cost), [
      '4 MiB',
      'parameters and gradients 1 MiB, optimizer 1 MiB, activations 2 MiB (batch of 128)',
    ]);
  });

  it('tells how the time of a step is known', () => {
    const time = (known: object) =>
      valueOf('time of a step', {
        ...network,
        training: { ...training, step: { ...step, ...known } },
      });
    assert.deepEqual(time({}), [
      'not measured yet',
      'train once on cpu, or let the devices be tested',
    ]);
    assert.deepEqual(time({ estimate }), [
      'about 3.1 ms',
      'on cpu, by earlier trainings on this machine',
    ]);
    assert.deepEqual(time({ estimate, measured: { milliseconds: 2.8, estimated: 3.14 } }), [
      '2.8 ms',
      'measured on cpu; estimated 3.1 ms',
    ]);
  });

  it('tells what an epoch and all of them take', () => {
    const cost = { ...network, training: { ...training, step: { ...step, estimate } } };
    assert.deepEqual(valueOf('time of an epoch', cost), [
      'about 0.4 s',
      '140 steps of 128 samples, without evaluation; 8 epochs 3.5 s',
    ]);
  });
});
