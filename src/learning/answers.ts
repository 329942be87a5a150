import type { Network } from '../network/network';
import { countActive, type ActivityStep } from './activity';
import { varyTogether, type LayerCovariance } from './covariance';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import { losses } from './losses';
import { batchLoss, incompatibleHeads } from './objective';
import { givesAnswers, usesOf } from './rules';
import type { RulePlan } from './rules/rule';

/** What a network answers to each sample of a batch, and what its units do meanwhile. */
export interface AnswerStep extends ActivityStep {
  /** The loss of each sample, or of each step of each sequence, [M]; absent where none is trained. */
  readonly loss?: string;
  readonly covariances: readonly LayerCovariance[];
}

/** Answers, losses and units of a batch of any size, in inference behaviour. */
export function buildAnswers(
  network: Network,
  plan: RulePlan,
  options: EvaluationOptions,
): AnswerStep {
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered, targets } = evaluation;
  const hasLoss =
    incompatibleHeads(network, plan.loss, options.targets).length === 0 && isPursued(plan);
  const loss = 'loss of each';
  if (hasLoss) graph.output(loss, batchLoss(graph, lowered, plan.loss, targets).each);
  const layers = countActive(evaluation);
  const covariances = varyTogether(evaluation, network.outputs);
  return { ...evaluation.build(), layers, covariances, ...(hasLoss && { loss }) };
}

/** Whether a plan's loss says how good the answers of the network are. */
const isPursued = (plan: RulePlan): boolean =>
  givesAnswers(plan) ||
  (losses.of(plan.loss).reconstructs === true && usesOf(plan).includes('loss'));
