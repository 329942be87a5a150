import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { ParameterSpec } from '../network/parameters';
import type { Accumulation } from './accumulation';
import type { Averaging } from './averaging';
import { optimizerOf, optimizerState } from './catalogue';
import { clipped } from './clipping';
import type { OptimizerEntry, ParameterUpdate } from './entries';
import { withinNorm } from './maxNorm';
import type { TrainPlan } from './plan';
import type { StepState } from './state';

/** A parameter that gradients change. */
export interface TrainedParameter {
  readonly key: string;
  readonly spec: ParameterSpec;
  /** Id of the layer it belongs to. */
  readonly layer: string;
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
  readonly turn: Accumulation | undefined;
  readonly average: Averaging | undefined;
}

/** Names of the tensors a plan keeps for each trained parameter, all shaped as it and zero before the first step. */
export const stateNames = (
  plan: Pick<TrainPlan, 'optimizer' | 'accumulate' | 'average'>,
): readonly string[] => [
  ...optimizerState(plan.optimizer),
  ...((plan.accumulate ?? 1) > 1 ? ['accumulated'] : []),
  ...(plan.average ? ['lead'] : []),
];

/**
 * Renews the parameters: gradients are accumulated over batches and clipped, the optimizer takes its step, weights are
 * brought back within their norm and averaged; each of these where the plan asks for it.
 */
export function renew(parameters: readonly TrainedParameter[], context: UpdateContext): void {
  const { graph, plan, state, rate, turn, average } = context;
  const { optimizer, clip, maxNorm } = plan;
  const names = optimizerState(optimizer);
  const sums = turn ? accumulated(parameters, turn, context) : parameters.map((p) => p.gradient);
  const gradients = clip ? clipped(graph, sums, clip) : sums;
  const olds = parameters.map(({ key, spec, weight }, index): ParameterUpdate => {
    const tensor = (name: string) => state.input('optimizer', `${key}:${name}`, spec.shape);
    const old = Object.fromEntries(names.map((name) => [name, tensor(name)]));
    return { weight, gradient: gradients[index], state: old };
  });
  const updates = new Map<number, ReturnType<OptimizerEntry['build']>>();
  /** The optimizer's update at this many times the learning rate. */
  const updateAt = (times: number) => {
    const known = updates.get(times);
    const update =
      known ??
      optimizerOf(optimizer).build({
        graph,
        rate: new Arithmetic(graph).mul(rate, times),
        step: turn?.step ?? context.step,
        parameters: olds,
        arguments: optimizer.arguments,
      });
    updates.set(times, update);
    return update;
  };
  const settle = (old: Value, renewed: Value) => turn?.choose(renewed, old) ?? renewed;

  const renewOne = ({ key, spec, weight }: TrainedParameter, index: number): void => {
    const { state: old } = olds[index];
    const update = updateAt(spec.rate ?? 1)(olds[index]);
    for (const name of names) {
      state.renew(`${key}:${name}`, settle(old[name], update.state[name]));
    }
    const bounded = maxNorm ? withinNorm(graph, update.weight, spec, maxNorm) : update.weight;
    const next = settle(weight, bounded);
    if (average) {
      const renewed = average.next(state.input('parameter', key, spec.shape), next);
      state.renew(key, renewed.average);
      state.renew(`${key}:lead`, renewed.lead);
    } else state.renew(key, next);
  };
  parameters.forEach((parameter, index) =>
    graph.within({ layer: parameter.layer }, () => renewOne(parameter, index)),
  );
}

/** The mean gradients of this turn so far. */
function accumulated(
  parameters: readonly TrainedParameter[],
  turn: Accumulation,
  { graph, state }: UpdateContext,
): readonly Value[] {
  const a = new Arithmetic(graph);
  return parameters.map(({ key, spec, gradient }) => {
    const name = `${key}:accumulated`;
    const sum = a.add(
      state.input('optimizer', name, spec.shape),
      a.mul(gradient, 1 / turn.batches),
    );
    state.renew(name, turn.rest(sum));
    return sum;
  });
}
