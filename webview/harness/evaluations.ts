import type { Evaluation, PairExamples } from '../../src/views/evaluation';
import { noise, seven, tensor } from './fixtures';
import { lenet5 } from './networks';

/** Evaluations with plausible numbers, the same at each call. */

type Classes = NonNullable<Evaluation['classes']>;

const about = {
  network: 'LeNet5',
  data: 'digits',
  split: 'test',
  run: '2026-01-05-lenet5-7',
  step: 1128,
  redundantFrom: 0.99,
} as const;

const units = (): Evaluation['units'] =>
  lenet5.layers.map(({ id, shape, parameters }, i) => ({
    layer: id,
    units: shape[0] ?? 1,
    dead: i === 2 ? 3 : 0,
    ...(i % 2 === 0 && { saturated: i }),
    ...(parameters.length > 0 &&
      id !== 'output' && {
        redundant: i === 0 ? 2 : 0,
        pairs:
          i === 0
            ? [
                { units: [1, 4] as [number, number], correlation: -0.9987 },
                { units: [0, 3] as [number, number], correlation: 0.9921 },
              ]
            : [],
      }),
  }));

const images = (count: number) =>
  tensor([count, 1, 28, 28], (i) => {
    const [x, y] = [((i % 28) + 0.5) / 28, ((Math.floor(i / 28) % 28) + 0.5) / 28];
    const shift = 0.06 * noise(Math.floor(i / 784));
    return seven(x + shift, y - shift);
  });

const mistakes = (count: number, names: readonly string[]): Classes['hardest'] => ({
  examples: Array.from({ length: count }, (_, i) => ({
    sample: 17 * i + 3,
    truth: (7 * i + 7) % names.length,
    predicted: (7 * i + 8) % names.length,
    likelihood: 0.002 + 0.012 * i,
    confidence: 0.98 - 0.02 * i,
    loss: 6.2 - 0.2 * i,
  })),
  images: images(count),
});

/** Classes told apart, with fewer mistakes the further two of them are apart. */
function told(names: readonly string[], each: number): Classes {
  const counts = names.map((_, truth) =>
    names.map((_, predicted) => {
      const distance = Math.abs(truth - predicted);
      if (distance === 0) return each - 9 * Math.min(3, names.length - 1);
      return Math.max(0, Math.round((14 + 6 * noise(truth * 31 + predicted)) / distance ** 2 - 1));
    }),
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const all = sum(counts.map(sum));
  const perClass = names.map((_, label) => {
    const right = counts[label]?.[label] ?? 0;
    const support = sum(counts[label] ?? []);
    const predicted = sum(counts.map((row) => row[label] ?? 0));
    const [precision, recall] = [right / predicted, right / support];
    return {
      support,
      predicted,
      right,
      precision,
      recall,
      f1: (2 * right) / (support + predicted),
    };
  });
  const mean = (name: 'precision' | 'recall' | 'f1') =>
    sum(perClass.map(({ [name]: score }) => score)) / names.length;
  const accuracy = sum(perClass.map(({ right }) => right)) / all;
  return {
    names: [...names],
    outputs: 'probabilities',
    accuracy,
    tied: 0,
    topK: Array.from(
      { length: Math.min(5, names.length - 1) },
      (_, i) => 1 - (1 - accuracy) / 3 ** i,
    ),
    ...(names.length <= 50 && { confusion: counts }),
    confused: counts
      .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
      .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, 200),
    perClass,
    macro: { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') },
    calibration: {
      bins: Array.from({ length: 15 }, (_, i) => {
        const ends = { from: i / 15, to: (i + 1) / 15 };
        if (i < 3) return { ...ends, count: 0 };
        const confidence = (i + 0.6) / 15;
        return {
          ...ends,
          count: Math.round(4 * 1.7 ** (i - 3)),
          confidence,
          accuracy: Math.min(1, confidence - 0.08 + 0.05 * noise(i)),
        };
      }),
      error: 0.0274,
    },
    hardest: mistakes(24, names),
    confident: mistakes(12, names),
  };
}

const evaluationOf = (classes: Classes): Evaluation => {
  const answers = classes.perClass.reduce((sum, { support }) => sum + support, 0);
  return {
    ...about,
    ...{ samples: answers, answers, loss: { name: 'cross_entropy', mean: 0.0391 } },
    classes,
    units: units(),
  };
};

export const fewClasses = (): Evaluation => evaluationOf(told([...'0123456789'], 400));

/** Samples of a cell of the matrix of `fewClasses`. */
export const pairOf = () => ({
  truth: 7,
  predicted: 8,
  found: {
    of: 9,
    ...mistakes(9, [...'0123456789']),
  } satisfies PairExamples,
});

/** More classes than a matrix has room for. */
export const manyClasses = (): Evaluation =>
  evaluationOf(
    told(
      Array.from({ length: 120 }, (_, i) => `species ${i + 1} of a long list`),
      50,
    ),
  );

export const twoClasses = (): Evaluation => {
  const classes = told(['benign', 'malignant'], 200);
  return evaluationOf({
    ...classes,
    roc: {
      points: Array.from({ length: 60 }, (_, i) => ({
        falsePositive: (i / 59) ** 2,
        truePositive: (i / 59) ** 0.4,
        ...(i > 0 && { threshold: 1 - i / 60 }),
      })),
      area: 0.943,
    },
  });
};

export function values(): Evaluation {
  const target = (name: string, i: number) => {
    const points = Array.from({ length: 600 }, (_, k): [number, number] => {
      const wanted = 3 * noise(k + 0.1 * i);
      return [wanted, 0.9 * wanted + 0.2 + 0.35 * noise(k * 7 + i)];
    });
    return {
      ...{ name, rmse: 0.312 + 0.05 * i, mae: 0.251, bias: 0.198, r2: 0.931 - 0.1 * i },
      quantiles: [-0.31, 0.02, 0.2, 0.41, 0.7],
      points,
      histogram: {
        from: -0.9,
        to: 0.9,
        counts: Array.from({ length: 31 }, (_, k) =>
          Math.round(70 * Math.exp(-(((k - 18) / 6) ** 2))),
        ),
      },
    };
  };
  return {
    ...about,
    ...{ data: 'energy', samples: 600, answers: 600, loss: { name: 'mse', mean: 0.0973 } },
    values: {
      targets: ['heating load', 'cooling load'].map(target),
      of: 2,
      worst: {
        examples: Array.from({ length: 8 }, (_, i) => ({
          ...{ sample: 31 * i + 4, loss: 1.2 - 0.1 * i, error: 1.1 - 0.06 * i },
          ...{ wanted: [2.1, -0.4], given: [0.9, 0.1] },
        })),
      },
    },
    units: units(),
  };
}

/** Of an autoencoder, which gives no answers. */
export const reconstructions = (): Evaluation => ({
  ...about,
  ...{ samples: 4000, answers: 4000, loss: { name: 'reconstruction', mean: 0.0173 } },
  hardest: {
    examples: Array.from({ length: 24 }, (_, i) => ({ sample: 13 * i, loss: 0.09 - 0.001 * i })),
    images: images(24),
  },
  units: units(),
});
