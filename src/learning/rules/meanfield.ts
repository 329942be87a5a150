import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { beliefNet, beliefNetOf, lowerBound, meanField } from '../../network/layers/beliefNet';
import { flattened, reshaped } from '../../network/layers/flatten';
import type { LoweredNetwork } from '../../network/lower';
import { parameterKey, type Layer, type Network } from '../../network/network';
import { trainedLayers } from '../../network/subnetwork';
import { elements } from '../../shape/elements';
import { counted } from '../../text/numbers';
import type { Targets } from '../entries';
import { EvaluationBuilder } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import { accuracy, bound, changes } from '../measures';
import { correctCount } from '../objective';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import { imageRead } from './parts/affineLayer';
import { chance } from './parts/logisticChain';
import { defineRule, descentSettings } from './rule';

export const meanfield = defineRule({
  name: 'meanfield',
  synonyms: ['mean_field', 'variational_em'],
  summary:
    'Raises a lower bound of the log-likelihood of sigmoid belief networks, one for each class.',
  formula:
    '\\Delta \\theta \\propto \\frac{\\partial}{\\partial \\theta} \\big( \\langle \\ln P(x, y \\mid \\theta) \\rangle_\\mu + H(\\mu) \\big)',
  source: 'Saul, Jaakkola and Jordan, *Mean field theory for sigmoid belief networks* (1996).',
  details:
    'The output is a `belief_net`, whose inputs are from 0 to 1. For each sample the network of its class first finds the ' +
    'mean-field posterior μ of its hidden units, then its parameters follow the gradient of the bound with μ as it is: a step of ' +
    'variational expectation maximization. A sample is of the class whose bound is the greatest.',
  parameters: {},
  example: 'rule meanfield',
  uses: descentSettings,
  usual: { optimizer: optimizers.call('adam', { rate: 0.01 }) },
  readsUnitInterval: true,
  incompatibilities: ({ network, targets }) => incompatibilities(network, targets),
  method: () => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const { layer, input, keys, hidden, iterations } = beliefLayer(graph, network, lowered);
      const within = <T>(add: () => T): T =>
        graph.within({ layer: layer.id, role: 'forward' }, add);
      // The same parameters twice: no gradient passes through the posterior.
      const given = new Map(keys.map(([name, key]) => [name, lowered.parameters.get(key)!]));
      const learned = new Map([...given].map(([name, value]) => [name, graph.identity(value)]));
      const ofClass = (parameters: ReadonlyMap<string, Value>) =>
        beliefNetOf(hidden, (name) => selected(graph, step.targets, parameters.get(name)!));
      const bounds = within(() => {
        const posterior = meanField(graph, ofClass(given), input, iterations);
        return lowerBound(graph, ofClass(learned), posterior);
      });
      const mean = within(() => a.mean(bounds));
      const slopes = step.gradients(graph.neg(mean), [...learned.values()]);
      const gradients = new Map(
        keys.map(([name, key]) => [key, slopes.get(learned.get(name)!)!] as const),
      );
      step.measure(bound, mean);
      step.measure(changes, step.norms([...gradients.values()]), { items: [...gradients.keys()] });
      step.descend(step.penalized(gradients, lowered), lowered.parameters);
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered, targets } = evaluation;
      const a = new Arithmetic(graph);
      const [head] = lowered.outputs;
      evaluation.measure(bound, a.sum(a.mul(head.preActivation, targets)));
      evaluation.measure(accuracy, correctCount(graph, head, targets));
      drawFantasies(evaluation, network);
      return evaluation.build();
    },
  }),
});

function incompatibilities(network: Network, targets?: Targets): readonly LearningError[] {
  const [head] = network.outputs;
  const refusal = (message: string, at: Layer) => [new LearningError('rule-layer', message, at)];
  if (head.entry.name !== beliefNet.name)
    return refusal(
      `\`meanfield\` trains an output that is a \`belief_net\`; \`${head.id}\` is \`${head.entry.name}\`; write \`output: ${beliefNet.name}(10, units: [24, 8]) softmax\``,
      head,
    );
  const other = trainedLayers(network).find(({ id }) => id !== head.id);
  if (other)
    return refusal(
      `\`meanfield\` trains \`${head.id}\` alone, but \`${other.id}\` learns too; freeze it: \`frozen: true\``,
      other,
    );
  const names = head.activations.map(({ entry }) => entry.name).join(' ');
  if (names !== '' && names !== 'softmax')
    return refusal(
      `\`meanfield\` needs \`softmax\` or no activation after \`${head.id}\`, not \`${names}\``,
      head,
    );
  const [count] = head.shape;
  if (targets?.kind === 'values')
    return refusal('`meanfield` needs classes, but this data has numeric values', head);
  if (!targets || targets.count === count) return [];
  const message = `the data has ${targets.count} classes, but \`${head.id}\` has ${counted(count, 'network')}; give it ${targets.count}`;
  return [new LearningError('head-size', message, head)];
}

/** The belief nets that learn, and what they read: [N, 1, units, 1]. */
function beliefLayer(graph: GraphBuilder, network: Network, lowered: LoweredNetwork) {
  const [layer] = network.outputs;
  const { units, iterations } = layer.arguments as { units: readonly number[]; iterations: number };
  const read = lowered.layers.get(layer.inputs[0])?.output ?? lowered.input;
  const [shape] = layer.inputShapes;
  return {
    layer,
    input: reshaped(graph, flattened(graph, read, shape), [1, elements(shape), 1]),
    /** Name and key of each parameter. */
    keys: layer.parameters.map((spec) => [spec.name, parameterKey(layer, spec)] as const),
    hidden: units.length,
    iterations,
  };
}

/** A parameter as the class of each sample has it: [N, 1, units, …], biases as columns. */
function selected(graph: GraphBuilder, targets: Value, parameter: Value): Value {
  const [classes, count, above = 1] = parameter.type.shape.map(Number);
  const rows = graph.gemm(targets, graph.reshape(parameter, [classes, count * above]));
  return reshaped(graph, rows, [1, count, above]);
}

/** Images that the networks dream of: hidden units drawn by chance from the top down, then the probabilities of the pixels. */
function drawFantasies(evaluation: EvaluationBuilder, network: Network): void {
  const { graph, lowered } = evaluation;
  const { layer, keys, hidden } = beliefLayer(graph, network, lowered);
  const shape = imageRead(layer, network);
  if (!shape) return;
  const a = new Arithmetic(graph);
  const [classes] = layer.shape;
  const net = beliefNetOf(hidden, (name) => {
    const value = lowered.parameters.get(keys.find(([each]) => each === name)![1])!;
    const [, count, above = 1] = value.type.shape.map(Number);
    return graph.reshape(value, [classes, count, above]);
  });
  let on = graph.sigmoid(net.biases[hidden]);
  for (let l = hidden - 1; l >= 0; l--) {
    const drawn = a.greater(on, chance(graph, on.type.shape.map(Number), `${layer.id}:${l}`));
    on = graph.sigmoid(graph.add(graph.matMul(net.weights[l], drawn), net.biases[l]));
  }
  const images = graph.reshape(on, [classes, ...shape]);
  evaluation.picture('fantasies', `What each class of ${layer.id} dreams of`, images);
}
