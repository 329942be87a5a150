import * as l10n from '@vscode/l10n';
import { useId, useMemo, useState } from 'preact/hooks';
import type { ComparedTraining } from '../../src/views/comparison';
import { formatDuration, formatInteger } from '../../src/text/numbers';
import { LineChart, type LineSeries } from '../charts/lineChart';
import { isNegative, measureAxis } from '../charts/measureAxis';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { EmptyState } from '../ui/status';
import { formatMeasure } from '../ui/format';
import { alignedCurves, curveChoices, windowsFor, type Axis } from './comparedData';
import { CurveTable } from './curveTable';

/** Runs differ in colour and in how their line is broken. */
const dashes: readonly (number[] | undefined)[] = [undefined, [7, 3], [2, 3], [9, 3, 2, 3]];

/** One measure of all runs in one chart, over steps or over the time of training. */
export function ComparedCurves({ runs }: { readonly runs: readonly ComparedTraining[] }) {
  const [wanted, setWanted] = useState('');
  const [axis, setAxis] = useState<Axis>('step');
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [level, setLevel] = useState<number>();
  const choices = useMemo(() => curveChoices(runs), [runs]);
  const choice = choices.find(({ id }) => id === wanted) ?? choices[0];
  const windows = windowsFor(Math.max(1, ...runs.map(({ steps }) => steps.at(-1) ?? 0)));
  const position = Math.min(level ?? Math.floor(windows.length / 2), windows.length - 1);
  const window = windows[position] ?? 1;
  const data = useMemo(
    () => choice && alignedCurves(runs, choice, axis, window),
    [runs, choice, axis, window],
  );
  if (!choice || !data)
    return (
      <EmptyState title={l10n.t('These runs have told no numbers yet')}>
        <p>{l10n.t('Curves appear with the first steps of a training.')}</p>
      </EmptyState>
    );
  const { measure } = choice;
  const last = data.columns.map((column) => column.findLast((value) => value !== null));
  const lastValues = runs
    .map(({ name }, i) => `${name} ${formatMeasure(measure, last[i] ?? undefined)}`)
    .join(', ');
  const formatX = (at: number) =>
    axis === 'step' ? l10n.t('step {0}', formatInteger(at)) : formatDuration(at);
  return (
    <section aria-label={l10n.t('Curves')}>
      <div class="dnn-toolbar">
        <Select
          label={l10n.t('Measure')}
          value={choice.id}
          onChange={setWanted}
          options={choices.map(({ id, text }) => ({ value: id, text }))}
        />
        <Segmented
          label={l10n.t('Over')}
          value={axis}
          onChange={setAxis}
          options={[
            { value: 'step', text: l10n.t('Steps') },
            { value: 'time', text: l10n.t('Time') },
          ]}
        />
        <Segmented
          label={l10n.t('Scale of the axis')}
          value={scale}
          onChange={setScale}
          options={[
            { value: 'linear', text: l10n.t('Linear') },
            { value: 'log', text: l10n.t('Log') },
          ]}
        />
        {choice.of === 'batches' && (
          <Smoothing windows={windows} position={position} onChange={setLevel} />
        )}
      </div>
      <LineChart
        title={choice.text}
        description={
          axis === 'step'
            ? l10n.t(
                'Chart of the {0} of {1} runs over steps. Last values: {2}.',
                choice.text,
                runs.length,
                lastValues,
              )
            : l10n.t(
                'Chart of the {0} of {1} runs over time. Last values: {2}.',
                choice.text,
                runs.length,
                lastValues,
              )
        }
        series={runs.map(({ name }, i) => lineOf(name, i, choice.of !== 'batches'))}
        data={data}
        height={320}
        xRange={[0, Math.max(data.x.at(-1) ?? 1, Number.EPSILON)]}
        unitX={axis === 'step' ? l10n.t('step') : l10n.t('seconds')}
        formatX={formatX}
        {...measureAxis(measure, scale === 'log' && !isNegative(data))}
      />
      <CurveTable
        runs={runs}
        title={choice.text}
        data={data}
        axis={axis}
        format={(value) => formatMeasure(measure, value)}
      />
    </section>
  );
}

function lineOf(label: string, index: number, points: boolean): LineSeries {
  const dash = dashes[index % dashes.length];
  return {
    label,
    colour: ({ palette, foreground }) => palette[index % palette.length] ?? foreground,
    width: 2,
    points,
    ...(dash && { dash }),
  };
}

interface SmoothingProps {
  readonly windows: readonly number[];
  readonly position: number;
  readonly onChange: (position: number) => void;
}

/** Over how many steps batches are averaged, which is said beside the slider. */
function Smoothing({ windows, position, onChange }: SmoothingProps) {
  const id = useId();
  const window = windows[position] ?? 1;
  const text =
    window === 1
      ? l10n.t({ message: 'none', comment: 'no smoothing of a curve' })
      : l10n.t('mean of about {0} steps', formatInteger(window));
  return (
    <span class="dnn-smoothing">
      <label for={id}>{l10n.t('Smoothing')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={windows.length - 1}
        step={1}
        value={position}
        aria-valuetext={text}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="dnn-muted">{text}</span>
    </span>
  );
}
