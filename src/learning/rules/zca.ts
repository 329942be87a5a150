import { Arithmetic } from '../../graph/arithmetic';
import { number } from '../../language/parameters';
import { reshaped } from '../../network/layers/flatten';
import { parameterKey, type Layer, type Network } from '../../network/network';
import { trainedLayers } from '../../network/subnetwork';
import { counted } from '../../text/numbers';
import { EvaluationBuilder } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import { dimensions, firstMoments, gain, secondMoments, variance } from '../measures/spectrum';
import { symmetricEigen, type SymmetricEigen } from '../../numerics/symmetricEigen';
import { affineIncompatibilities, affineLayer, imageRead, type AffineLayer } from './affineLayer';
import { drawRows } from './pictures';
import { defineRule, type Pass, type PassResult, type PassSums } from './rule';

export const zca = defineRule({
  name: 'zca',
  synonyms: ['whitening', 'whiten', 'sphering', 'pca'],
  summary:
    'Whitens the inputs: afterwards they are uncorrelated and vary alike, and are changed as little as possible.',
  formula: 'W = V (\\Lambda + \\epsilon I)^{-1/2} V^\\top, \\quad b = -W \\mu',
  source:
    'Bell and Sejnowski, *The “independent components” of natural scenes are edge filters* (1997).',
  details:
    'One pass over the samples sums their mean μ and covariance $V \\Lambda V^\\top$; targets are not used. A linear `dense` layer ' +
    'with as many units as inputs becomes the whitening map. ε keeps directions with hardly any variance, which are mostly ' +
    'noise, from being amplified: 0.01 to 0.1 suits images with pixels of variance 1.',
  parameters: {
    epsilon: number('ε, added to each eigenvalue of the covariance.', { above: 0, default: 0.01 }),
  },
  example: 'rule zca(epsilon: 0.01)',
  uses: [],
  ignoresTargets: true,
  incompatibilities({ network }) {
    const unfit = affineIncompatibilities('zca', network, ['', 'linear']);
    if (unfit.length > 0) return unfit;
    const [layer] = trainedLayers(network);
    const { weight, bias } = parametersOf(layer);
    const [units, inputs] = weight.shape;
    const say = (message: string) => [new LearningError('rule-layer', message, layer)];
    if (units !== inputs)
      return say(
        `\`zca\` gives as many numbers as it reads: \`${layer.id}\` reads ${inputs} and has ${counted(units, 'unit')}; give it ${inputs}`,
      );
    if (!bias)
      return say(
        `\`zca\` takes the mean away by the bias of \`${layer.id}\`, which has none; write \`dense(${units})\``,
      );
    return [];
  },
  phases: (network, plan, { epsilon }) => [
    { kind: 'pass', name: 'zca', network, plan, pass: whitening(network, epsilon) },
  ],
});

const whitening = (whole: Network, epsilon: number): Pass => ({
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered } = evaluation;
    const units = affineLayer(graph, network, lowered);
    const { input } = units;
    evaluation.measure(secondMoments, graph.gemm(input, input, { transA: 1 }));
    evaluation.measure(firstMoments, new Arithmetic(graph).sum(input, [0]));
    draw(evaluation, network, units);
    return evaluation.build();
  },
  finish(sums) {
    const [layer] = trainedLayers(whole);
    const { mean, covariance } = momentsOf(sums);
    const eigen = symmetricEigen(covariance);
    return { parameters: parametersFound(layer, mean, eigen, epsilon), ...told(eigen, epsilon) };
  },
});

/** Mean and covariance, row by row, of what was summed. */
function momentsOf({ sums, samples }: PassSums) {
  const mean = sums.get(firstMoments.name)!.map((sum) => sum / samples);
  const covariance = sums
    .get(secondMoments.name)!
    .map((sum, i) => sum / samples - mean[Math.floor(i / mean.length)] * mean[i % mean.length]);
  return { mean, covariance };
}

/** V (Λ + ε)^-½ Vᵀ and −W μ, as the parameters of a layer. */
function parametersFound(
  layer: Layer,
  mean: Float64Array,
  { values, vectors }: SymmetricEigen,
  epsilon: number,
) {
  const n = mean.length;
  const map = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const v = vectors.subarray(k * n, (k + 1) * n);
    // Rounding can make an eigenvalue of zero negative.
    const scale = 1 / Math.sqrt(Math.max(values[k], 0) + epsilon);
    for (let i = 0; i < n; i++) {
      const scaled = scale * v[i];
      for (let j = 0, row = i * n; j < n; j++) map[row + j] += scaled * v[j];
    }
  }
  const shift = mean.map((_, i) => {
    const row = map.subarray(i * n, (i + 1) * n);
    return -row.reduce((sum, weight, j) => sum + weight * mean[j], 0);
  });
  const { weight, bias } = parametersOf(layer);
  return new Map(
    [[weight, map] as const, [bias!, shift] as const].map(([spec, numbers]) => [
      parameterKey(layer, spec),
      { shape: spec.shape, data: Float32Array.from(numbers) },
    ]),
  );
}

/** The spectrum in numbers. */
function told({ values }: SymmetricEigen, epsilon: number): Pick<PassResult, 'measures'> {
  const total = values.reduce((sum, value) => sum + value, 0);
  let [held, count] = [0, 0];
  while (count < values.length && held < 0.99 * total) held += values[count++];
  const least = Math.max(values[values.length - 1], 0);
  return {
    measures: [
      { entry: variance, value: total },
      { entry: dimensions, value: count },
      { entry: gain, value: 1 / Math.sqrt(least + epsilon) },
    ],
  };
}

function parametersOf({ parameters }: Layer) {
  const named = (name: string) => parameters.find((one) => one.name === name);
  return { weight: named('weight')!, bias: named('bias') };
}

/** Draws the filters of pixels in the middle, and samples as they come out. */
function draw(evaluation: EvaluationBuilder, network: Network, units: AffineLayer): void {
  const { layer, weight, sum } = units;
  const { id } = layer;
  drawRows(evaluation, network, layer, ['filters', `Filters of ${id}`], weight, 'middle');
  const shape = imageRead(layer, network);
  if (!shape) return;
  const whitened = reshaped(evaluation.graph, sum, shape);
  evaluation.picture('whitened', `Samples whitened by ${id}`, whitened);
}
