import { elementType } from '../../graph/dataTypes';
import { sliceAxis } from '../../graph/layout';
import { number } from '../../language/parameters';
import { reshaped } from '../../network/layers/flatten';
import { parameterKey, type Layer, type Network } from '../../network/network';
import { trainedLayers } from '../../network/subnetwork';
import { elements } from '../../shape/elements';
import { counted } from '../../text/numbers';
import { EvaluationBuilder, mostImages } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import { dimensions, eigenvalue, gain, moments, variance } from '../measures/spectrum';
import { symmetricEigen, type SymmetricEigen } from '../../numerics/symmetricEigen';
import { imageRead, linearIncompatibilities, withOne } from './parts/affineLayer';
import { curve } from './parts/curve';
import { linearLayer, type LinearLayer } from './parts/linearLayer';
import { patches } from './parts/patches';
import { defineRule, type Pass, type PassMeasure, type PassSums } from './rule';

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
    'with as many units as inputs becomes the whitening map; so does a `conv` layer with as many filters as a patch has numbers, for the patches of images. ε keeps directions with hardly any variance, which are mostly ' +
    'noise, from being amplified: 0.01 to 0.1 suits images with pixels of variance 1.',
  parameters: {
    epsilon: number('ε, added to each eigenvalue of the covariance.', { above: 0, default: 0.01 }),
  },
  example: 'rule zca(epsilon: 0.01)',
  uses: [],
  ignoresTargets: true,
  incompatibilities({ network }) {
    const unfit = linearIncompatibilities('zca', network, ['', 'linear']);
    if (unfit.length > 0) return unfit;
    const [layer] = trainedLayers(network);
    const { weight, bias } = parametersOf(layer);
    const [units, ...places] = layer.shape;
    const say = (message: string) => [new LearningError('rule-layer', message, layer)];
    const [, channels] = weight.shape;
    const isFilter = weight.shape.length === 4 && weight.shape[0] === units;
    const isWhole = isFilter && channels === layer.inputShapes[0][0];
    if (places.length > 0 && !isWhole)
      return say(
        `\`zca\` needs a layer that reads all of each patch, with the same weights: write \`${layer.id}\` as a plain \`conv\``,
      );
    const inputs = elements(weight.shape.slice(1));
    if (units !== inputs)
      return say(
        `\`zca\` gives as many numbers as it reads: \`${layer.id}\` reads ${inputs} and has ${counted(units, 'unit')}; give it ${inputs}`,
      );
    if (!bias)
      return say(
        `\`zca\` takes the mean away by the bias of \`${layer.id}\`, which has none; leave \`bias: false\` out`,
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
    const layer = linearLayer(graph, network, lowered);
    // A covariance is a small difference of such sums where the mean is large.
    const x = graph.cast(withOne(graph, patches(graph, layer)), { to: elementType.float64 });
    evaluation.measure(moments, graph.gemm(x, x, { transA: 1 }));
    draw(evaluation, network, layer);
    return evaluation.build();
  },
  finish(sums) {
    const [layer] = trainedLayers(whole);
    const { mean, covariance } = momentsOf(sums, elements(layer.shape.slice(1)));
    const eigen = symmetricEigen(covariance);
    return {
      parameters: parametersFound(layer, mean, eigen, epsilon),
      measures: [...spectrum(eigen, mean), ...told(eigen, epsilon)],
    };
  },
});

/** Mean and covariance, row by row, of what was summed over so many places of each sample. */
function momentsOf({ sums, samples }: PassSums, places: number) {
  const count = samples * places;
  const all = sums.get(moments.name)!;
  const n = Math.sqrt(all.length) - 1;
  const mean = all.subarray(n * (n + 1), n * (n + 2)).map((sum) => sum / count);
  const covariance = new Float64Array(n * n).map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return all[i * (n + 1) + j] / count - mean[i] * mean[j];
  });
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

/** Every eigenvalue up to here, from there on ever fewer: less than 300 of the most inputs there can be. */
const allUpTo = 50;

/** The eigenvalues over their places, from 1 on; those below the rounding of the sums are 0. */
function spectrum({ values }: SymmetricEigen, mean: Float64Array): readonly PassMeasure[] {
  const n = values.length;
  const squares = values.reduce((sum, value, i) => sum + value + mean[i] ** 2, 0);
  const rounding = Number.EPSILON * n * squares;
  const points = [];
  for (let at = 1; at <= n; at = at < n ? Math.min(n, at + Math.ceil(at / allUpTo)) : n + 1)
    points.push({ at, value: values[at - 1] > rounding ? values[at - 1] : 0 });
  return curve(eigenvalue, 'i', points);
}

/** The spectrum in single numbers. */
function told({ values }: SymmetricEigen, epsilon: number): readonly PassMeasure[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  let [held, count] = [0, 0];
  while (count < values.length && held < 0.99 * total) held += values[count++];
  const least = Math.max(values[values.length - 1], 0);
  return [
    { entry: variance, value: total },
    { entry: dimensions, value: count },
    { entry: gain, value: 1 / Math.sqrt(least + epsilon) },
  ];
}

function parametersOf({ parameters }: Layer) {
  const named = (name: string) => parameters.find((one) => one.name === name);
  return { weight: named('weight')!, bias: named('bias') };
}

/** Draws the filters of pixels in the middle, and samples as they come out. */
function draw(evaluation: EvaluationBuilder, network: Network, whitener: LinearLayer): void {
  const { layer, weight, sum, shape } = whitener;
  const { graph } = evaluation;
  const image = imageRead(layer, network);
  if (!image) return;
  const filters = layer.entry.filters!(graph, weight, layer.arguments, [image]);
  const count = Math.min(shape[0], mostImages);
  const middle = sliceAxis(graph, filters, 0, Math.floor((shape[0] - count) / 2), count);
  evaluation.picture('filters', `Filters of ${layer.id}`, middle, shape[0]);
  if (shape.length > 1) return;
  evaluation.picture('whitened', `Samples whitened by ${layer.id}`, reshaped(graph, sum, image));
}
