import { useMemo, useState } from 'preact/hooks';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { formatPercent, formatTick, formatValue } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { changeText } from '../../src/views/training';
import type { ChartMark } from './chartMarks';
import { LineChart, type LineSeries } from './lineChart';
import { epochsShown, roundUp } from './scale';
import { trainingSeries } from './trainingData';

const lines: readonly LineSeries[] = [
  { label: 'batch', colour: (theme) => theme.palette[0] ?? theme.accent, width: 1, faint: true },
  { label: 'train', colour: (theme) => theme.palette[0] ?? theme.accent, width: 2 },
  {
    label: 'validation',
    colour: (theme) => theme.palette[1] ?? theme.foreground,
    width: 2,
    dash: [6, 3],
    points: true,
  },
];

/** Loss and accuracy of a run over its epochs: batches, their moving average, and validation. */
export function TrainingCurves({ snapshot }: { readonly snapshot: TrainingSnapshot }) {
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const points = snapshot.curves.steps.length;
  const series = useMemo(
    () => trainingSeries(snapshot),
    [snapshot.run, points, snapshot.progress.step, snapshot.epochScores.length],
  );
  const done = snapshot.progress.step / Math.max(1, snapshot.stepsPerEpoch);
  const logarithmic = scale === 'log';
  const common = {
    series: lines,
    xRange: [0, epochsShown(snapshot.epochs, done)] as const,
    unitX: 'epoch',
    formatX: (epoch: number) => `epoch ${epoch.toFixed(1)}`,
    marks: changeMarks(snapshot),
  };
  return (
    <div class="dnn-curves">
      <div class="dnn-toolbar">
        <Segmented
          label="Scale of the loss axis"
          value={scale}
          onChange={setScale}
          options={[
            { value: 'linear', text: 'Linear' },
            { value: 'log', text: 'Log' },
          ]}
        />
      </div>
      <div class="dnn-columns">
        <LineChart
          {...common}
          title="Loss"
          description={describe(snapshot, 'loss', formatValue)}
          data={series.loss}
          logarithmic={logarithmic}
          yRange={logarithmic ? decades : (_, max) => [0, roundUp(max)]}
          formatY={formatValue}
          formatTick={formatTick}
        />
        {series.accuracy && (
          <LineChart
            {...common}
            title="Accuracy"
            description={describe(snapshot, 'accuracy', formatPercent)}
            data={series.accuracy}
            logarithmic={false}
            yRange={(min) => [Math.max(0, Math.floor(min * 5) / 5), 1]}
            formatY={(value) => formatPercent(value, 1)}
            formatTick={(value) => `${formatTick(100 * value)}%`}
          />
        )}
      </div>
    </div>
  );
}

/** What was changed while it went on, by the epoch it was changed in. */
function changeMarks({ changes, stepsPerEpoch }: TrainingSnapshot): readonly ChartMark[] {
  return [...new Set(changes.map(({ step }) => step))].map((step) => {
    const made = changes.filter((change) => change.step === step);
    return {
      x: step / Math.max(1, stepsPerEpoch),
      label: made.map(changeText).join('\n'),
      strong: made.some(({ what }) => what === 'rate'),
    };
  });
}

function decades(min: number, max: number): [number, number] {
  const positive = min > 0 ? min : 1e-4;
  return [
    10 ** Math.floor(Math.log10(positive)),
    10 ** Math.ceil(Math.log10(Math.max(max, positive * 10))),
  ];
}

function describe(
  { epochScores }: TrainingSnapshot,
  score: 'loss' | 'accuracy',
  format: (value: number) => string,
): string {
  const last = epochScores.at(-1);
  if (!last) return `Chart of the ${score} over the epochs; no epoch is complete yet.`;
  const train = last.train[score];
  const validation = last.validation?.[score];
  return (
    `Chart of the ${score} over the epochs. After epoch ${last.epoch}: training ` +
    `${train === undefined ? 'unknown' : format(train)}` +
    (validation === undefined ? '.' : `, validation ${format(validation)}.`)
  );
}
