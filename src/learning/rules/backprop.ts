import type { Value } from '../../graph/graph';
import type { LoweredNetwork } from '../../network/lower';
import type { Network } from '../../network/network';
import { degenerateBatchNorm } from '../degenerateBatchNorm';
import { buildEvaluation } from '../evaluation';
import { gradients, loss } from '../measures';
import { expectFitting, incompatibleHeads, objective } from '../objective';
import { incompatibleScores, scoresOf } from '../scoring';
import type { TrainPlan } from '../plan';
import type { StepOptions, TrainingStep } from '../step';
import { StepBuilder } from '../stepBuilder';
import { rowMean, rowSum } from '../targetRows';
import { defineRule, ruleSettings } from './rule';

export const backprop = defineRule({
  name: 'backprop',
  synonyms: ['backpropagation', 'gradient_descent', 'bp'],
  summary: 'Follows the gradient of the loss, found by back-propagation through all layers.',
  formula: 'w \\leftarrow w - \\eta \\, \\partial E / \\partial w',
  source:
    'Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors* (1986).',
  details: 'The default rule. The optimizer turns gradients into steps.',
  parameters: {},
  example: 'rule backprop',
  uses: ruleSettings,
  learnsSteps: true,
  incompatibilities: ({ network, plan, targets, batch }) => [
    ...incompatibleHeads(network, plan.loss, targets),
    ...incompatibleScores(network, plan, targets),
    ...(batch === undefined ? [] : degenerateBatchNorm(network, batch)),
  ],
  method: () => ({
    build: (network, plan, options) => buildDescent(network, plan, options),
    evaluate: buildEvaluation,
  }),
  objective: (graph, network, lowered, plan, targets) =>
    objective(graph, network, lowered, { ...plan, targets }),
});

/** What becomes of the gradients, by key, before the optimizer sees them. */
export type Redirect = (
  step: StepBuilder,
  lowered: LoweredNetwork,
  gradients: ReadonlyMap<string, Value | undefined>,
) => ReadonlyMap<string, Value | undefined>;

/** Forward pass, gradients and the optimizer's update of every parameter, in one graph. */
export function buildDescent(
  network: Network,
  plan: TrainPlan,
  options: StepOptions,
  redirect: Redirect = (_step, _lowered, gradients) => gradients,
): TrainingStep {
  expectFitting(network, plan.loss, options.targets);
  const [degenerate] = degenerateBatchNorm(network, options.batch);
  if (degenerate) throw degenerate;
  const step = new StepBuilder(network, plan, options);
  const { graph, targets } = step;
  const lowered = step.forward(true);
  const total = graph.within({ role: 'forward' }, () =>
    objective(graph, network, lowered, { ...plan, targets }),
  );
  step.measure(loss, total);
  const scores = step.watching(() => [...scoresOf(graph, lowered, plan, targets, options.targets)]);
  for (const { entry, rows, of } of scores) {
    const hasWeights = rows.weights !== undefined;
    const fold = hasWeights ? rowMean : rowSum;
    const value = step.watching(() => fold(graph, rows.each, rows));
    step.measure(entry, value, { ...of, ...(!hasWeights && { divisor: options.batch }) });
  }
  const keys = [...step.trained.keys()];
  const weights = keys.map((key) => lowered.parameters.get(key)!);
  const gradientOf = step.gradients(total, weights);
  const found = new Map(keys.map((key, i) => [key, gradientOf.get(weights[i])]));
  step.measure(gradients, step.norms([...found.values()]), { items: keys });
  step.descend(redirect(step, lowered, found), lowered.parameters);
  return step.build();
}
