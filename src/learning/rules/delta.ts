import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { greatestEigenvalue } from '../../numerics/greatestEigenvalue';
import { trainedLayers } from '../../network/subnetwork';
import { EvaluationBuilder } from '../evaluationBuilder';
import { accuracy, correlation, error, rateLimit } from '../measures';
import { rightAnswers } from '../objective';
import { optimizers } from '../optimizers';
import type { TrainPlan } from '../plan';
import { StepBuilder } from '../stepBuilder';
import { rowSum } from '../targetRows';
import {
  affineIncompatibilities,
  affineLayer,
  correct,
  drawWeights,
  withOne,
  type AffineLayer,
} from './parts/affineLayer';
import { defineRule, descentSettings, type Method, type Pass, type PassResult } from './rule';
import { unitIncompatibilities, unitTargets } from './parts/unitTargets';

export const delta = defineRule({
  name: 'delta',
  synonyms: ['lms', 'adaline', 'widrow_hoff', 'least_mean_squares'],
  summary: 'Moves the weights of linear units by the error of each output times its input (LMS).',
  formula: 'w \\leftarrow w + \\eta \\, (t - w x) \\, x',
  source: 'Widrow and Hoff, *Adaptive switching circuits* (1960).',
  details:
    'One layer of linear units; a batch moves the weights by its mean correction, and `batch 1` is the online rule. First, a pass ' +
    'over the samples finds the greatest eigenvalue λ of the mean of $x x^\\top$ (with a 1 for the bias): above the rate 2/λ ' +
    'the rule diverges. One unit for two classes is trained to −1 and 1.',
  parameters: {},
  example: 'rule delta',
  uses: descentSettings,
  usual: { optimizer: optimizers.call('sgd', { rate: 0.01 }) },
  incompatibilities({ network, targets }) {
    const unfit = affineIncompatibilities('delta', network, ['', 'linear'], network.outputs[0]);
    if (unfit.length > 0) return unfit;
    return unitIncompatibilities('delta', network, trainedLayers(network)[0], targets);
  },
  method: () => method,
  phases: (network, plan) => [
    { kind: 'pass', name: 'stability', network, plan, pass: stability },
    { kind: 'steps', name: 'delta', network, plan, method },
  ],
});

const method: Method = {
  build(network, plan, options) {
    const step = new StepBuilder(network, plan, options);
    const { graph } = step;
    const a = new Arithmetic(graph);
    const lowered = step.forward(true);
    const units = affineLayer(graph, network, lowered);
    const goal = unitTargets(graph, step.targets, options.targets, units.units, levels(units));
    const missed = graph.within({ layer: units.layer.id, role: 'forward' }, () =>
      a.sub(units.output, goal),
    );
    step.measure(
      error,
      step.watching(() => squared(graph, missed)),
      { divisor: options.batch },
    );
    correct(step, lowered, units, missed);
    return step.build();
  },
  evaluate(network, plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered, targets } = evaluation;
    const a = new Arithmetic(graph);
    const units = affineLayer(graph, network, lowered);
    const goal = unitTargets(graph, targets, options.targets, units.units, levels(units));
    evaluation.measure(error, squared(graph, a.sub(units.output, goal)));
    const [head] = lowered.outputs;
    const right = rightAnswers(graph, head, targets, plan.loss, options.targets);
    if (right) evaluation.measure(accuracy, rowSum(graph, right.each, right));
    drawWeights(evaluation, network, units);
    return evaluation.build();
  },
};

/** What classes are trained to: one unit tells two of them apart by its sign. */
const levels = ({ units }: AffineLayer) => (units === 1 ? ([-1, 1] as const) : undefined);

/** Half the squared distance, summed over a batch; `missed` is [N, units]. */
function squared(graph: GraphBuilder, missed: Value): Value {
  const a = new Arithmetic(graph);
  return a.mul(a.sum(a.square(missed)), 0.5);
}

/** The pass that finds the greatest stable rate. */
const stability: Pass = {
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered } = evaluation;
    const { input, biasKey } = affineLayer(graph, network, lowered);
    const x = biasKey === undefined ? input : withOne(graph, input);
    evaluation.measure(correlation, graph.gemm(x, x, { transA: 1 }));
    return evaluation.build();
  },
  finish({ sums, samples }, { optimizer, accumulate, batch }: TrainPlan): PassResult {
    const gram = sums.get(correlation.name);
    if (!gram) return {};
    const limit = (2 * samples) / greatestEigenvalue(gram);
    const rate = Number(optimizer.arguments.rate);
    const shown = limit.toPrecision(3);
    const plain = optimizer.name === 'sgd' && !optimizer.arguments.momentum;
    const isAbove = plain && (accumulate ?? 1) === 1 && batch !== 1 && rate > limit;
    const message = `The rate ${rate} is above ${shown}, where the delta rule diverges; write \`optimizer sgd(rate: ${(limit / 2).toPrecision(1)})\`.`;
    return {
      measures: [{ entry: rateLimit, value: limit }],
      ...(isAbove && { warnings: [message] }),
    };
  },
};
