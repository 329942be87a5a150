import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { colourAt } from '../ui/colourMap';
import { formatValue } from '../ui/format';
import { GridCanvas, pickHint, type Cell } from './gridCanvas';
import { HistogramView } from './histogramView';
import { LayerHead, type LayerHeadProps } from './layerHead';
import type { LayerMapsProps } from './layerMaps';
import { colouring, paint, positionOf, type Palette } from './paint';
import type { Range } from './range';
import { statistics } from './tensor';
import { Zoomed } from './zoomed';

interface UnitsViewProps
  extends
    Pick<LayerHeadProps, 'layer' | 'shape' | 'onToggle' | 'open'>,
    Pick<LayerMapsProps, 'zoom'> {
  readonly values: Float32Array;
  readonly palette: Palette;
  /** Between which values the colours lie; absent: those there are. */
  readonly range?: Readonly<Range> | undefined;
}

/** Up to so many units have a bar each; more are cells, so many in a row. */
const mostBars = 128;
const cellsInRow = 64;
/** From so many units on there is a histogram. */
const manyUnits = 32;
const barsHeight = 72;

/** What the units of a layer give that stand side by side without an order in space or time. */
export function UnitsView({ values, palette, range, zoom, ...head }: UnitsViewProps) {
  const [readout, setReadout] = useState('');
  const [zoomed, setZoomed] = useState<number>();
  const whole = useMemo(() => statistics([values]), [values]);
  const colours = useMemo(
    () => colouring(range ? { min: range[0], max: range[1] } : whole, palette),
    [whole, range?.join(), palette],
  );
  const { layer } = head;
  const unit = (i: number) => l10n.t('unit {0}: {1}', i, formatValue(values[i] ?? NaN));
  const isConstant = whole.min === whole.max && values.length > 1;
  return (
    <section class="dnn-layer-maps" aria-label={l10n.t('Units of {0}', layer)} data-layer={layer}>
      <LayerHead
        {...head}
        colouring={whole.min < whole.max ? colours : undefined}
        readout={readout}
      />
      {isConstant ? (
        <p class="dnn-muted">
          {l10n.t('constant: {0} in all {1} units', formatValue(whole.min), values.length)}
        </p>
      ) : values.length === 1 ? (
        <>
          <p class="dnn-single-value">{formatValue(values[0] ?? NaN, 6)}</p>
          {zoom?.(layer, 0)}
        </>
      ) : values.length <= mostBars ? (
        <Bars
          label={l10n.t('Units of {0}', layer)}
          values={values}
          range={range}
          colourOf={(value) => colourAt(colours.map, positionOf(value, colours))}
          describe={unit}
          onReadout={setReadout}
          onPick={zoom && setZoomed}
        />
      ) : (
        <Cells
          label={l10n.t('Units of {0}', layer)}
          values={values}
          pixels={paint(padded(values), colours)}
          describe={unit}
          onReadout={setReadout}
          onPick={zoom && setZoomed}
        />
      )}
      {values.length >= manyUnits && !isConstant && (
        <HistogramView values={values} of={l10n.t('outputs of {0}', layer)} />
      )}
      {zoom && zoomed !== undefined && (
        <Zoomed
          key={zoomed}
          title={l10n.t('Unit {0} of {1}', zoomed, layer)}
          onClose={() => setZoomed(undefined)}
        >
          {zoom(layer, zoomed)}
        </Zoomed>
      )}
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('Units of {0}', layer)}
            hideCaption
            rows={[...values]}
            rowKey={(_, i) => i}
            columns={[
              { title: l10n.t('Unit'), cell: (_, i) => i },
              { title: l10n.t('Output'), numeric: true, cell: (value) => formatValue(value) },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}

interface PictureProps {
  readonly label: string;
  readonly values: Float32Array;
  readonly describe: (unit: number) => string;
  readonly onReadout: (text: string) => void;
  /** A unit is clicked, or Enter pressed on it. */
  readonly onPick: ((unit: number) => void) | undefined;
}

/** A bar for each unit, from zero up or down, under a scale. */
function Bars({
  label,
  values,
  colourOf,
  range = [0, 0],
  describe,
  onReadout,
  onPick,
}: PictureProps & {
  readonly colourOf: (value: number) => string;
  readonly range: Readonly<Range> | undefined;
}) {
  const [chosen, setChosen] = useState<number>();
  const finite = [...values].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...range, ...finite), Math.max(0, ...range, ...finite)];
  const y = (value: number) => ((high - value) / (high - low || 1)) * barsHeight;
  const choose = (unit: number | undefined) => {
    if (unit !== undefined && (unit < 0 || unit >= values.length)) return;
    setChosen(unit);
    onReadout(unit === undefined ? '' : describe(unit));
  };
  const current = chosen ?? 0;
  return (
    <div class="dnn-units">
      <div class="dnn-units-scale dnn-muted" aria-hidden="true">
        <span>{formatValue(high, 2)}</span>
        <span>{formatValue(low, 2)}</span>
      </div>
      <div
        class="dnn-units-bars"
        role="slider"
        tabIndex={0}
        aria-label={label}
        title={onPick && pickHint()}
        aria-valuemin={0}
        aria-valuemax={values.length - 1}
        aria-valuenow={current}
        aria-valuetext={describe(current)}
        onFocus={() => choose(current)}
        onBlur={() => choose(undefined)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          choose(Math.floor(((event.clientX - box.left) / box.width) * values.length));
        }}
        onPointerLeave={() => choose(undefined)}
        onClick={() => onPick?.(current)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onPick?.(current);
          const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          choose(current + step);
        }}
      >
        <svg
          viewBox={`0 0 ${values.length} ${barsHeight}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {chosen !== undefined && (
            <rect class="dnn-unit-chosen" x={chosen} width={1} y={0} height={barsHeight} />
          )}
          {Array.from(values, (value, i) => (
            <rect
              key={i}
              x={i + 0.1}
              width={0.8}
              y={y(Math.max(0, value))}
              height={Math.max(0.5, Math.abs(y(value) - y(0))) || 0}
              fill={colourOf(value)}
            />
          ))}
          <line class="dnn-unit-zero" x1={0} x2={values.length} y1={y(0)} y2={y(0)} />
        </svg>
        <div class="dnn-units-axis dnn-muted" aria-hidden="true">
          <span>{l10n.t('unit 0')}</span>
          <span>{values.length - 1}</span>
        </div>
      </div>
    </div>
  );
}

const rowsOf = (count: number) => Math.ceil(count / cellsInRow);

/** Whole rows; what is behind the last unit is no number, and so not painted. */
function padded(values: Float32Array): Float32Array {
  const cells = new Float32Array(rowsOf(values.length) * cellsInRow).fill(NaN);
  cells.set(values);
  return cells;
}

/** A cell for each unit, row by row, with the number of each row's first unit. */
function Cells({
  label,
  values,
  pixels,
  describe,
  onReadout,
  onPick,
}: PictureProps & { readonly pixels: Uint8ClampedArray<ArrayBuffer> }) {
  const rows = rowsOf(values.length);
  return (
    <div class="dnn-cells">
      <div class="dnn-units-scale dnn-muted" aria-hidden="true">
        <span>{l10n.t('unit 0')}</span>
        {rows > 2 && <span>{(rows - 1) * cellsInRow}</span>}
      </div>
      <GridCanvas
        label={label}
        width={cellsInRow}
        height={rows}
        count={values.length}
        pixels={pixels}
        describe={({ x, y }: Cell) => describe(y * cellsInRow + x)}
        onReadout={onReadout}
        onPick={onPick && (({ x, y }) => onPick(y * cellsInRow + x))}
      />
    </div>
  );
}
