import {
  divergenceTest,
  rateAt,
  smoothCurve,
  suggestRates,
  type RateRange,
} from '../../learning/rateRange';
import { objectiveOf } from '../../learning/measures/measure';
import type { TrainingStep } from '../../learning/step';
import { formatCall } from '../../language/formatCall';
import type { FindAction } from '../../program/verbs/find';
import { userError } from '../wire/error';
import type { Surroundings } from '../jobs/jobs';
import type { RateSearch } from '../protocol/protocol';
import type { ActionContext, Runner } from '../jobs/runner';
import { recorded } from '../../runs/measures';
import { chosenPasses } from '../devices/stepModel';
import { assemble, type Parts } from './assemble';
import { initialTensors, openStage, type StepsStage } from './stage';

/** Milliseconds between notifications. */
const notifyEvery = 100;

/**
 * Carries out a `find rate` action: a training from the initial parameters whose rate rises from step to step, until it
 * diverges. Nothing trained is kept.
 */
async function findRate(
  action: FindAction,
  { notebook, request, ...surroundings }: ActionContext,
): Promise<RateSearch> {
  // An average lags behind the weights that feel the rate.
  const plan = { ...action.plan, average: undefined };
  const seed = request.seed ?? plan.seed;
  const passes = request.passes ?? chosenPasses();
  const training = { ...action, kind: 'train', plan } as const;
  const parts = await assemble(notebook, training, seed, request.device, passes);
  const stage = await stageOfSteps(parts);
  try {
    const swept = await sweep(stage, action.range, plan.accumulate ?? 1, surroundings);
    return report(action, stage, swept);
  } finally {
    await stage.dispose();
  }
}

export const findRunner: Runner<FindAction> = { verb: 'find', run: findRate };

/** The first phase that makes steps: a pass has no rate. */
async function stageOfSteps({ stage, setup, action, seed }: Parts): Promise<StepsStage> {
  if (stage.kind === 'steps') return stage;
  await stage.dispose();
  const index = setup.phases.findIndex(({ kind }) => kind === 'steps');
  const since = { step: 0, epoch: 0 };
  const given = initialTensors(action.network, seed);
  const opened = await openStage(setup, { index, since, ...since }, given, 'cpu');
  if (opened.kind === 'steps') return opened;
  await opened.dispose();
  throw userError(
    'no-rate',
    `\`${action.network.name}\` is trained without steps, so it has no learning rate.`,
  );
}

interface Swept {
  readonly values: readonly number[];
  readonly diverged: boolean;
}

/** What is pursued, at each rate, as far as the sweep goes; with accumulation, the mean over an update's batches. */
async function sweep(
  { batches, executor, step: graph }: StepsStage,
  range: RateRange,
  accumulate: number,
  { signal, notify }: Surroundings,
): Promise<Swept> {
  const values: number[] = [];
  const diverged = divergenceTest();
  const objective = graph.measures.indexOf(pursued(graph));
  let notified = performance.now();
  for (let step = 0; step < range.steps && !signal.aborted; step++) {
    const rate = rateAt(range, step);
    let value = 0;
    for (let turn = 1; turn <= accumulate; turn++) {
      if (!batches.ready) await batches.wait();
      batches.take(executor);
      const told = await executor.step(rate, step * accumulate + turn);
      value += told[objective][0] / accumulate;
    }
    values.push(value);
    if (diverged(value)) return { values, diverged: true };
    if (performance.now() - notified < notifyEvery) continue;
    notified = performance.now();
    notify({ event: 'progress', doing: 'Trying rates', step: step + 1, steps: range.steps });
  }
  return { values, diverged: false };
}

const pursued = ({ measures }: TrainingStep) => objectiveOf(measures)!;

function report(
  { plan, range, network, data }: FindAction,
  { device, step }: StepsStage,
  { values, diverged }: Swept,
): RateSearch {
  const finite = values.filter(Number.isFinite);
  const curve = smoothCurve(finite);
  const suggestion = suggestRates(range, finite, curve);
  const rate = (value: number) => Number(value.toPrecision(2));
  const { steepest, tenthOfMinimum } = suggestion;
  return {
    network: network.name,
    data: data.name,
    device,
    optimizer: formatCall(plan.optimizer),
    batch: step.batch * (plan.accumulate ?? 1),
    range: { ...range },
    measure: recorded(pursued(step)),
    points: finite.map((value, step) => ({
      rate: rateAt(range, step),
      value,
      smoothed: curve.values[step],
    })),
    diverged,
    openEnded: suggestion.openEnded,
    ...(steepest !== undefined && { steepest: rate(steepest) }),
    ...(tenthOfMinimum !== undefined && { tenthOfMinimum: rate(tenthOfMinimum) }),
  };
}
