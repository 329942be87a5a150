import { useMemo, useState } from 'preact/hooks';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
import { capitalized, formatMeasure } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { epochAxis, phaseSpans } from '../../src/views/phases';
import { changeText } from '../../src/views/training';
import type { ChartMark } from './chartMarks';
import { LineChart, type LineSeries } from './lineChart';
import { isNegative, measureAxis } from './measureAxis';
import { epochsShown } from './scale';
import { extentOf, trainingSeries, type MeasureSeries } from './trainingData';

const lines: readonly LineSeries[] = [
  {
    label: 'batch',
    colour: (theme) => theme.palette[0] ?? theme.accent,
    width: 1,
    faint: true,
  },
  { label: 'train', colour: (theme) => theme.palette[0] ?? theme.accent, width: 2 },
  {
    label: 'validation',
    colour: (theme) => theme.palette[1] ?? theme.foreground,
    width: 2,
    dash: [6, 3],
    points: true,
  },
];

/** The lines of a measure, each with what its numbers are. Of what batches sum up there is a point for each epoch, as of validation. */
function linesOf({ measure, window }: MeasureSeries, stride: number): readonly LineSeries[] {
  const isSum = measure.fold === 'sum';
  const notes: Readonly<Record<string, string>> = {
    batch: stride > 1 ? `mean of ${formatInteger(stride)}` : 'single',
    train: isSum ? 'sum of the epoch' : `mean of about ${formatInteger(window)} steps`,
  };
  return lines.map((line) => {
    const note = notes[line.label];
    const points = line.points ?? (isSum && line.label === 'train');
    return { ...line, points, ...(note !== undefined && { note }) };
  });
}

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
            series={linesOf(curve, snapshot.curves.stride)}
            title={capitalized(curve.measure.label)}
            description={describe(snapshot, curve.measure)}
            data={curve.data}
            {...measureAxis(curve.measure, scale === 'log' && !isNegative(curve.data))}
          />
        ))}
      </div>
    </div>
  );
}

const allPhases = 'all';

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
