import type { Network } from '../network/network';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import { accuracy, loss } from './measures';
import { expectFitting, rightAnswers, sampleLosses } from './objective';
import type { TrainPlan } from './plan';
import type { EvaluationStep } from './step';

/** The network's answers to a batch of any size, and nothing else. */
export const buildPrediction = (network: Network, options: EvaluationOptions): EvaluationStep =>
  new EvaluationBuilder(network, options).build();

/** Loss (without penalties) and right answers summed over a batch of any size, in inference behaviour. */
export function buildEvaluation(
  network: Network,
  plan: Pick<TrainPlan, 'loss'>,
  options: EvaluationOptions,
): EvaluationStep {
  expectFitting(network, plan.loss, options.targets);
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered, targets } = evaluation;
  const losses = sampleLosses(graph, lowered, plan.loss, targets);
  evaluation.measure(loss, graph.reduceSum(losses, { axes: [0], keepdims: 0 }));
  const right = rightAnswers(graph, lowered.outputs[0], targets, plan.loss, options.targets);
  if (right) evaluation.measure(accuracy, right);
  return evaluation.build();
}
