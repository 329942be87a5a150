import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer, number } from '../../language/parameters';
import { trainedLayers } from '../../network/subnetwork';
import { elements } from '../../shape/elements';
import { EvaluationBuilder } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import { changes, loss, reconstruction } from '../measures';
import { sparsity } from '../measures/dictionary';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import { drawWeights, linearIncompatibilities } from './parts/affineLayer';
import { linearLayer, type LinearLayer } from './parts/linearLayer';
import { drawBelow } from './parts/pictures';
import { defineRule, descentSettings } from './rule';
import { sparseness } from './parts/sparseness';

export const rica = defineRule({
  name: 'rica',
  synonyms: ['ica', 'reconstruction_ica', 'tica', 'independent_components'],
  summary:
    'Reconstruction ICA: linear units that are rarely active together still tell what the inputs were.',
  formula:
    '\\min_W \\; \\lVert W^\\top W x - x \\rVert^2 + \\lambda \\sum_g \\sqrt{\\epsilon + \\textstyle\\sum_{j \\in g} (W x)_j^2}',
  source:
    'Le, Karpenko, Ngiam and Ng, *ICA with reconstruction cost for efficient overcomplete feature learning* (2011).',
  details:
    'A `dense`, `conv` or `local` layer without a bias; targets are not used. Other than in classical ICA there may be more units than inputs: the ' +
    'reconstruction by the same weights keeps them apart. `pool` units side by side share a term of the second sum (topographic ' +
    'ICA): they become alike, and `l2_pool`ed hardly change when the input shifts. Inputs should be whitened (`zca`).',
  parameters: {
    sparsity: number('λ: the weight of sparsity against reconstruction.', {
      minimum: 0,
      default: 0.1,
    }),
    pool: integer('Units, or maps, that share a term.', { minimum: 1, default: 1 }),
    epsilon: number('ε, which smooths the root at zero.', { above: 0, default: 0.01 }),
  },
  example: 'rule rica(sparsity: 0.1)',
  uses: descentSettings,
  usual: { optimizer: optimizers.call('adam', { rate: 0.003 }) },
  ignoresTargets: true,
  incompatibilities({ network }, { pool }) {
    const [layer] = trainedLayers(network);
    const anything = layer ? [layer.activations.map(({ entry }) => entry.name).join()] : [];
    const unfit = linearIncompatibilities('rica', network, anything);
    if (unfit.length > 0) return unfit;
    const say = (message: string) => [new LearningError('rule-layer', message, layer)];
    if (layer.parameters.some(({ name }) => name === 'bias'))
      return say(`\`rica\` has no use for the bias of \`${layer.id}\`; write \`bias: false\``);
    const [units] = layer.shape;
    if (units % pool === 0) return [];
    return say(
      `\`rica\` pools ${pool} units at a time, and \`${layer.id}\` has ${units}; make that a multiple of ${pool}`,
    );
  },
  method: (values) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph, batch } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const layer = linearLayer(graph, network, lowered);
      const { weight, weightKey, inputShape } = layer;
      const { distance, total } = cost(graph, layer, values);
      const mean = a.mul(total, 1 / batch);
      step.measure(loss, mean);
      step.measure(reconstruction, distance, { divisor: batch * elements(inputShape) });
      step.measure(
        sparsity,
        step.watching(() => sparseness(graph, layer.sum)),
        { divisor: batch },
      );
      const gradient = step.gradients(mean, [weight]).get(weight)!;
      step.measure(changes, step.norms([gradient]), { items: [weightKey] });
      step.descend(step.penalized(new Map([[weightKey, gradient]]), lowered), lowered.parameters);
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered } = evaluation;
      const a = new Arithmetic(graph);
      const layer = linearLayer(graph, network, lowered);
      const { again, distance, total } = cost(graph, layer, values);
      evaluation.measure(loss, total);
      evaluation.measure(reconstruction, a.mul(distance, 1 / elements(layer.inputShape)));
      evaluation.measure(sparsity, sparseness(graph, layer.sum));
      drawWeights(evaluation, network, layer);
      const caption = `Samples and, below them, their reconstructions by ${layer.layer.id}`;
      const pair = [layer.input, again] as const;
      drawBelow(evaluation, network, layer.layer, ['reconstructions', caption], pair);
      return evaluation.build();
    },
  }),
});

interface Settings {
  readonly sparsity: number;
  readonly pool: number;
  readonly epsilon: number;
}

/** Reconstructions, and what they and the sparsity of the units cost, summed over a batch. */
function cost(graph: GraphBuilder, layer: LinearLayer, { sparsity, pool, epsilon }: Settings) {
  const a = new Arithmetic(graph);
  return graph.within({ layer: layer.layer.id, role: 'forward' }, () => {
    const { input, sum } = layer;
    const again = layer.down(sum);
    const distance = a.sum(a.square(a.sub(again, input)));
    const activity = a.sum(graph.sqrt(a.add(pooled(graph, a.square(sum), pool), epsilon)));
    return { again, distance, total: a.add(distance, a.mul(activity, sparsity)) };
  });
}

/** Sums over so many units, or maps, side by side: [N, units, …] → [N, units / count, …]. */
function pooled(graph: GraphBuilder, x: Value, count: number): Value {
  if (count === 1) return x;
  const [, units, ...places] = x.type.shape.map(Number);
  const groups = graph.reshape(x, [0, units / count, count, ...places]);
  return new Arithmetic(graph).sum(groups, [2]);
}
