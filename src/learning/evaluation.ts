import type { Network } from '../network/network';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import { loss } from './measures';
import { batchLoss, expectFitting } from './objective';
import type { TrainPlan } from './plan';
import { scoresOf } from './scoring';
import type { EvaluationStep } from './step';
import { rowSum } from './targetRows';

/** The network's answers to a batch of any size, and nothing else. */
export const buildPrediction = (network: Network, options: EvaluationOptions): EvaluationStep =>
  new EvaluationBuilder(network, options).build();

/** Loss (without penalties) and right answers summed over a batch of any size, or over its steps, in inference behaviour. */
export function buildEvaluation(
  network: Network,
  plan: Pick<TrainPlan, 'loss' | 'watch'>,
  options: EvaluationOptions,
): EvaluationStep {
  expectFitting(network, plan.loss, options.targets);
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered, targets } = evaluation;
  const { each, weights } = batchLoss(graph, lowered, plan.loss, targets);
  evaluation.measure(loss, rowSum(graph, each, { weights }));
  if (weights) evaluation.weigh(rowSum(graph, weights, {}));
  const scores = scoresOf(graph, lowered, plan, targets, options.targets, (views) =>
    evaluation.meanAnswer(views),
  );
  for (const { entry, rows, of } of scores)
    evaluation.measure(entry, rowSum(graph, rows.each, rows), of);
  return evaluation.build();
}
