import { entry as takesEntry, integer, optional } from '../../language/parameters';
import type { BoundCall } from '../../language/vocabulary';
import type { Layer, Network } from '../../network/network';
import { isChain, trainingOnly, withHead } from '../../network/subnetwork';
import { LearningError } from '../learningError';
import type { TrainPlan } from '../plan';
import { backprop } from './backprop';
import { expand } from './expand';
import {
  defineRule,
  givenBy,
  ruleSettings,
  unfitForSteps,
  usualRule,
  type Phase,
  type RuleSubject,
} from './rule';
import { rules } from './table';

export const layerwise = defineRule({
  name: 'layerwise',
  synonyms: ['greedy', 'pretraining'],
  summary:
    'Trains one hidden layer after the other, then all of them together by back-propagation.',
  formula: '\\theta_1, \\; \\theta_2 \\mid \\theta_1, \\; \\ldots, \\; \\text{then all } \\theta',
  source:
    'Hinton, Osindero and Teh (2006); Bengio, Lamblin, Popovici and Larochelle, *Greedy layer-wise training of deep networks* (2007).',
  details:
    'Without `around` each hidden layer is trained as that of a network of depth two, with its own head, which is then ' +
    'discarded; the layers below stay as they are. `around: cd(steps: 1)` trains all hidden layers but the last by that rule ' +
    'instead, without the targets. `epochs` of the `train` are those at the end.',
  parameters: {
    around: optional(
      takesEntry('The rule that trains each layer; back-propagation when left out.', 'rule'),
    ),
    epochs: integer('Epochs for each layer.', { minimum: 1, maximum: 100_000, default: 5 }),
  },
  example: 'rule layerwise(epochs: 5)',
  uses: ruleSettings,
  learnsSteps: true,
  incompatibilities(subject, { around }) {
    const { network } = subject;
    const hidden = hiddenLayers(network);
    if (!isChain(network) || hidden.length === 0) {
      const message = `\`layerwise\` needs a chain of layers and a hidden layer that learns; \`${network.name}\` has ${hidden.length === 0 ? 'no such layer' : 'branches'}`;
      return [new LearningError('rule-layer', message)];
    }
    const [head, second] = network.outputs.filter(({ output }) => output!.weight > 0);
    if (second) {
      const message = `\`layerwise\` needs one output; \`${second.id}\` is a second one`;
      return [new LearningError('rule-layer', message, second)];
    }
    if (head.parameters.length === 0) {
      const message = `\`layerwise\` trains each hidden layer with a head like \`${head.id}\`, which has no weights; end the network with a layer such as \`dense\``;
      return [new LearningError('rule-layer', message, head)];
    }
    if (around && hidden.length === 1) {
      const [[only]] = hidden;
      const message = `\`layerwise\` trains all hidden layers but the last by \`${around.name}\`, and \`${only.id}\` is the only one; leave \`around\` out, or add a hidden layer`;
      return [new LearningError('rule-layer', message, only)];
    }
    if (around?.name === 'layerwise')
      return [
        new LearningError(
          'rule-layer',
          '`layerwise` cannot be used around itself; name a rule for a single layer',
        ),
      ];
    const unfit = around && unfitForSteps(rules.of(around), subject, 'leave `around` out');
    if (unfit) return [unfit];
    const whole = backprop.incompatibilities(subject, {});
    return around ? [...whole, ...aroundIncompatibilities(subject, around, hidden)] : whole;
  },
  method: () => backprop.method({}),
  phases: (network, plan, { around, epochs }) => [
    ...hiddenPhases(network, plan, around, epochs),
    ...expand(network, { ...plan, rule: usualRule }, 'fine-tuning'),
  ],
});

/**
 * The hidden layers: each from a layer with weights that learn to the next one, with what stands between them (normalization,
 * pooling, dropout); the head is none.
 */
function hiddenLayers({ layers, outputs }: Network): readonly (readonly Layer[])[] {
  const starts = layers.flatMap((layer, i) => (hasWeights(layer) && !layer.output ? [i] : []));
  const end = layers.findIndex(({ id }) => id === outputs[0].id);
  return starts.map((start, i) => layers.slice(start, starts[i + 1] ?? end));
}

const hasWeights = ({ parameters }: Layer): boolean =>
  parameters.some(({ frozen, penalized }) => penalized && !frozen);

const idsOf = (layers: readonly Layer[]): Set<string> => new Set(layers.map(({ id }) => id));

function aroundIncompatibilities(
  subject: RuleSubject,
  around: BoundCall,
  hidden: ReturnType<typeof hiddenLayers>,
): readonly LearningError[] {
  const entry = rules.of(around);
  return hidden.slice(0, -1).flatMap((layers) => {
    const network = trainingOnly(subject.network, idsOf(layers));
    return entry.incompatibilities({ ...subject, network }, around.arguments);
  });
}

function hiddenPhases(
  network: Network,
  plan: TrainPlan,
  around: BoundCall | undefined,
  epochs: number,
): readonly Phase[] {
  const hidden = hiddenLayers(network);
  if (around) {
    const usual = givenBy(rules.of(around).usual, around.arguments);
    const own = { ...plan, ...usual, rule: around, epochs };
    return hidden
      .slice(0, -1)
      .flatMap((layers) => expand(trainingOnly(network, idsOf(layers)), own, layers[0].id));
  }
  return hidden.flatMap((layers, i) => {
    const next = network.layers.findIndex(({ id }) => id === hidden[i + 1]?.[0].id);
    // Behind the last hidden layer stands the network's own head, which is kept.
    const shallow = next < 0 ? network : withHead(network, next);
    const part = trainingOnly(shallow, idsOf([...layers, shallow.outputs[0]]));
    return expand(part, { ...plan, rule: usualRule, epochs }, layers[0].id);
  });
}
