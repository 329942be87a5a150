import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { GridCanvas } from './gridCanvas';
import { LayerHead, type LayerHeadProps } from './layerHead';
import type { LayerMapsProps } from './layerMaps';
import { colouring, paint, type Palette } from './paint';
import type { Range } from './range';
import { statistics } from './tensor';
import { Zoomed } from './zoomed';

interface SequenceViewProps
  extends Pick<LayerHeadProps, 'layer' | 'onToggle' | 'open'>, Pick<LayerMapsProps, 'zoom'> {
  /** [steps, units] */
  readonly shape: readonly [number, number];
  readonly values: Float32Array;
  readonly palette: Palette;
  /** Between which values the colours lie; absent: those there are. */
  readonly range?: Readonly<Range> | undefined;
}

/** What the units of a layer give step by step: time to the right, a row for each unit. */
export function SequenceView({ values, palette, range, zoom, ...head }: SequenceViewProps) {
  const { layer, shape } = head;
  const [steps, units] = shape;
  const [readout, setReadout] = useState('');
  const [zoomed, setZoomed] = useState<number>();
  const rows = useMemo(
    () =>
      Array.from({ length: units }, (_, unit) =>
        Float32Array.from({ length: steps }, (_, step) => values[step * units + unit] ?? NaN),
      ),
    [values],
  );
  const whole = useMemo(() => statistics([values]), [values]);
  const colours = useMemo(
    () => colouring(range ? { min: range[0], max: range[1] } : whole, palette),
    [whole, range?.join(), palette],
  );
  const pixels = useMemo(() => {
    const all = new Float32Array(values.length);
    rows.forEach((row, unit) => all.set(row, unit * steps));
    return paint(all, colours);
  }, [rows, colours]);
  const isConstant = whole.min === whole.max;
  return (
    <section
      class="dnn-layer-maps"
      aria-label={l10n.t('Sequence of {0}', layer)}
      data-layer={layer}
    >
      <LayerHead {...head} colouring={isConstant ? undefined : colours} readout={readout} />
      {isConstant ? (
        <p class="dnn-muted">{l10n.t('constant: {0} at all steps', formatValue(whole.min))}</p>
      ) : (
        <div class="dnn-sequence">
          <div class="dnn-units-scale dnn-muted" aria-hidden="true">
            <span>{l10n.t('unit 0')}</span>
            {units > 1 && <span>{units - 1}</span>}
          </div>
          <div>
            <div
              class="dnn-sequence-map"
              // No row so flat that its colour cannot be seen, no map higher than the window.
              style={{
                height: `${Math.min(420, Math.max(24, units * Math.max(2, Math.min(14, 280 / units))))}px`,
              }}
            >
              <GridCanvas
                label={l10n.t('Units of {0} over time', layer)}
                width={steps}
                height={units}
                pixels={pixels}
                describe={({ x, y }) =>
                  l10n.t('step {0}, unit {1}: {2}', x, y, formatValue(rows[y]?.[x] ?? NaN))
                }
                onReadout={setReadout}
                onPick={zoom && (({ y }) => setZoomed(y))}
              />
            </div>
            <div class="dnn-units-axis dnn-muted" aria-hidden="true">
              <span>{l10n.t('step 0')}</span>
              <span>{steps - 1}</span>
            </div>
          </div>
        </div>
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
            caption={l10n.t('Units of {0} over time', layer)}
            hideCaption
            rows={rows.map((row) => ({ ...statistics([row]), last: row.at(-1) ?? NaN }))}
            rowKey={(_, unit) => unit}
            columns={[
              { title: l10n.t('Unit'), cell: (_, unit) => unit },
              { title: l10n.t('Min'), numeric: true, cell: ({ min }) => formatValue(min) },
              { title: l10n.t('Max'), numeric: true, cell: ({ max }) => formatValue(max) },
              { title: l10n.t('Mean'), numeric: true, cell: ({ mean }) => formatValue(mean) },
              { title: l10n.t('Last step'), numeric: true, cell: ({ last }) => formatValue(last) },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}
