import { losses } from '../../learning/losses';
import type { Targets } from '../../learning/entries';
import type { TrainPlan } from '../../learning/plan';
import { phasesOf } from '../../learning/rules';
import type { StepsPhase } from '../../learning/rules/rule';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';

/** The last phase that makes steps: in most trainings that of all layers. Undefined where all is done in passes. */
export function lastSteps(network: Network, plan: TrainPlan): StepsPhase | undefined {
  const phase = phasesOf(network, plan).findLast(({ kind }) => kind === 'steps');
  return phase?.kind === 'steps' ? phase : undefined;
}

/** The targets a network and its loss suggest, where those of the data are not known. */
export function assumedTargets({ outputs }: Network, { loss }: Pick<TrainPlan, 'loss'>): Targets {
  const { shape } = outputs[0];
  const kind = losses.of(loss).targetKind?.(loss.arguments) === 'classes' ? 'classes' : 'values';
  // Classes need one row, or one at each step.
  const hasSteps = kind === 'classes' && shape.length === 2;
  return hasSteps ? { kind, count: shape[1], steps: shape[0] } : { kind, count: elements(shape) };
}
