import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { bias, defineLayer, weight } from '../define';
import type { LayerBuild } from '../entries';
import type { Shape } from '../parameters';
import { elements } from '../../shape/elements';
import { placePool, poolParameters, poolWindow, type PoolArguments } from './pool';

/** Layers made of the sum over each window; what padding adds counts as zero. */

/** The sum of `x` over the windows of a pool. */
function windowSum(
  name: string,
  x: Value,
  { graph, inputShapes, arguments: values }: LayerBuild<PoolArguments>,
): Value {
  const { window } = placePool(name, values, inputShapes);
  const mean = graph.averagePool(x, { ...window, count_include_pad: 1 });
  return graph.mul(mean, values.kernel[0] * values.kernel[1]);
}

function infer(name: string, values: PoolArguments, inputs: readonly Shape[]) {
  const { channels, size } = placePool(name, values, inputs);
  const shape = [channels, ...size];
  const area = values.kernel[0] * values.kernel[1];
  return { shape, area, cost: { multiplyAdds: elements(shape) * area } };
}

export const sumPool = defineLayer({
  name: 'sum_pool',
  family: 'pooling',
  formerly: 'sumpool',
  summary: 'The sum of each window.',
  parameters: poolParameters,
  example: 'sum_pool(2)',
  infer: (values, inputs) => ({ ...infer('sum_pool', values, inputs), parameters: [] }),
  window: (values, inputs) => poolWindow('sum_pool', values, inputs),
  build: (context) => windowSum('sum_pool', context.inputs[0], context),
});

export const l2Pool = defineLayer({
  name: 'l2_pool',
  family: 'pooling',
  formerly: 'l2pool',
  synonyms: ['lppool'],
  summary: 'The root of the sum of squares of each window.',
  details:
    '$\\sqrt{\\sum x^2}$: large where any unit of the window is, whatever its sign. Sermanet, Chintala and LeCun (2012).',
  parameters: poolParameters,
  example: 'l2_pool(2)',
  infer: (values, inputs) => ({ ...infer('l2_pool', values, inputs), parameters: [] }),
  window: (values, inputs) => poolWindow('l2_pool', values, inputs),
  build(context) {
    const { graph, inputs } = context;
    const energy = windowSum('l2_pool', graph.mul(inputs[0], inputs[0]), context);
    // The root of zero has no slope; beside any number that matters this one vanishes.
    return graph.sqrt(graph.add(energy, 1e-12));
  },
});

const perMap = (graph: GraphBuilder, value: Value, maps: number): Value =>
  graph.reshape(value, [1, maps, 1, 1]);

export const subsample = defineLayer({
  name: 'subsample',
  family: 'pooling',
  synonyms: ['subsampling', 'trainable_pool'],
  summary:
    'Sum of each window, times one trained coefficient and plus one trained bias for each map.',
  details:
    '$w_c \\sum x + b_c$, followed by a squashing activation: the subsampling layers of LeCun et al. (1998).',
  parameters: poolParameters,
  example: 'S2: subsample(2) scaled_tanh',
  infer(values, inputs) {
    const { shape, area, cost } = infer('subsample', values, inputs);
    const coefficients = { ...weight([shape[0]], area, 1), rowless: true } as const;
    return { shape, parameters: [coefficients, bias(shape[0])], cost };
  },
  window: (values, inputs) => poolWindow('subsample', values, inputs),
  build(context) {
    const { graph, inputs, shape, parameter } = context;
    const sum = windowSum('subsample', inputs[0], context);
    const scaled = graph.mul(sum, perMap(graph, parameter('weight'), shape[0]));
    return graph.add(scaled, perMap(graph, parameter('bias'), shape[0]));
  },
});
