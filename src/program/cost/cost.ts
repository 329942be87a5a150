import { batchSizes } from '../../data/batches';
import type { Probe } from '../../data/source';
import { GraphError } from '../../graph/graphError';
import type { Role } from '../../graph/graph';
import { LearningError } from '../../learning/learningError';
import { usesOf } from '../../learning/rules';
import { stateNames } from '../../learning/update';
import { trainingMemoryParts, type TrainingMemory } from '../../network/size';
import type { TrainAction } from '../verbs/train';
import { assumedTargets, lastSteps } from './lastSteps';
import { operationsByRole, workOf, type StepWork } from './work';

/** What a training costs, as far as it is known before it begins. */
export interface TrainingCost {
  readonly batch: number;
  readonly memory: TrainingMemory;
  /** Of a step of the last phase that makes steps; absent where all is done in passes. */
  readonly step?: {
    readonly work: StepWork;
    /** Floating-point operations by what they are for. */
    readonly operations: Readonly<Record<Role, number>>;
    /** Its phase, where there are several. */
    readonly phase?: string;
  };
  /** Absent while the number of samples is not known. */
  readonly stepsPerEpoch?: number;
}

/** What is known of the data without reading it. */
export type ProbedSamples = Pick<Probe, 'kind' | 'targets' | 'steps' | 'segments' | 'samples'>;

/** The cost of a training. Its step is built as it will be trained, only not run. */
export function trainingCost(
  { network, plan, data }: Pick<TrainAction, 'network' | 'plan' | 'data'>,
  probed?: ProbedSamples,
): TrainingCost {
  const phase = lastSteps(network, plan);
  const settings = phase?.plan ?? plan;
  const wanted = settings.batch ?? data.batch;
  const { segments = 1, samples } = probed ?? {};
  const count = samples && (samples.train - data.validation) * segments;
  const sizes =
    count !== undefined && count > 0
      ? batchSizes(count, wanted, settings.carry ? segments : 1)
      : { batch: wanted };
  const { batch } = sizes;
  const states = usesOf(settings).includes('optimizer') ? stateNames(settings).length : 0;
  const cost = { batch, memory: trainingMemoryParts(phase?.network ?? network, batch, states) };
  if (!phase) return cost;
  const step = stepOf(phase, batch, probed);
  return {
    ...cost,
    ...sizes,
    ...(step && {
      step: { ...step, ...(plan.phases && { phase: phase.name }) },
    }),
  };
}

/** Undefined where no step can be built: what does not fit is told elsewhere. */
function stepOf(
  { network, plan, method }: NonNullable<ReturnType<typeof lastSteps>>,
  batch: number,
  probed: ProbedSamples | undefined,
) {
  const { kind, targets: count, steps } = probed ?? {};
  const targets =
    kind !== undefined && count !== undefined
      ? { kind, count, ...(steps !== undefined && { steps }) }
      : assumedTargets(network, plan);
  try {
    const { graph } = method.build(network, plan, { batch, targets });
    return { work: workOf(graph), operations: operationsByRole(graph) };
  } catch (error) {
    if (error instanceof LearningError || error instanceof GraphError) return undefined;
    throw error;
  }
}
