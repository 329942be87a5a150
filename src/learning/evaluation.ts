import type { Network } from '../network/network';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import { accuracy, loss } from './measures';
import { batchLoss, expectFitting, rightAnswers } from './objective';
import type { TrainPlan } from './plan';
import type { EvaluationStep } from './step';
import { rowSum } from './targetRows';

/** The network's answers to a batch of any size, and nothing else. */
export const buildPrediction = (network: Network, options: EvaluationOptions): EvaluationStep =>
  new EvaluationBuilder(network, options).build();

/** Loss (without penalties) and right answers summed over a batch of any size, or over its steps, in inference behaviour. */
export function buildEvaluation(
  network: Network,
  plan: Pick<TrainPlan, 'loss'>,
  options: EvaluationOptions,
): EvaluationStep {
  expectFitting(network, plan.loss, options.targets);
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered, targets } = evaluation;
  const { each, weights } = batchLoss(graph, lowered, plan.loss, targets);
  evaluation.measure(loss, rowSum(graph, each, { weights }));
  if (weights) evaluation.weigh(rowSum(graph, weights, {}));
  const right = rightAnswers(graph, lowered.outputs[0], targets, plan.loss, options.targets);
  if (right) evaluation.measure(accuracy, rowSum(graph, right.each, right));
  return evaluation.build();
}
