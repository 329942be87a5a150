import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
import { capitalized, formatMeasure } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { epochAxis, phaseSpans } from '../../src/views/phases';
import { splitName } from '../../src/views/splits';
import { changeText } from '../../src/views/training';
import type { ChartMark } from './chartMarks';
import { LineChart, type LineSeries } from './lineChart';
import { isNegative, measureAxis } from './measureAxis';
import { epochsShown } from './scale';
import { extentOf, trainingSeries, type MeasureSeries } from './trainingData';

/** The lines of a measure, each with what its numbers are. Of what batches sum up there is a point for each epoch, as of validation. */
function linesOf({ measure, window }: MeasureSeries, stride: number): readonly LineSeries[] {
  const isSum = measure.fold === 'sum';
  return [
    {
      label: l10n.t('batch'),
      note: stride > 1 ? l10n.t('mean of {0}', formatInteger(stride)) : l10n.t('single'),
      colour: (theme) => theme.palette[0] ?? theme.accent,
      width: 1,
      faint: true,
    },
    {
      label: splitName('train'),
      note: isSum
        ? l10n.t('sum of the epoch')
        : l10n.t('mean of about {0} steps', formatInteger(window)),
      colour: (theme) => theme.palette[0] ?? theme.accent,
      width: 2,
      points: isSum,
    },
    {
      label: splitName('validation'),
      colour: (theme) => theme.palette[1] ?? theme.foreground,
      width: 2,
      dash: [6, 3],
      points: true,
    },
  ];
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
    unitX: l10n.t('epoch'),
    formatX: (epoch: number) => l10n.t('epoch {0}', epoch.toFixed(1)),
    marks: marksOf(snapshot),
    bands: several ? spans : [],
  };
  return (
    <div class="dnn-curves">
      <div class="dnn-toolbar">
        <Segmented
          label={l10n.t('Scale of the axis')}
          value={scale}
          onChange={setScale}
          options={[
            { value: 'linear', text: l10n.t('Linear') },
            { value: 'log', text: l10n.t('Log') },
          ]}
        />
        {several && (
          <Select
            label={l10n.t('Phase')}
            value={phase ? wanted : allPhases}
            onChange={setWanted}
            options={[
              { value: allPhases, text: l10n.t('All phases') },
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
    .map(({ name, step }) => ({
      x: epochOf(step),
      label: l10n.t('phase {0}', name),
      strong: true,
    }));
  return [...begun, ...changed];
}

function describe({ epochScores }: TrainingSnapshot, measure: Measure): string {
  const { name, label } = measure;
  const last = epochScores.at(-1);
  if (!last) return l10n.t('Chart of the {0} over the epochs; no epoch is complete yet.', label);
  const told = (['train', 'validation'] as const).flatMap((split) => {
    const score = last[split]?.[name];
    return score === undefined ? [] : [`${splitName(split)} ${formatMeasure(measure, score)}`];
  });
  if (told.length === 0) return l10n.t('Chart of the {0} over the epochs.', label);
  return l10n.t(
    'Chart of the {0} over the epochs. After epoch {1}: {2}.',
    label,
    last.epoch,
    told.join(', '),
  );
}
