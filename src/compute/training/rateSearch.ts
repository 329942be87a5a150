import { divergenceTest, rateAt, smoothCurve, suggestRates } from '../../learning/rateRange';
import { formatCall } from '../../language/formatCall';
import type { StepMeasure } from '../../learning/step';
import type { FindAction } from '../../program/verbs/find';
import { userError } from '../wire/error';
import type { Surroundings } from '../jobs/jobs';
import type { RateSearch } from '../protocol/protocol';
import type { ActionContext, Runner } from '../jobs/runner';
import { recorded } from '../../runs/measures';
import type { DeviceName } from '../protocol/deviceName';
import { requestedPasses } from '../devices/stepModel';
import { load, type LoadedParts } from './assemble';
import { initialTensors, openStage, type StepsStage } from './stage';

/** Milliseconds between notifications. */
const notifyEvery = 100;

/**
 * Carries out a `find rate` action: a training from the initial parameters whose rate rises from step to step, until it
 * diverges or is asked to stop. Nothing trained is kept.
 */
async function findRate(
  action: FindAction,
  { notebook, request, ...surroundings }: ActionContext,
): Promise<RateSearch> {
  // An average lags behind the weights that feel the rate.
  const plan = { ...action.plan, average: undefined };
  const seed = request.seed ?? plan.seed;
  const passes = requestedPasses(request.passes);
  const training = { ...action, kind: 'train', plan } as const;
  const parts = await load(notebook, training, seed, passes);
  const stage = await openFirstSteps(parts, request.device);
  try {
    const swept = await sweep(stage, action, surroundings);
    return report(action, parts, stage, swept);
  } finally {
    await stage.dispose();
  }
}

export const findRunner: Runner<FindAction> = { verb: 'find', run: findRate };

/** Opens the first phase that makes steps, at the rate that the text says where one does: a pass has no rate. */
async function openFirstSteps(
  { setup, action: { network, plan }, seed }: LoadedParts,
  device: DeviceName,
): Promise<StepsStage> {
  const steps = setup.phases.filter(({ kind }) => kind === 'steps');
  const phase = steps.find(({ plan: { optimizer } }) => optimizer === plan.optimizer) ?? steps[0];
  if (!phase)
    throw userError(
      'no-rate',
      `\`${network.name}\` is trained without steps, so it has no learning rate.`,
    );
  const index = setup.phases.indexOf(phase);
  const since = { step: 0, epoch: 0 };
  const given = initialTensors(network, seed);
  return (await openStage(setup, { index, since, ...since }, given, device)) as StepsStage;
}

interface Swept {
  readonly measure: StepMeasure;
  /** The measure at each rate, as far as the search went. */
  readonly values: readonly number[];
  readonly end: 'all' | 'diverged' | 'stopped';
}

/** What the rule lowers, at each rate, until it diverges; with accumulation, the mean over an update's batches. */
async function sweep(
  { batches, executor, step: graph, phase }: StepsStage,
  { range, plan: { accumulate = 1 } }: FindAction,
  { signal, notify }: Surroundings,
): Promise<Swept> {
  const at = graph.measures.findIndex(({ goal, items }) => goal === 'lower' && !items);
  if (at < 0)
    throw userError(
      'no-rate',
      `\`${phase.name}\` has no measure that it lowers, so no rate is better.`,
    );
  const measure = graph.measures[at];
  const values: number[] = [];
  const diverged = divergenceTest();
  let notified = performance.now();
  for (let step = 0; step < range.steps; step++) {
    if (signal.aborted) return { measure, values, end: 'stopped' };
    const rate = rateAt(range, step);
    let value = 0;
    for (let turn = 1; turn <= accumulate; turn++) {
      if (!batches.ready) await batches.wait();
      batches.take(executor);
      const told = await executor.step(rate, step * accumulate + turn);
      value += told[at][0] / (measure.divisor ?? 1) / accumulate;
    }
    values.push(value);
    if (diverged(value)) return { measure, values, end: 'diverged' };
    if (performance.now() - notified < notifyEvery) continue;
    notified = performance.now();
    notify({
      event: 'progress',
      doing: 'Trying learning rates',
      step: step + 1,
      steps: range.steps,
    });
  }
  return { measure, values, end: 'all' };
}

function report(
  { plan, range, network, data }: FindAction,
  { setup: { phases } }: LoadedParts,
  { device, step, phase }: StepsStage,
  { measure, values, end }: Swept,
): RateSearch {
  const finite = values.filter(Number.isFinite);
  const curve = smoothCurve(finite);
  const suggestion = suggestRates(range, finite, curve);
  const rate = (value: number) => Number(value.toPrecision(2));
  const { steepest, tenthOfMinimum } = suggestion;
  return {
    network: network.name,
    ...((phases.length > 1 || plan.phase !== undefined) && { phase: phase.name }),
    data: data.name,
    device,
    optimizer: formatCall(phase.plan.optimizer),
    batch: step.batch * (plan.accumulate ?? 1),
    range: { ...range },
    measure: recorded(measure),
    points: finite.map((value, step) => ({
      rate: rateAt(range, step),
      value,
      smoothed: curve.values[step],
    })),
    diverged: end === 'diverged',
    ...(end === 'stopped' && { stopped: true }),
    openEnded: suggestion.openEnded,
    ...(steepest !== undefined && { steepest: rate(steepest) }),
    ...(tenthOfMinimum !== undefined && { tenthOfMinimum: rate(tenthOfMinimum) }),
  };
}
