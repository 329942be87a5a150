import type { Probe } from '../data/source';
import type { Network } from '../network/network';
import { parameterCount, type TrainingMemory } from '../network/size';
import { fitErrors } from '../program/fit';
import { trainingCost, type TrainingCost } from '../program/cost/cost';
import {
  estimateStep,
  judgedDevice,
  measuredStep,
  type Calibration,
  type StepEstimate,
} from '../program/cost/estimate';
import type { Program } from '../program/program';
import { lastTraining } from '../program/verbs/train';

/** What a network costs, and its training where the notebook has one: plain data, for all who show it. */
export interface NetworkCost {
  readonly network: string;
  readonly parameters: number;
  /** For one sample, forward. */
  readonly multiplyAdds: number;
  readonly training?: {
    readonly data: string;
    readonly batch: number;
    readonly memory: TrainingMemory;
    readonly epochs: number;
    readonly stepsPerEpoch?: number;
    /** Absent where all is done in passes over the data. */
    readonly step?: {
      readonly phase?: string;
      readonly operations: NonNullable<TrainingCost['step']>['operations'];
      readonly device: string;
      /** Absent before anything was measured on the device. */
      readonly estimate?: StepEstimate;
      /** The same step, when it was trained last. */
      readonly measured?: { readonly milliseconds: number; readonly estimated?: number };
    };
  };
  /** Why it cannot be trained here. */
  readonly problem?: { readonly message: string; readonly hint?: string };
}

/** What is known beside the text. */
export interface CostContext {
  readonly device: string;
  readonly calibration: Calibration;
  readonly probed?: Probe | undefined;
  /** Bytes of memory that are free. */
  readonly free?: number;
}

export function networkCost(
  program: Program,
  network: Network,
  { device: wanted, calibration, probed, free }: CostContext,
): NetworkCost {
  const { layers, name } = network;
  const cost = {
    network: name,
    parameters: layers.reduce((sum, layer) => sum + parameterCount(layer), 0),
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.cost.multiplyAdds, 0),
  };
  const action = lastTraining(program, name);
  if (!action) return cost;
  const { batch, memory, stepsPerEpoch, step } = trainingCost(action, probed);
  const { plan, data } = action;
  const training = { network, plan, updates: plan, batch };
  const [problem] = free === undefined ? [] : fitErrors(training, { free });
  return {
    ...cost,
    training: {
      data: data.name,
      batch,
      memory,
      epochs: plan.epochs,
      ...(stepsPerEpoch !== undefined && { stepsPerEpoch }),
      ...(step && { step: stepCost(step) }),
    },
    ...(problem && {
      problem: {
        message: problem.message,
        ...(problem.hint !== undefined && { hint: problem.hint }),
      },
    }),
  };

  function stepCost({ work, operations, phase }: NonNullable<TrainingCost['step']>) {
    const device = judgedDevice(wanted, calibration);
    const estimate = estimateStep(work, device, calibration);
    const measured = measuredStep(work, device, calibration);
    return {
      operations,
      device,
      ...(phase !== undefined && { phase }),
      ...(estimate && { estimate }),
      ...(measured && {
        measured: {
          milliseconds: measured.milliseconds,
          ...(measured.estimated !== undefined && { estimated: measured.estimated }),
        },
      }),
    };
  }
}
