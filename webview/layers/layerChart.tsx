import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { median } from '../../src/numerics/median';
import type { Measure, NetworkPayload } from '../../src/views/payloads';
import { float32Decades, logScale } from '../../src/views/logScale';
import { theoryOf } from '../../src/views/theory';
import { Disclosure } from '../ui/disclosure';
import { capitalized } from '../ui/format';
import { useWidth } from '../ui/hooks';
import { Icon } from '../ui/icon';
import { Segmented } from '../ui/segmented';
import { SavePicture } from '../ui/savePicture';
import { ScaleAxis, StepAxis } from './heatAxis';
import { HeatMap } from './heatMap';
import { valueOf, type LayerChartData, type MeasuredLayer, type Part } from './layerData';
import { LayerLines } from './layerLines';
import { LayerRows, magnitude, type LineValues } from './layerRows';
import { ParameterTable } from './parameterTable';
import { placeLines, type PlacedLine } from './rowLayout';
import { headingsOf, linesOf } from './rowTree';
import { byLayer, type ShownOf } from './shownOf';
import { pointAt, pointText, stepRange } from './stepRange';
import { StepScrubber } from './stepScrubber';
import { TrendLines } from './trendLines';
import { trendsOf, TrendWords } from './trendWords';

interface LayerChartProps {
  readonly data: LayerChartData;
  readonly measure: Pick<Measure, 'name' | 'label' | 'symbol' | 'join'>;
  /** What the newest values are told of. */
  readonly of: ShownOf | undefined;
  /** Tells groups, depths and theory. */
  readonly network?: NetworkPayload | undefined;
  /** Which parameters count, where layers have several kinds. */
  readonly part: Part;
  readonly onPart?: ((part: Part) => void) | undefined;
  /** The step where training ends, while it goes on. */
  readonly end?: number | undefined;
  /** The step in view; absent: the newest. */
  readonly step?: number | undefined;
  readonly onStep?: (step: number | undefined) => void;
}

/** Lines as high as all of them fit into this height. */
const available = 440;
/** More lines than these are no chart of lines. */
const mostLines = 40;

/**
 * A measure of parameters, one line a layer: a bar on a logarithmic scale at the step in view and, where there is a history, a
 * heat map of layers by steps on the same scale; how it changes with depth, as a line and in words.
 */
export function LayerChart(props: LayerChartProps) {
  const { data, measure, of, network, part, onPart, end, step, onStep } = props;
  const { rows, steps, stride = 1, joint } = data;
  const [view, setView] = useState<'map' | 'lines'>('map');
  const [withTheory, setTheory] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [frame, width] = useWidth<HTMLDivElement>();

  const last = steps.length - 1;
  const point = step === undefined ? last : pointAt(steps, step);
  const follows = step === undefined || point >= last;
  const shown = follows ? rows : rowsAt(data, measure, point);
  const hasHistory = joint !== undefined && last > 0;
  const hasMap = hasHistory && view === 'map';
  const hasActivations = rows.some(({ activation }) => activation != null);

  const layers = rows.map(({ layer }) => layer);
  const names = layers.join('\n');
  const headings = useMemo(() => headingsOf(layers, network), [names, network]);
  const characters = width > 0 && width < 560 ? 10 : 17;
  const lines = useMemo(
    () => placeLines(linesOf(layers, headings, folded), { available, characters }),
    [headings, folded, characters],
  );
  const bottom = lines.at(-1);
  const height = bottom ? bottom.top + bottom.height : 0;
  const values = lines.map((line) => lineValues(line, shown));

  const scale = logScale(
    [
      ...rows.flatMap(({ value, activation = null }) => [value, activation]),
      ...(joint && joint.greatest > 0 ? [joint.least, joint.greatest] : []),
    ],
    float32Decades,
  );
  const trends = useMemo(() => trendsOf(shown, network, part), [shown, network, part]);
  // Only what is passed back is expected to be passed back by theory.
  const theory = useMemo(
    () => (network && measure.name === 'gradients' ? theoryOf(network) : undefined),
    [network, measure.name],
  );
  const range = stepRange(steps, end);
  const choose = (chosen: number | null) =>
    onStep?.(chosen === null || chosen >= last ? undefined : steps[chosen]);
  const fold = (group: string) =>
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  const groups = [...new Set(headings.flatMap((path) => path.map(({ id }) => id)))];
  const shownOf = hasHistory && !follows ? { step: pointText(steps, stride, point) } : of;
  const { symbol = measure.label } = measure;
  return (
    <figure class="dnn-layers">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{capitalized(measure.label)}</span>
        <span class="dnn-muted">{byLayer(symbol, shownOf)}</span>
        {hasActivations && (
          <span class="dnn-legend">
            <span class="dnn-bar-key" /> {l10n.t('parameters')}
            <span class="dnn-bar-key dnn-bar-second" /> {l10n.t('activations ‖∂E/∂a‖₂')}
          </span>
        )}
      </figcaption>
      <div class="dnn-toolbar dnn-layer-tools">
        {onPart && (
          <Segmented
            label={l10n.t('Parameters')}
            value={part}
            onChange={onPart}
            options={[
              { value: 'weights', text: l10n.t('Weights') },
              { value: 'biases', text: l10n.t('Biases') },
              { value: 'all', text: l10n.t('All') },
            ]}
          />
        )}
        {hasHistory && rows.length <= mostLines && (
          <Segmented
            label={l10n.t('Show the history as')}
            value={view}
            onChange={setView}
            options={[
              { value: 'map', text: l10n.t('Heat map') },
              { value: 'lines', text: l10n.t('Lines') },
            ]}
          />
        )}
        {theory && (
          <button
            type="button"
            class="dnn-toggle"
            aria-pressed={withTheory}
            onClick={() => setTheory(!withTheory)}
          >
            {l10n.t('Theory')}
          </button>
        )}
        {groups.length > 1 && (
          <button
            type="button"
            class="dnn-toggle"
            onClick={() => setFolded(new Set(folded.size > 0 ? [] : groups))}
          >
            <Icon name={folded.size > 0 ? 'expand-all' : 'collapse-all'} />
            {folded.size > 0 ? l10n.t('Expand all') : l10n.t('Collapse all')}
          </button>
        )}
        {hasHistory && <StepScrubber {...{ steps, stride, point, follows, onChoose: choose }} />}
        <SavePicture
          kinds={hasMap ? ['svg', 'png'] : ['svg']}
          name={[measure.label, l10n.t('by layer')]}
        />
      </div>
      <TrendWords
        trends={trends}
        measure={measure}
        part={part}
        theory={withTheory ? theory : undefined}
      />
      <div
        ref={frame}
        class={`dnn-layer-box${hasMap ? ' dnn-with-map' : ''}`}
        style={{ '--dnn-names': `${nameWidth(lines)}ch` }}
      >
        <div class="dnn-layer-head">
          <div class="dnn-layer-row">
            <span />
            <ScaleAxis scale={scale} coloured={hasMap} />
            <span class="dnn-layer-value" />
          </div>
          {hasMap && <StepAxis range={range} />}
        </div>
        <div class="dnn-layer-body">
          <div class="dnn-layer-list">
            <LayerRows
              lines={lines}
              values={values}
              scale={scale}
              label={measure.label}
              onFold={fold}
              onStep={
                hasHistory ? (by) => choose(Math.max(0, Math.min(last, point + by))) : undefined
              }
            />
            <TrendLines
              lines={lines}
              height={height}
              scale={scale}
              {...trends}
              expected={withTheory ? trends.expected(theory) : undefined}
            />
          </div>
          {hasMap && (
            <HeatMap
              {...{ joint, steps, stride, range, lines, height, scale, point }}
              description={l10n.t(
                'Heat map of {0}: {1} layers over {2} to {3}; the table below has the numbers of the step in view.',
                measure.label,
                rows.length,
                pointText(steps, stride, 0),
                steps[last] ?? 0,
              )}
              onChoose={choose}
            />
          )}
        </div>
      </div>
      {hasHistory && view === 'lines' && (
        <LayerLines data={data} scale={scale} label={measure.label} />
      )}
      <Disclosure summary={l10n.t('Table')}>
        {() => <ParameterTable rows={shown} measure={measure} of={shownOf} />}
      </Disclosure>
    </figure>
  );
}

/** The rows as they were at a point of the history. */
function rowsAt(
  { rows, at }: LayerChartData,
  measure: LayerChartProps['measure'],
  point: number,
): readonly MeasuredLayer[] {
  const told = at?.(point) ?? [];
  return rows.map((row, i) => {
    const parameters = told[i] ?? [];
    return { ...row, parameters, value: valueOf(measure, parameters) };
  });
}

/** Of a layer its own, of a folded group the medians. */
function lineValues({ kind, members }: PlacedLine, rows: readonly MeasuredLayer[]): LineValues {
  const told = members.flatMap((row) => rows[row] ?? []);
  const [only] = told;
  if (kind === 'layer' && only)
    return {
      value: only.value,
      activation: only.activation ?? undefined,
      details: only.parameters.map(({ name, value }) => `${name}: ${magnitude(value)}`).join('\n'),
    };
  const middle = (pick: (row: MeasuredLayer) => number | null | undefined) =>
    median(told.flatMap((row) => pick(row) ?? []));
  return {
    value: middle(({ value }) => value) ?? null,
    activation: middle(({ activation }) => activation),
    details: l10n.t('median of {0} layers', told.length),
  };
}

/** Characters that names and headings take. */
const nameWidth = (lines: readonly PlacedLine[]): number =>
  Math.max(
    5,
    ...lines
      .filter(({ drawn }) => drawn)
      .map(
        ({ kind, shortName, level, members }) =>
          shortName.length + 2 * level + (kind === 'group' ? 10 + `${members.length}`.length : 1),
      ),
  );
