import { integer } from '../../language/parameters';
import { StepBuilder } from '../stepBuilder';
import { machineParameters, type Machine } from './parts/boltzmann';
import {
  contrast,
  drawFantasies,
  evaluateMachine,
  machineInStep,
  machineRule,
} from './parts/machineRule';
import { defineRule } from './rule';

export const pcd = defineRule({
  name: 'pcd',
  synonyms: ['persistent_contrastive_divergence', 'stochastic_maximum_likelihood'],
  summary:
    'Persistent contrastive divergence: what a Boltzmann machine dreams by itself takes the place of reconstructions.',
  formula:
    '\\Delta W \\propto \\langle h v^\\top \\rangle_\\text{data} - \\langle h v^\\top \\rangle_\\text{chains}',
  source:
    'Tieleman, *Training restricted Boltzmann machines using approximations to the likelihood gradient* (2008).',
  details:
    'As `cd`, but the samples of the machine come from Gibbs chains that are never brought back to the data: each step of training ' +
    'takes them on by `steps` steps, while the weights hardly change. So they come close to the distribution of the machine, and ' +
    'the direction to the gradient of the likelihood. The rate should be smaller than for `cd`, and fall. Hidden units of the ' +
    'chains (`LAYER.chains`) are kept with the parameters; at first they are off, so that the visible units are drawn by their ' +
    'biases alone. `fantasies` shows what the chains have come to.',
  parameters: {
    chains: integer('Gibbs chains that go on from step to step.', {
      minimum: 1,
      maximum: 10_000,
      default: 100,
    }),
    steps: integer('Steps of Gibbs sampling for each step of training.', {
      minimum: 1,
      maximum: 100,
      default: 1,
    }),
    ...machineParameters,
  },
  example: 'rule pcd(chains: 100)',
  ...machineRule('pcd'),
  method: ({ chains, steps, ...values }) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const lowered = step.forward(true);
      const { machine, data } = machineInStep(step, lowered, values);
      const { key, shape } = chainsOf(machine, chains);
      const { layer } = machine.hidden;
      const { model, again } = step.graph.within({ layer: layer.id, role: 'forward' }, () => {
        let h = step.parameter(key, shape, false);
        let model = data;
        for (let k = 1; k <= steps; k++) {
          const outer = machine.drawOuter(machine.outerGiven(h), step, k);
          model = { ...outer, hidden: machine.hiddenGiven(outer) };
          h = machine.drawHidden(model.hidden, step, `hidden${k}`);
        }
        step.remember(key, h);
        const again = step.watching(() => machine.outerGiven(data.hidden).visible);
        return { model, again };
      });
      contrast(step, lowered, machine, { data, model, again });
      return step.build();
    },
    evaluate(network, _plan, options) {
      const { evaluation, machine } = evaluateMachine(network, options, values);
      const { key, shape } = chainsOf(machine, chains);
      drawFantasies(evaluation, network, machine, evaluation.parameter(key, shape));
      return evaluation.build();
    },
  }),
});

/** The hidden units of the chains: from them everything else of a chain is drawn. */
const chainsOf = ({ hidden: { layer, shape } }: Machine, chains: number) => ({
  key: `${layer.id}.chains`,
  shape: [chains, ...shape],
});
