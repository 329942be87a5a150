import type { Dataset, Split } from '../../data/dataset';
import { buildPrediction } from '../../learning/evaluation';
import { initialize } from '../../network/initialize';
import { whyNoFeedback, type ForecastAction } from '../../program/verbs/forecast';
import { lastTraining } from '../../program/verbs/train';
import { toWire } from '../../runs/events';
import { elements } from '../../shape/elements';
import { cachedData } from '../batches/cachedData';
import { stepOptions } from '../batches/stepOptions';
import type { ActionContext, Runner } from '../jobs/runner';
import { lastTrained } from '../notebooks/trained';
import type { Forecast } from '../protocol/forecast';
import { userError } from '../wire/error';
import { type Given, Predictor } from './predictor';
import { dataPlan } from './subject';

/**
 * Lets a network go on with the test split of a series by itself, from several places, after true values; gives its errors. The
 * numbers are computed on the CPU, one step of all places at a time.
 */
async function forecast(
  { network, plan }: ForecastAction,
  { notebook, request, live, signal }: ActionContext,
): Promise<Forecast> {
  const unfit = whyNoFeedback(network);
  if (unfit !== undefined) throw userError('head-size', unfit);
  const action = lastTraining(notebook.program, network.name);
  const seed = request.seed ?? action?.plan.seed ?? 0;
  const data = dataPlan(notebook, plan, action?.data);
  const dataset = await cachedData(notebook.path, data, seed);
  const series = new Values(dataset, dataset.splits.test);
  const starts = startsOf(plan, series, data.name);
  const trained =
    (await live(notebook.path, network)) ??
    (await lastTrained(notebook.path, network).then(
      (found) => found && { ...found, run: found.run.id },
    ));
  const parameters = trained?.parameters ?? initialize(network, seed);
  // Windows that overlap hold the past themselves.
  const goesOn = series.window === series.width;
  const evaluation = buildPrediction(network, {
    ...stepOptions(dataset, 1),
    ...(goesOn && { series: { washout: 0 } }),
  });
  const predictor = await Predictor.open(evaluation, parameters, 'a forecast');
  try {
    const free = await afterTruth(predictor, series, starts, signal);
    const outputs = await goOn(predictor, free, plan.horizon, series.width, signal);
    const [first] = starts;
    const steps = Array.from({ length: plan.horizon }, (_, step) => step);
    return {
      network: network.name,
      data: data.name,
      ...(trained && { run: trained.run }),
      warmup: plan.warmup,
      restarts: starts.length,
      errors: steps.map((step) => toWire(errorOf(outputs[step], series, starts, step))),
      given: series.before(first, Math.min(plan.warmup, Math.ceil(plan.horizon / 2))),
      target: dataset.target.names[0],
      truth: steps.map((step) => series.target(first + step)[0]),
      outputs: steps.map((step) => toWire(outputs[step][0])),
    };
  } finally {
    await predictor.dispose();
  }
}

export const forecastRunner: Runner<ForecastAction> = { verb: 'forecast', run: forecast };

/** The values of a split whose samples are steps of a series. */
class Values {
  /** Numbers of a sample, and of a target. */
  readonly window: number;
  readonly width: number;
  readonly count: number;
  readonly sampleShape: readonly number[];
  private readonly samples: Float32Array;
  private readonly targets: Float32Array;

  constructor({ name, inputShape, target }: Dataset, split: Split) {
    this.sampleShape = inputShape;
    this.count = split.count;
    this.window = elements(inputShape);
    this.width = target.names.length;
    this.samples = new Float32Array(this.count * this.window);
    this.targets = new Float32Array(this.count * this.width);
    const all = Int32Array.from({ length: this.count }, (_, i) => i);
    split.gather(all, this.samples, this.targets);
    if (target.kind === 'values' && this.isSeries()) return;
    throw userError(
      'no-series',
      `The samples of \`${name}\` are no series: the target of each has to be the last value of the next one.`,
      'Use a source of series, such as `mackey_glass(steps: 1)`, with `ahead: 1`.',
    );
  }

  sample(i: number): Float32Array {
    return this.samples.subarray(i * this.window, (i + 1) * this.window);
  }

  target(i: number): Float32Array {
    return this.targets.subarray(i * this.width, (i + 1) * this.width);
  }

  /** The last `count` values of the first target up to and with those of sample `i`, as far as there are any. */
  before(i: number, count: number): number[] {
    const { samples, window, width } = this;
    // The first sample holds what is before its last value.
    const all = window / width + i;
    const first = Math.max(0, all - count);
    return Array.from({ length: all - first }, (_, k) => {
      const sample = Math.max(0, first + k + 1 - window / width);
      return samples[sample * window + (first + k - sample) * width];
    });
  }

  /** Of all targets, about their means. */
  get variance(): number {
    const { targets, width, count } = this;
    let total = 0;
    for (let unit = 0; unit < width; unit++) {
      const column = Float64Array.from({ length: count }, (_, i) => targets[i * width + unit]);
      const mean = column.reduce((sum, value) => sum + value, 0) / count;
      total += column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    }
    return total;
  }

  private isSeries(): boolean {
    for (let i = 0; i + 1 < this.count; i++) {
      const next = this.sample(i + 1).subarray(-this.width);
      if (next.some((value, unit) => value !== this.target(i)[unit])) return false;
    }
    return true;
  }
}

/** The samples after which the network goes on by itself: evenly spread over what the warm-up and the steps leave. */
function startsOf(
  { warmup, horizon, restarts }: ForecastAction['plan'],
  { count, window, width }: Values,
  name: string,
): readonly number[] {
  const first = Math.max(0, warmup - window / width);
  const last = count - horizon;
  if (last < first)
    throw userError(
      'no-sample',
      `The test split of \`${name}\` has ${count} values: too few for a warm-up of ${warmup} and a horizon of ${horizon}.`,
      'Give the source a longer `test`.',
    );
  const places = Math.min(restarts, last - first + 1);
  const gap = places > 1 ? (last - first) / (places - 1) : 0;
  return Array.from({ length: places }, (_, place) => Math.floor(first + place * gap));
}

/** Gives the true values up to the last start; what the network is left with at each of them, one behind the other. */
async function afterTruth(
  predictor: Predictor,
  series: Values,
  starts: readonly number[],
  signal: AbortSignal,
): Promise<Given> {
  const { carried } = predictor.evaluation;
  const count = starts.length;
  const kept = new Map(
    carried.map(({ input, shape }) => [input, new Float32Array(count * elements(shape))]),
  );
  const samples = new Float32Array(count * series.window);
  starts.forEach((start, place) => samples.set(series.sample(start), place * series.window));
  let state: ReadonlyMap<string, Float32Array> = new Map(
    carried.map(({ input, shape }) => [input, new Float32Array(elements(shape))]),
  );
  const last = carried.length > 0 ? starts[count - 1] : 0;
  for (let i = 0; i < last; i++) {
    signal.throwIfAborted();
    starts.forEach((start, place) => {
      if (start !== i) return;
      for (const [input, held] of state) kept.get(input)!.set(held, place * held.length);
    });
    ({ state } = await predictor.answer({ samples: series.sample(i), count: 1, state }));
  }
  for (const [input, held] of state) kept.get(input)!.set(held, (count - 1) * held.length);
  return { samples, count, state: kept };
}

/** The outputs of each step, [N, width], where each of them is the end of the next sample. */
async function goOn(
  predictor: Predictor,
  given: Given,
  steps: number,
  width: number,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const all: Float32Array[] = [];
  let { samples, state } = given;
  const { count } = given;
  const window = samples.length / count;
  for (let step = 0; step < steps; step++) {
    signal.throwIfAborted();
    const answered = await predictor.answer({ samples, count, state });
    ({ state } = answered);
    all.push(answered.outputs);
    const next = new Float32Array(samples.length);
    for (let place = 0; place < count; place++) {
      next.set(samples.subarray(place * window + width, (place + 1) * window), place * window);
      const output = answered.outputs.subarray(place * width, (place + 1) * width);
      next.set(output, (place + 1) * window - width);
    }
    samples = next;
  }
  return all;
}

/** The root of the mean squared error of a step over all places, by the standard deviation of the series. */
function errorOf(
  outputs: Float32Array,
  series: Values,
  starts: readonly number[],
  step: number,
): number {
  let squares = 0;
  starts.forEach((start, place) => {
    series.target(start + step).forEach((truth, unit) => {
      squares += (outputs[place * series.width + unit] - truth) ** 2;
    });
  });
  return Math.sqrt(squares / starts.length / series.variance);
}
