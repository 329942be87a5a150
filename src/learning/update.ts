import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { ParameterSpec } from '../network/parameters';
import type { Accumulation } from './accumulation';
import { type Averaging, offsetName } from './averaging';
import { optimizers, optimizerState } from './optimizers';
import { clipped } from './clipping';
import type { OptimizerEntry, ParameterKind, ParameterUpdate } from './entries';
import { withinNorm } from './maxNorm';
import type { TrainPlan } from './plan';
import type { StepState } from './state';

/** A parameter that is changed. */
export interface TrainedParameter {
  readonly key: string;
  readonly spec: ParameterSpec;
  /** Id of the layer it belongs to. */
  readonly layer: string;
  readonly kind: ParameterKind;
  /** What the forward pass reads. */
  readonly weight: Value;
  readonly gradient: Value;
}

export interface UpdateContext {
  readonly graph: GraphBuilder;
  readonly plan: TrainPlan;
  readonly state: StepState;
  readonly rate: Value;
  readonly step: Value;
  readonly cycle: Accumulation | undefined;
  readonly average: Averaging | undefined;
}

/** Names of the tensors a plan keeps for each trained parameter of a kind, all shaped as it and zero before the first step. */
export const stateNames = (
  plan: Pick<TrainPlan, 'optimizer' | 'accumulate' | 'average'>,
  kind: ParameterKind = { isWeight: true, isHiddenMatrix: true },
): readonly string[] => [
  ...optimizerState(plan.optimizer, kind),
  ...((plan.accumulate ?? 1) > 1 ? ['accumulated'] : []),
  ...(plan.average ? [offsetName] : []),
];

/**
 * Updates the parameters: gradients are accumulated over batches and clipped, the optimizer takes its step, weights are
 * brought back within their norm and averaged; each of these where the plan asks for it. Gives the new weights by key.
 */
export function update(
  parameters: readonly TrainedParameter[],
  context: UpdateContext,
): ReadonlyMap<string, Value> {
  const { graph, plan, state, rate, cycle, average } = context;
  const updated = new Map<string, Value>();
  const { optimizer, clip, maxNorm } = plan;
  const sums = cycle ? accumulated(parameters, cycle, context) : parameters.map((p) => p.gradient);
  const gradients = clip ? clipped(graph, sums, clip) : sums;
  const olds = parameters.map(({ key, spec, weight, kind }, index): ParameterUpdate => {
    const tensor = (name: string) => state.input('state', `${key}:${name}`, spec.shape);
    const names = optimizerState(optimizer, kind);
    const old = Object.fromEntries(names.map((name) => [name, tensor(name)]));
    return { ...kind, weight, gradient: gradients[index], state: old };
  });
  const updates = new Map<number, ReturnType<OptimizerEntry['build']>>();
  /** The optimizer's update at this many times the learning rate. */
  const updateAt = (times: number) => {
    const known = updates.get(times);
    const made =
      known ??
      optimizers.of(optimizer).build({
        graph,
        rate: new Arithmetic(graph).mul(rate, times),
        step: cycle?.step ?? context.step,
        parameters: olds,
        arguments: optimizer.arguments,
      });
    updates.set(times, made);
    return made;
  };
  const settle = (old: Value, made: Value) => cycle?.choose(made, old) ?? made;

  const updateOne = ({ key, spec, weight }: TrainedParameter, index: number): void => {
    const { state: old } = olds[index];
    const made = updateAt(spec.rate ?? 1)(olds[index]);
    for (const name of Object.keys(old)) {
      state.update(`${key}:${name}`, settle(old[name], made.state[name]));
    }
    const bounded = maxNorm ? withinNorm(graph, made.weight, spec, maxNorm) : made.weight;
    const next = settle(weight, bounded);
    updated.set(key, next);
    if (average) {
      const averaged = average.next(state.input('parameter', key, spec.shape), next);
      state.update(key, averaged.average);
      state.update(`${key}:${offsetName}`, averaged.offset);
    } else state.update(key, next);
  };
  parameters.forEach((parameter, index) =>
    graph.within({ layer: parameter.layer }, () => updateOne(parameter, index)),
  );
  return updated;
}

/** The mean gradients of this cycle so far. */
function accumulated(
  parameters: readonly TrainedParameter[],
  cycle: Accumulation,
  { graph, state }: UpdateContext,
): readonly Value[] {
  const a = new Arithmetic(graph);
  return parameters.map(({ key, spec, gradient }) => {
    const name = `${key}:accumulated`;
    const sum = a.add(state.input('state', name, spec.shape), a.mul(gradient, 1 / cycle.batches));
    state.update(name, cycle.rest(sum));
    return sum;
  });
}
