import { integer, number, optional } from '../../language/parameters';
import { Random } from '../../random/random';
import { assertFits } from '../memoryLimit';
import type { SourceData, SourceEntry } from '../source';
import type { Samples } from '../samples';

/** Numbers that follow each other in time, and functions of one number. */

const target = { kind: 'values', names: ['y'] } as const;

/** For each window of `steps` values the one `ahead` steps behind its last. */
function windows(series: Float64Array, steps: number, ahead: number, count: number): Samples {
  const inputs = new Float32Array(count * steps);
  const targets = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    inputs.set(series.subarray(i, i + steps), i * steps);
    targets[i] = series[i + steps - 1 + ahead];
  }
  return { count, inputs, targets };
}

interface Forecast {
  readonly train: number;
  readonly test: number;
  readonly steps: number;
  readonly ahead: number;
}

/** Windows into a series: those to train on, then those to test. */
function forecast(series: Float64Array, { train, test, steps, ahead }: Forecast): SourceData {
  return {
    inputShape: [steps, 1],
    target,
    train: windows(series, steps, ahead, train),
    test: windows(series.subarray(train), steps, ahead, test),
  };
}

/** Throws for more samples, longer windows or a longer delay than there is memory for. */
function assertSeriesFits(plan: Forecast, delay = 0): void {
  const { train, test, steps } = plan;
  const bytes = 4 * (train + test) * (steps + 1) + 16 * (lengthOf(plan) + delay);
  assertFits(bytes, `${train + test} samples of ${steps} values`, 'Ask for fewer or shorter ones.');
}

const lengthOf = ({ train, test, steps, ahead }: Forecast) => train + test + steps + ahead - 1;

const counts = {
  train: integer('Number of training samples.', { minimum: 1, default: 1000 }),
  test: integer('Number of test samples.', { minimum: 0, default: 500 }),
};

const sineParameters = {
  ...counts,
  periods: number('Periods of the wave between −1 and 1.', {
    above: 0,
    maximum: 1_000_000,
    default: 1,
  }),
  noise: number('Standard deviation of the noise added to each value.', {
    minimum: 0,
    maximum: 1_000_000,
    default: 0,
  }),
  steps: optional(
    integer(
      'Values in a window. With it, a sample is a window of the wave and its target is the next value.',
      {
        minimum: 1,
      },
    ),
  ),
  seed: integer('A different seed draws different samples.', { default: 7 }),
};

const valuesInPeriod = 25;

export const sine: SourceEntry<typeof sineParameters> = {
  kind: 'source',
  name: 'sine',
  synonyms: ['sinus', 'sin'],
  summary:
    'A sine wave: its value at a number from −1 to 1, or the value that follows a window of it.',
  details: `$y = \\sin(\\pi\\, p\\, x)$ with $p$ \`periods\` and $x$ uniform. With \`steps\` the samples are windows [steps, 1] of a wave with ${valuesInPeriod} values a period.`,
  parameters: sineParameters,
  example: 'source sine(train: 200, periods: 2)',
  load: ({ train, test, periods, noise, steps, seed }) => {
    const random = new Random(seed, 'sine');
    const disturbed = (y: number) => (noise > 0 ? y + noise * random.normal() : y);
    if (steps !== undefined) {
      const plan = { train, test, steps, ahead: 1 };
      assertSeriesFits(plan);
      const series = Float64Array.from({ length: lengthOf(plan) }, (_, t) =>
        disturbed(Math.sin((2 * Math.PI * t) / valuesInPeriod)),
      );
      return Promise.resolve(forecast(series, plan));
    }
    assertFits(8 * (train + test), `${train + test} samples`, 'Ask for fewer.');
    const draw = (count: number): Samples => {
      const inputs = Float32Array.from({ length: count }, () => random.between(-1, 1));
      const targets = inputs.map((x) => disturbed(Math.sin(Math.PI * periods * x)));
      return { count, inputs, targets };
    };
    return Promise.resolve({ inputShape: [1], target, train: draw(train), test: draw(test) });
  },
  probe: ({ steps, train, test }) =>
    Promise.resolve({
      inputShape: steps === undefined ? [1] : [steps, 1],
      kind: 'values',
      targets: 1,
      samples: { train, test },
    }),
};

const mackeyGlassParameters = {
  ...counts,
  steps: integer('Values in a window.', { minimum: 1, default: 16 }),
  ahead: integer('How many steps after the window its target lies.', { minimum: 1, default: 1 }),
  tau: integer('τ, the delay; the series is chaotic from 17 on.', { minimum: 1, default: 17 }),
  seed: integer('A different seed starts elsewhere.', { default: 7 }),
};

/** Integration steps in one unit of time. */
const resolution = 10;
/** Units of time before the series is taken for settled. */
const settling = 300;

/** x′ = 0.2 x(t − τ) / (1 + x(t − τ)¹⁰) − 0.1 x at whole times, by the classical Runge-Kutta method. */
export function mackeyGlassSeries(length: number, tau: number, start: number): Float64Array {
  const delay = tau * resolution;
  const total = (settling + length) * resolution;
  const x = new Float64Array(delay + total + 1).fill(start, 0, delay + 1);
  const h = 1 / resolution;
  const slope = (now: number, before: number) => (0.2 * before) / (1 + before ** 10) - 0.1 * now;
  for (let i = delay; i < delay + total; i++) {
    const [before, after] = [x[i - delay], x[i - delay + 1]];
    const middle = (before + after) / 2;
    const k1 = slope(x[i], before);
    const k2 = slope(x[i] + (h / 2) * k1, middle);
    const k3 = slope(x[i] + (h / 2) * k2, middle);
    const k4 = slope(x[i] + h * k3, after);
    x[i + 1] = x[i] + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return Float64Array.from({ length }, (_, t) => x[delay + (settling + t) * resolution]);
}

export const mackeyGlass: SourceEntry<typeof mackeyGlassParameters> = {
  kind: 'source',
  name: 'mackey_glass',
  synonyms: ['mackeyglass'],
  summary: 'A chaotic series: the value that follows a window of it.',
  details:
    "$x' = 0.2\\, x(t - \\tau) / (1 + x(t - \\tau)^{10}) - 0.1\\, x$ at whole times, with samples of shape [steps, 1]; the test samples follow the training samples in time. Mackey and Glass (1977). `ahead: 84` asks for the 84th value at once. The NRMSE84 of Jaeger (2001) is another task: with `steps: 1` and `ahead: 1`, `forecast` lets the network go on with its own outputs for 84 steps.",
  parameters: mackeyGlassParameters,
  example: 'source mackey_glass(train: 3000, steps: 32)',
  load: (values) => {
    assertSeriesFits(values, values.tau * resolution + resolution * lengthOf(values));
    const start = 1.2 + 0.2 * (new Random(values.seed, 'mackey_glass').uniform() - 0.5);
    const series = mackeyGlassSeries(lengthOf(values), values.tau, start);
    return Promise.resolve(forecast(series, values));
  },
  probe: ({ steps, train, test }) =>
    Promise.resolve({
      inputShape: [steps, 1],
      kind: 'values',
      targets: 1,
      samples: { train, test },
    }),
};
