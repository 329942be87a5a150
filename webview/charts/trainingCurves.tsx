import { useMemo, useState } from 'preact/hooks';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';
import { formatPercent } from '../../src/text/numbers';
import { capitalized, formatMeasure, formatTick, formatValue } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { epochAxis, phaseSpans } from '../../src/views/phases';
import { changeText } from '../../src/views/training';
import type { ChartMark } from './chartMarks';
import { LineChart, type LineSeries } from './lineChart';
import { decades, epochsShown, roundUp } from './scale';
import { extentOf, trainingSeries, type AlignedSeries } from './trainingData';

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

/** Of what batches sum up there is a point for each epoch, as of validation. */
const sumLines = lines.map((line) => (line.label === 'train' ? { ...line, points: true } : line));

/** The measures of a run over its epochs: batches, their moving average, and validation; of all phases or of one. */
export function TrainingCurves({ snapshot }: { readonly snapshot: TrainingSnapshot }) {
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [wanted, setWanted] = useState(allPhases);
  const spans = phaseSpans(snapshot);
  const several = spans.length > 1;
  const phase = several ? spans[Number(wanted)] : undefined;
  const points = snapshot.curves.steps.length;
  const series = useMemo(
    () => trainingSeries(snapshot, phase),
    [
      snapshot.run,
      points,
      snapshot.progress.step,
      snapshot.epochScores.length,
      snapshot.measures,
      phase?.step,
      phase?.lastStep,
    ],
  );
  if (series.length === 0) return null;
  const epochOf = epochAxis(snapshot);
  const end = epochsShown(snapshot.epochs, epochOf(snapshot.progress.step));
  const common = {
    unitX: 'epoch',
    formatX: (epoch: number) => `epoch ${epoch.toFixed(1)}`,
    marks: marksOf(snapshot),
    bands: several ? spans : [],
  };
  return (
    <div class="dnn-curves">
      <div class="dnn-toolbar">
        <Segmented
          label="Scale of the axis"
          value={scale}
          onChange={setScale}
          options={[
            { value: 'linear', text: 'Linear' },
            { value: 'log', text: 'Log' },
          ]}
        />
        {several && (
          <Select
            label="Phase"
            value={phase ? wanted : allPhases}
            onChange={setWanted}
            options={[
              { value: allPhases, text: 'All phases' },
              ...spans.map(({ name }, i) => ({ value: String(i), text: name })),
            ]}
          />
        )}
      </div>
      <div class="dnn-columns">
        {series.map((curve) => (
          <LineChart
            key={curve.measure.name}
            {...common}
            xRange={phase ? [phase.from, phase.to] : extentOf(curve, spans, end)}
            series={curve.measure.fold === 'sum' ? sumLines : lines}
            title={capitalized(curve.measure.label)}
            description={describe(snapshot, curve.measure)}
            data={curve.data}
            {...axisOf(curve.measure, scale === 'log' && !isNegative(curve.data))}
          />
        ))}
      </div>
    </div>
  );
}

const allPhases = 'all';

/** No logarithmic axis has a place for what is below zero. */
const isNegative = ({ columns }: AlignedSeries): boolean =>
  columns.some((column) => column.some((value) => value !== null && value < 0));

/** A fraction is drawn from 0% or above to 100%; other numbers linearly from 0, or in decades. */
function axisOf({ unit }: Measure, isLog: boolean) {
  if (unit === 'fraction')
    return {
      logarithmic: false,
      yRange: (min: number): [number, number] => [Math.max(0, Math.floor(min * 5) / 5), 1],
      formatY: (value: number) => formatPercent(value, 1),
      formatTick: (value: number) => `${formatTick(100 * value)}%`,
    };
  return {
    logarithmic: isLog,
    yRange: isLog
      ? decades
      : (min: number, max: number): [number, number] => [
          min < 0 ? -roundUp(-min) : 0,
          max > 0 || min >= 0 ? roundUp(max) : 0,
        ],
    formatY: (value: number) => formatValue(value),
    formatTick,
  };
}

/** Phases and what was changed while it went on, by the epoch. */
function marksOf(snapshot: TrainingSnapshot): readonly ChartMark[] {
  const { changes, phases } = snapshot;
  const epochOf = epochAxis(snapshot);
  const changed = [...new Set(changes.map(({ step }) => step))].map((step) => {
    const made = changes.filter((change) => change.step === step);
    return {
      x: epochOf(step),
      label: made.map(changeText).join('\n'),
      strong: made.some(({ what }) => what === 'rate'),
    };
  });
  // A pass makes no steps: what follows it begins where the training does.
  const begun = phases
    .filter(({ step }, i) => i > 0 && step > 0)
    .map(({ name, step }) => ({ x: epochOf(step), label: `phase ${name}`, strong: true }));
  return [...begun, ...changed];
}

function describe({ epochScores }: TrainingSnapshot, measure: Measure): string {
  const { name, label } = measure;
  const last = epochScores.at(-1);
  if (!last) return `Chart of the ${label} over the epochs; no epoch is complete yet.`;
  const told = (['train', 'validation'] as const).flatMap((split) => {
    const score = last[split]?.[name];
    return score === undefined ? [] : [`${split} ${formatMeasure(measure, score)}`];
  });
  const scores = told.length > 0 ? ` After epoch ${last.epoch}: ${told.join(', ')}.` : '';
  return `Chart of the ${label} over the epochs.${scores}`;
}
