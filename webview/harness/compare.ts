import { compareRuns, type ComparedRun } from '../../src/runs/compare';
import type { Comparison, ComparedTraining } from '../../src/views/comparison';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { pairOf } from './evaluations';
import { training } from './fixtures';

/** Stands for the extension host of the comparison's page (`?view=two`, `?view=many`, `?view=gone`). */

/** A run that learns at another pace. */
function compared(name: string, factor: number, steps?: number): ComparedTraining {
  const { curves, measures, epochScores }: TrainingSnapshot = training(steps);
  const scaled = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        key === 'loss' ? value * factor : Math.min(1, value / factor ** 0.1),
      ]),
    );
  const secondsAt = (step: number) => (step * 0.033) / factor;
  return {
    name,
    measures: measures.filter(({ items }) => items === undefined),
    steps: curves.steps,
    seconds: curves.steps.map(secondsAt),
    columns: curves.columns.map((column, i) =>
      column.map((value) => (value === null || i > 0 ? value : value * factor)),
    ),
    epochs: epochScores.map(({ step, train, validation }) => ({
      ...{ step, seconds: secondsAt(step), train: scaled(train) },
      ...(validation && { validation: scaled(validation) }),
    })),
  };
}

function settings(rate: number, loss: number, name?: string): ComparedRun {
  return {
    ...{ format: 1, id: 'r', network: 'LeNet5', networkHash: 'n', data: 'digits', dataHash: 'abc' },
    ...{ notebook: { file: 'lenet5.dnn', hash: `${rate}abc` }, action: 0, overrides: {} },
    ...{ normalization: { mean: [0], scale: [1] }, target: { kind: 'classes', names: [] } },
    ...{ seed: 7, device: 'cpu', versions: {}, changes: [], measures: [], status: 'done' },
    settings: {
      optimizer: `sgd(rate: ${rate}, momentum: 0.9, nesterov: false)`,
      schedule: 'cosine(final: 0)',
      epochs: 8,
    },
    ...{ step: 1128, epoch: 8, seconds: 36.9 * rate, created: '', updated: '' },
    scores: { test: { loss, accuracy: 0.9878 - loss / 100 } },
    ...(name !== undefined && { about: { name, tags: ['baseline'] } }),
  };
}

const states: Readonly<Record<string, () => Comparison>> = {
  two: () => ({
    runs: [compared('baseline', 1), compared('Jan 5, 02:03 PM', 1.6)],
    rows: compareRuns([settings(0.1, 0.039, 'baseline'), settings(0.01, 0.062)]),
  }),
  many: () => ({
    runs: [
      ...[1, 1.3, 1.7, 2.2, 2.9].map((factor, i) => compared(`rate ${0.1 / 2 ** i}`, factor)),
      compared(
        'a run with a name that is rather long, as names that say all settings are',
        0.8,
        700,
      ),
    ],
    rows: compareRuns([1, 2, 3, 4, 5, 6].map((i) => settings(0.1 / i, 0.04 * i, `rate ${i}`))),
  }),
  answers: () => {
    const { found } = pairOf();
    const { examples, images } = found;
    return {
      ...states.two(),
      answers: {
        between: [0, 1],
        result: {
          ...{ data: 'digits', split: 'test', names: [...'0123456789'], answers: 400 },
          ...{ bothRight: 370, onlyFirst: 9, onlySecond: 15, bothWrong: 6, wrongApart: 2 },
          examples: examples.map(({ sample, truth, predicted, confidence }) => ({
            ...{ sample, truth, predicted: [truth, predicted] },
            confidence: [1 - confidence, confidence],
          })),
          ...(images && { images }),
        },
      },
    };
  },
  gone: () => ({ runs: [compared('baseline', 1)], rows: [] }),
};

const parameters = new URLSearchParams(location.search);
const sent: unknown[] = [];

Object.assign(window, {
  sent,
  acquireVsCodeApi: () => ({
    postMessage(message: { readonly type: string }) {
      sent.push(message);
      if (message.type !== 'ready') return;
      const comparison = (states[parameters.get('view') ?? 'two'] ?? states.two)?.();
      window.postMessage({ type: 'comparison', comparison }, '*');
    },
  }),
});
