import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { losses } from '../../../src/learning/losses';
import { optimizers } from '../../../src/learning/optimizers';
import { incompatibilities, phasesOf } from '../../../src/learning/rules';
import { cd } from '../../../src/learning/rules/cd';
import { defineRule } from '../../../src/learning/rules/rule';
import { rules } from '../../../src/learning/rules/rules';
import { schedules } from '../../../src/learning/schedules';
import { trainedLayers } from '../../../src/network/subnetwork';
import { chain, networkOf } from '../network/support';

const network = networkOf(
  chain('x[6]', 'A: dense(5) logistic', 'B: dense(4) logistic', 'output: dense(3) softmax'),
);

/** Each phase with the layers that learn in it. */
const phasesAround = (around?: string): readonly string[] =>
  phasesOf(network, {
    ...{ network: 'Net', data: 'data', epochs: 1, seed: 1 },
    ...{ loss: losses.call('cross_entropy'), optimizer: optimizers.call('adam') },
    schedule: schedules.call('constant'),
    location: { cell: 0, start: 0, end: 0 },
    rule: rules.call('layerwise', around === undefined ? {} : { around: rules.call(around) }),
  }).map(
    ({ kind, name, network }) =>
      `${kind} ${name}: ${trainedLayers(network)
        .map(({ id }) => id)
        .join(', ')}`,
  );

const machine = cd.method({ steps: 1, visible: 'bernoulli', labels: false });

describe('layerwise', () => {
  it('trains each hidden layer with a head, the last one with that of the network, then all', () => {
    assert.deepEqual(phasesAround(), [
      'steps A: A, A_head',
      'steps B: B, output',
      'steps fine-tuning: A, B, output',
    ]);
  });

  it('trains all hidden layers but the last by the rule it stands around', () => {
    assert.deepEqual(phasesAround('cd'), ['steps A: A', 'steps fine-tuning: A, B, output']);
  });

  it('learns from a target for each step, where the rule it stands around does', () => {
    const recurrent = networkOf(
      chain(
        'x[5, 2]',
        'A: rnn(4, output: sequence)',
        'B: rnn(3, output: sequence)',
        'output: step_dense(3) softmax',
      ),
    );
    const targets = { kind: 'classes', count: 3, steps: 5 } as const;
    const messages = (around?: string) => {
      const plan = {
        loss: losses.call('cross_entropy'),
        optimizer: optimizers.call('adam'),
        rule: rules.call('layerwise', around === undefined ? {} : { around: rules.call(around) }),
      };
      return incompatibilities({ network: recurrent, plan, targets }).map(({ message }) => message);
    };
    assert.deepEqual(messages(), []);
    const whole = {
      network: 'Net',
      data: 'data',
      epochs: 1,
      seed: 1,
      schedule: schedules.call('constant'),
    };
    const training = {
      ...{ loss: losses.call('cross_entropy'), optimizer: optimizers.call('adam') },
      ...{ rule: rules.call('layerwise'), location: { cell: 0, start: 0, end: 0 } },
    };
    for (const phase of phasesOf(recurrent, { ...whole, ...training })) {
      assert.ok(phase.kind === 'steps');
      phase.method.build(phase.network, phase.plan, { batch: 2, targets });
    }
    assert.match(messages('perceptron')[0], /`perceptron` learns from one target for each sample/);
  });

  it('makes all phases of the rule it stands around', () => {
    const looking = defineRule({
      ...{ name: 'toy_looking', summary: 'Looks first.', formula: 'x', source: 'Nobody.' },
      ...{ parameters: {}, example: 'rule toy_looking', uses: [] },
      incompatibilities: () => [],
      method: () => machine,
      phases: (network, plan) => [
        {
          ...{ kind: 'pass', name: 'look', network, plan },
          pass: {
            evaluate: (...of) => machine.evaluate(...of),
            finish: () => ({}),
          },
        },
        { kind: 'steps', name: 'learn', network, plan, method: machine },
      ],
    });
    const remove = rules.add(looking);
    try {
      assert.deepEqual(phasesAround('toy_looking'), [
        'pass A: look: A',
        'steps A: learn: A',
        'steps fine-tuning: A, B, output',
      ]);
    } finally {
      remove();
    }
  });
});
