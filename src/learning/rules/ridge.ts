import { Arithmetic } from '../../graph/arithmetic';
import { elementType } from '../../graph/dataTypes';
import type { Value } from '../../graph/graph';
import { sliceAxis } from '../../graph/layout';
import { integer, numbers, optional } from '../../language/parameters';
import { parameterKey, type Layer, type Network } from '../../network/network';
import { trainedLayers } from '../../network/subnetwork';
import { choleskyFactor, solveFactored } from '../../numerics/cholesky';
import { greatestEigenvalue } from '../../numerics/greatestEigenvalue';
import { EvaluationBuilder } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import {
  condition,
  cross,
  gram,
  penalty as chosen,
  power,
  residual,
  validationError,
} from '../measures/leastSquares';
import { affineIncompatibilities, affineLayer, drawWeights, withOne } from './parts/affineLayer';
import { curve } from './parts/curve';
import { delta } from './delta';
import { defineRule, type Pass, type PassResult, type PassSums } from './rule';
import { unitIncompatibilities, unitTargets } from './parts/unitTargets';

/** Inputs of the layer, at most: the equations take their square of memory and their cube of time. */
const mostInputs = 4096;
/** The penalties that are tried where none is named. */
const usualPenalties = Array.from({ length: 13 }, (_, i) => Number(`1e${i - 6}`));

export const ridge = defineRule({
  name: 'ridge',
  synonyms: ['readout', 'least_squares', 'linear_regression', 'tikhonov'],
  summary:
    'Ridge regression: the weights of a linear output layer with the least squared error, by one solution.',
  formula:
    'W = \\arg\\min \\lVert T - \\Phi W \\rVert^2 + \\lambda \\lVert W \\rVert^2 = (\\Phi^\\top \\Phi + \\lambda I)^{-1} \\Phi^\\top T',
  source:
    'Hoerl and Kennard, *Ridge regression* (1970); as the read-out of a reservoir: Jaeger, *The “echo state” approach* (2001).',
  details:
    'One pass over the samples sums $\\Phi^\\top \\Phi$ and $\\Phi^\\top T$ in float64, where Φ is what the layer reads, with a 1 for ' +
    'the bias, which is not penalized; Cholesky’s method solves for the weights. Of several penalties the one with the least error of the ' +
    'validation samples is taken. Classes are 0 and 1, for a single unit −1 and 1. With `washout`, samples follow each other in ' +
    'time: recurrent layers go on from one to the next.',
  parameters: {
    penalty: optional(
      numbers(
        'λ, or several to choose from by the validation samples: powers of ten when left out.',
        { minimum: 0 },
      ),
    ),
    washout: optional(
      integer(
        'The samples are steps of one series; the first ones, in which the state settles, are left out.',
        { minimum: 0 },
      ),
    ),
  },
  example: 'rule ridge(penalty: 1e-6)',
  uses: [],
  readsSeries: ({ washout }) => washout !== undefined,
  incompatibilities({ network, targets }, { penalty, washout }) {
    const unfit = affineIncompatibilities('ridge', network, ['', 'linear'], network.outputs[0]);
    if (unfit.length > 0) return unfit;
    const [layer] = trainedLayers(network);
    const wrong = unitIncompatibilities('ridge', network, layer, targets);
    if (wrong.length > 0) return wrong;
    const [inputs] = weightOf(layer).shape.slice(1);
    if (inputs > mostInputs) {
      const message = `\`ridge\` solves as many equations as \`${layer.id}\` has inputs: ${inputs} are more than ${mostInputs}; give it fewer, or train it with \`delta\``;
      return [new LearningError('rule-layer', message, layer)];
    }
    if (washout === undefined) return [];
    if (!network.layers.some(({ entry }) => entry.carries)) {
      const message = `\`washout\` is for layers with a state, and \`${network.name}\` has none; leave it out, or add a \`reservoir\``;
      return [new LearningError('rule-layer', message, undefined, 'rule')];
    }
    if (penalty?.length !== 1) {
      const message =
        'a penalty is chosen by validation samples, which would be drawn out of the series; name one: `penalty: 1e-9`';
      return [new LearningError('rule-layer', message, undefined, 'rule')];
    }
    return [];
  },
  phases: (network, plan, { penalty = usualPenalties, washout }) => [
    { kind: 'pass', name: 'ridge', network, plan, pass: regression(network, penalty, washout) },
  ],
});

function regression(whole: Network, penalties: readonly number[], washout?: number): Pass {
  const [layer] = trainedLayers(whole);
  const series = washout === undefined ? undefined : { washout };
  return {
    validates: penalties.length > 1,
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, { ...options, ...(series && { series }) });
      const { graph, lowered, targets } = evaluation;
      const a = new Arithmetic(graph);
      const units = affineLayer(graph, network, lowered);
      const wanted = unitTargets(graph, targets, options.targets, units.units, levels(units.units));
      const [phi, t] = [
        units.biasKey === undefined ? units.input : withOne(graph, units.input),
        wanted,
      ].map((x) => graph.cast(x, { to: elementType.float64 }));
      evaluation.measure(gram, graph.gemm(phi, phi, { transA: 1 }));
      evaluation.measure(cross, graph.gemm(t, phi, { transA: 1 }));
      evaluation.measure(power, a.sum(a.square(wanted)));
      drawWeights(evaluation, network, units);
      if (series) drawStates(evaluation, network, units.input);
      return evaluation.build();
    },
    score: (network, plan, options) =>
      delta.method({}).evaluate(network, plan, { ...options, ...(series && { series }) }),
    finish: (sums, _plan, validation) => solve(layer, penalties, sums, validation),
  };
}

/** At most so many units of a state are drawn. */
const drawnUnits = 64;

/** Draws what the output reads of the first steps of a series, [steps, units], with a row for each unit. */
function drawStates(evaluation: EvaluationBuilder, network: Network, states: Value): void {
  const { graph } = evaluation;
  const units = Math.min(Number(states.type.shape[1]), drawnUnits);
  const rows = graph.transpose(sliceAxis(graph, states, 1, 0, units), { perm: [1, 0] });
  const { id } = network.layers.findLast(({ entry }) => entry.carries)!;
  const caption = `States of ${id}: units from top to bottom, the first steps of the series from left to right`;
  evaluation.picture('states', caption, graph.reshape(rows, [1, 1, units, -1]));
}

/** What two classes are for a single unit. */
const levels = (units: number) => (units === 1 ? ([-1, 1] as const) : undefined);

const weightOf = ({ parameters }: Layer) => parameters.find(({ name }) => name === 'weight')!;

/** (ΦᵀΦ + λI) W = ΦᵀT for one λ: a row of `solution` for each unit. */
interface Solution {
  readonly penalty: number;
  readonly rows: readonly Float64Array[];
  readonly factor: Float64Array;
}

/** Solves for each penalty, takes the best, and tells of it. */
function solve(
  layer: Layer,
  penalties: readonly number[],
  sums: PassSums,
  validation: PassSums | undefined,
): PassResult {
  if (penalties.length > 1 && !validation)
    throw new LearningError(
      'no-validation',
      `\`ridge\` chooses the penalty by validation samples, and there are none; write \`split validation 500\` in the data, or name one penalty: \`rule ridge(penalty: 1e-3)\``,
      layer,
    );
  const solutions = penalties.flatMap((penalty) => solutionOf(layer, sums, penalty) ?? []);
  if (solutions.length === 0)
    throw new LearningError(
      'singular',
      `the equations of \`ridge\` have no solution in float64 at the penalty ${Math.max(...penalties)}: inputs of \`${layer.id}\` depend on each other; raise the penalty`,
      layer,
    );
  const errors = validation && solutions.map((solution) => errorOf(solution, validation));
  const best = solutions[errors ? errors.indexOf(Math.min(...errors)) : 0];
  const tried = (errors ?? []).map((value, i) => ({ at: solutions[i].penalty, value }));
  return {
    parameters: parametersFound(layer, best),
    measures: [
      ...curve(validationError, chosen.symbol!, tried),
      { entry: chosen, value: best.penalty },
      { entry: residual, value: errorOf(best, sums) },
      { entry: condition, value: conditionOf(best, sums) },
    ],
  };
}

function solutionOf(layer: Layer, { sums }: PassSums, penalty: number): Solution | undefined {
  const equations = sums.get(gram.name)!.slice();
  const right = sums.get(cross.name)!;
  const n = Math.sqrt(equations.length);
  const [inputs] = weightOf(layer).shape.slice(1);
  for (let i = 0; i < inputs; i++) equations[i * n + i] += penalty;
  const factor = choleskyFactor(equations, n);
  if (!factor) return undefined;
  const rows = Array.from({ length: right.length / n }, (_, unit) =>
    solveFactored(factor, right.subarray(unit * n, (unit + 1) * n)),
  );
  return { penalty, rows, factor };
}

/** ½ ‖T − ΦW‖² per sample, from the sums: ‖T‖² − 2 tr WᵀΦᵀT + tr WᵀΦᵀΦW. */
function errorOf({ rows }: Solution, { sums, samples }: PassSums): number {
  const [g, c, [squares]] = [gram, cross, power].map(({ name }) => sums.get(name)!);
  let total = squares;
  rows.forEach((w, unit) => {
    const n = w.length;
    for (let i = 0; i < n; i++) {
      let product = -2 * c[unit * n + i];
      for (let j = 0; j < n; j++) product += g[i * n + j] * w[j];
      total += w[i] * product;
    }
  });
  return Math.max(total, 0) / 2 / samples;
}

/** The greatest eigenvalue of the equations by the least, which inverse iteration finds. */
function conditionOf({ factor, penalty }: Solution, { sums }: PassSums): number {
  const greatest = greatestEigenvalue(sums.get(gram.name)!) + penalty;
  let vector: Float64Array = Float64Array.from(
    { length: Math.sqrt(factor.length) },
    (_, i) => 1 + 0.1 * Math.sin(i + 1),
  );
  let growth = 1;
  for (let turn = 0; turn < 20; turn++) {
    vector = solveFactored(factor, vector);
    growth = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    vector = vector.map((x) => x / growth);
  }
  return greatest * growth;
}

/** The weights, and the bias behind them in each row. */
function parametersFound(layer: Layer, { rows }: Solution) {
  const weight = weightOf(layer);
  const [units, inputs] = weight.shape;
  const weights = new Float32Array(units * inputs);
  rows.forEach((row, unit) => weights.set(row.subarray(0, inputs), unit * inputs));
  const bias = layer.parameters.find(({ name }) => name === 'bias');
  return new Map([
    [parameterKey(layer, weight), { shape: weight.shape, data: weights }],
    ...(bias
      ? [
          [
            parameterKey(layer, bias),
            { shape: bias.shape, data: Float32Array.from(rows, (row) => row[inputs]) },
          ] as const,
        ]
      : []),
  ]);
}
