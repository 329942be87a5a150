import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { reshape } from '../../../graph/layout';
import { range } from '../../../graph/shapes';
import { integer, number, word } from '../../../language/parameters';
import { trainedLayers } from '../../../network/subnetwork';
import { elements } from '../../../shape/elements';
import { EvaluationBuilder } from '../../evaluationBuilder';
import { LearningError } from '../../learningError';
import { distortion, restarts } from '../../measures/dictionary';
import { StepBuilder } from '../../stepBuilder';
import { drawWeights, linearIncompatibilities } from './affineLayer';
import { linearLayer, type LinearLayer } from './linearLayer';
import { energies } from './patches';
import { drawBelow } from './pictures';
import type { Method, RuleSubject } from '../rule';

/**
 * What rules share that move only the atom that represents a sample best. The rows of a layer's weights are the atoms; of a
 * convolution, the filters are, and each place is a sample of its own. Without a bias the winner is the atom with the greatest
 * |d·x|, of unit length, and represents x as (d·x) d. With the bias −½ |c|² it is the centre nearest to x.
 */

export const codebookParameters = {
  memory: number(
    'What remains of the sums at the next batch: 0 looks at each batch alone, with 1 all batches count alike.',
    { minimum: 0, maximum: 1, default: 0.9 },
  ),
  start: word(
    'What the atoms begin as: samples of the first batch, or the weights as they are, such as those of a phase before.',
    ['samples', 'weights'],
    { default: 'samples' },
  ),
  patience: integer('Batches without a win after which an atom begins anew as a sample.', {
    minimum: 1,
    maximum: 100_000,
    default: 20,
  }),
};

interface Settings {
  readonly memory: number;
  readonly patience: number;
  readonly start: 'samples' | 'weights';
  /** Atoms keep some of their own direction: a batch in which they win little moves them little. */
  readonly damped: boolean;
}

/** Why such a rule does not fit. Its atoms begin as different samples, or patches, of one batch. */
export function codebookIncompatibilities(
  rule: string,
  { network, batch }: RuleSubject,
): readonly LearningError[] {
  const [layer] = trainedLayers(network);
  const anything = layer ? [layer.activations.map(({ entry }) => entry.name).join()] : [];
  const unfit = linearIncompatibilities(rule, network, anything);
  if (unfit.length > 0) return unfit;
  const [units, ...places] = layer.shape;
  const { shape } = layer.parameters.find(({ name }) => name === 'weight')!;
  const say = (message: string, setting?: string) => [
    new LearningError('rule-layer', message, layer, setting),
  ];
  if (shape[0] !== units)
    return say(
      `\`${rule}\` needs one set of weights for all places: use \`conv\` instead of \`${layer.entry.name}\` for \`${layer.id}\``,
    );
  if (batch !== undefined && batch * elements(places) < units)
    return say(
      `\`${rule}\` starts the ${units} atoms of \`${layer.id}\` as samples of a batch, which has ${batch}; write \`batch ${Math.ceil(units / elements(places))}\` or more`,
      'batch',
    );
  return [];
}

export const codebook = ({ memory, patience, start, damped }: Settings): Method => ({
  build(network, plan, options) {
    const step = new StepBuilder(network, plan, options);
    const { graph, batch } = step;
    const a = new Arithmetic(graph);
    const lowered = step.forward(true);
    const layer = linearLayer(graph, network, lowered);
    const { weight, weightKey, biasKey, input } = layer;
    const { id } = layer.layer;
    const [units, ...places] = layer.shape;
    const competition = compete(graph, layer);
    const shape = weight.type.shape as readonly number[];

    const never = new Float32Array(units).fill(start === 'weights' ? 0 : patience);
    const idle = step.remembered(`${id}:idle`, [units], never);
    const before = step.remembered(`${weightKey}:sums`, shape);
    graph.within({ layer: id, role: 'update' }, () => {
      const dead = a.atLeast(idle, patience);
      const alive = a.sub(1, dead);
      const drawn = chosenPlaces(graph, step.uniform(`${id}:drawn`, [units]), batch, places);
      const perUnit = (x: Value) => reshape(graph, x, [1, units, ...places.map(() => 1)]);
      // An atom that has died wins one sample drawn by chance, and nothing else.
      const code = a.add(a.mul(competition.code, perUnit(alive)), a.mul(drawn, perUnit(dead)));
      const overSamples = [0, ...range(2, layer.shape.length + 1)];
      const used = a.greater(a.sum(graph.abs(code), overSamples), 0);
      step.remember(`${id}:idle`, a.mul(a.add(idle, 1), a.sub(1, used)));
      step.measure(restarts, a.sum(dead));

      const perRow = (x: Value) => reshape(graph, x, [units, ...shape.slice(1).map(() => 1)]);
      const fading = a.mul(alive, memory);
      const added = layer.correlations(code, input).get(weightKey)!;
      const sums = a.add(a.mul(before, perRow(fading)), added);
      step.remember(`${weightKey}:sums`, sums);
      const rows = range(1, shape.length);
      if (biasKey === undefined) {
        const pulled = damped ? a.add(sums, a.mul(weight, perRow(alive))) : sums;
        const length = graph.sqrt(a.sum(a.square(pulled), rows, true));
        step.remember(weightKey, quotient(graph, pulled, length, weight));
        return;
      }
      const countsBefore = step.remembered(`${id}:counts`, [units]);
      const counts = a.add(a.mul(countsBefore, fading), a.sum(code, overSamples));
      step.remember(`${id}:counts`, counts);
      const centres = quotient(graph, sums, perRow(counts), weight);
      step.remember(weightKey, centres);
      step.remember(biasKey, a.mul(a.sum(a.square(centres), rows), -0.5));
    });
    step.measure(
      distortion,
      step.watching(() => competition.distortion()),
      { divisor: batch },
    );
    return step.build();
  },
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered } = evaluation;
    const layer = linearLayer(graph, network, lowered);
    const competition = compete(graph, layer);
    evaluation.measure(distortion, competition.distortion());
    drawWeights(evaluation, network, layer);
    const caption = `Samples and, below them, what their winners in ${layer.layer.id} make of them`;
    if (layer.shape.length === 1) {
      const pair = [layer.input, layer.down(competition.code)] as const;
      drawBelow(evaluation, network, layer.layer, ['winners', caption], pair);
    }
    return evaluation.build();
  },
});

/** Which atom wins each sample, or each place of it, and how well it fits. Atoms of exactly equal merit win together. */
function compete(graph: GraphBuilder, layer: LinearLayer) {
  const a = new Arithmetic(graph);
  const { sum, biasKey } = layer;
  const isCentre = biasKey !== undefined;
  return graph.within({ layer: layer.layer.id, role: 'forward' }, () => {
    const merit = isCentre ? sum : graph.abs(sum);
    const best = graph.reduceMax(merit, { axes: [1], keepdims: 1 });
    const won = a.equal(merit, best);
    return {
      /** [N, units, …]: zero but for the winner; how much of it the sample is, or 1. */
      code: isCentre ? won : a.mul(won, sum),
      /** Summed over the samples of a batch, the mean over places. */
      distortion() {
        const explained = isCentre ? a.mul(best, 2) : a.square(best);
        const places = elements(layer.shape.slice(1));
        return a.mul(a.sum(a.sub(energies(graph, layer), explained)), 1 / places);
      },
    };
  });
}

/** Sums by row divided by their sizes; a row of size zero stays what it is in `old`. */
function quotient(graph: GraphBuilder, sums: Value, sizes: Value, old: Value): Value {
  const a = new Arithmetic(graph);
  const isEmpty = a.equal(sizes, 0);
  return a.add(a.div(sums, a.add(sizes, isEmpty)), a.mul(old, isEmpty));
}

/** For each unit 1 at one sample, or at one place of one, by uniform numbers [units], else 0: [N, units, …]; no two are the same. */
function chosenPlaces(
  graph: GraphBuilder,
  uniform: Value,
  batch: number,
  places: readonly number[],
): Value {
  const a = new Arithmetic(graph);
  const units = Number(uniform.type.shape[0]);
  const count = batch * elements(places);
  const counted = (length: number, shape: readonly number[]) =>
    graph.constant(
      Float32Array.from({ length }, (_, i) => i),
      shape,
    );
  // Each unit draws from a part of its own.
  const at = a.mul(a.add(uniform, counted(units, [units])), Math.floor(count / units));
  const drawn = reshape(graph, at, [1, units, ...places.map(() => 1)]);
  const cells = counted(count, [batch, 1, ...places]);
  return a.mul(a.atLeast(drawn, cells), a.greater(a.add(cells, 1), drawn));
}
