import { integer } from '../../language/parameters';
import { StepBuilder } from '../stepBuilder';
import { machineParameters } from './parts/boltzmann';
import { contrast, evaluateMachine, machineInStep, machineRule } from './parts/machineRule';
import { defineRule } from './rule';

export const cd = defineRule({
  name: 'cd',
  synonyms: ['contrastive_divergence', 'rbm'],
  summary:
    'Contrastive divergence: a restricted Boltzmann machine learns to reconstruct its inputs.',
  formula:
    '\\Delta W \\propto \\langle h v^\\top \\rangle_\\text{data} - \\langle h v^\\top \\rangle_k',
  source:
    'Hinton, *Training products of experts by minimizing contrastive divergence* (2002); *A practical guide* (2010). Label units: ' +
    'Hinton, Osindero and Teh, *A fast learning algorithm for deep belief nets* (2006). Convolutional machines: Lee, Grosse, ' +
    'Ranganath and Ng (2009).',
  details:
    'A `dense`, `conv` or `local` layer of `logistic` units is the hidden layer; its inputs are the visible units, which have ' +
    'biases of their own (`LAYER.visible_bias`; of a `conv` layer one for each channel). They lie between 0 and 1; for `gaussian` ' +
    'units data with `normalize standard` suits, and a smaller rate. A weight of a `conv` layer moves by the mean over all places. ' +
    'Hidden units are sampled from their probabilities, and so are visible units ' +
    'and labels, except in the last reconstruction.\n\n' +
    'Targets are used with `labels: true` only. Then the `dense` head with `softmax` that reads the hidden layer learns, too: its ' +
    'weights connect a label unit for each class with the hidden units. Samples are classified by free energy, ' +
    '$p(y \\mid v) \\propto e^{-F(v, y)}$; the network itself, when it is exported, answers by one pass without it.',
  parameters: {
    steps: integer('k: steps of Gibbs sampling.', { minimum: 1, maximum: 100, default: 1 }),
    ...machineParameters,
  },
  example: 'rule cd(steps: 1)',
  ...machineRule('cd'),
  method: ({ steps, ...values }) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const lowered = step.forward(true);
      const { machine, data } = machineInStep(step, lowered, values);
      const { layer } = machine.hidden;
      const chain = step.graph.within({ layer: layer.id, role: 'forward' }, () => {
        let model = data;
        let again = data.visible;
        for (let k = 1; k <= steps; k++) {
          const means = machine.outerGiven(machine.drawHidden(model.hidden, step, `hidden${k}`));
          if (k === 1) again = means.visible;
          const outer = k < steps ? machine.drawOuter(means, step, k) : means;
          model = { ...outer, hidden: machine.hiddenGiven(outer) };
        }
        return { model, again };
      });
      contrast(step, lowered, machine, { data, ...chain });
      return step.build();
    },
    evaluate: (network, _plan, options) =>
      evaluateMachine(network, options, values).evaluation.build(),
  }),
});
