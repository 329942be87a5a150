import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Packed } from '../../src/views/packed';
import type { Answer } from '../../src/views/payloads';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { SavePicture } from '../ui/savePicture';
import { useTheme } from '../ui/theme';
import { ColourLegend } from './colourLegend';
import { GridCanvas } from './gridCanvas';
import { HistogramView } from './histogramView';
import { MapCanvas } from './mapCanvas';
import { colouring, paint } from './paint';
import { decodeTensor, statistics } from './tensor';
import { weightImages, type WeightImages } from './weightImages';

interface WeightsViewProps {
  readonly parameter: Packed<Answer>['parameters'][number];
  /** What the layer reads. */
  readonly inputShape: readonly number[];
  /** What stands beside the histogram. */
  readonly children?: ComponentChildren;
}

/** Images shown at first, and numbers of a matrix that is drawn. */
const firstShown = 96;
const mostInMatrix = 2 ** 18;

/** One parameter of a layer: filters as images, a matrix as a heat map, and how its values are spread. */
export function WeightsView({ parameter, inputShape, children }: WeightsViewProps) {
  const { layer, name, values } = parameter;
  const numbers = useMemo(() => decodeTensor(values), [values.data]);
  const { kind } = useTheme();
  const whole = useMemo(() => statistics([numbers]), [numbers]);
  const colours = useMemo(() => colouring(whole, kind), [whole, kind]);
  const [readout, setReadout] = useState('');
  const images = useMemo(
    () => weightImages(numbers, values.shape, inputShape),
    [numbers, inputShape],
  );
  const [rows = 0, columns = 0] = values.shape;
  const isMatrix =
    !images && values.shape.length === 2 && columns > 1 && numbers.length <= mostInMatrix;
  const pixels = useMemo(() => isMatrix && paint(numbers, colours), [numbers, colours, isMatrix]);
  return (
    <section class="dnn-weights" aria-label={`${layer}.${name}`}>
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{name}</span>
        <span class="dnn-muted">{formatShape(values.shape)}</span>
        {(images ?? isMatrix) && whole.min < whole.max && <ColourLegend colouring={colours} />}
        <SavePicture name={[`${layer}.${name}`]} />
        <span class="dnn-map-readout">{readout}</span>
      </header>
      {images && <Images {...images} pixelsOf={(each) => paint(each, colours)} />}
      {pixels && (
        <div class="dnn-sequence-map dnn-weight-matrix">
          <GridCanvas
            label={l10n.t('{0}.{1}: a row for each unit', layer, name)}
            width={columns}
            height={rows}
            pixels={pixels}
            describe={({ x, y }) =>
              l10n.t('unit {0}, input {1}: {2}', y, x, formatValue(numbers[y * columns + x] ?? NaN))
            }
            onReadout={setReadout}
          />
        </div>
      )}
      <p class="dnn-muted">
        {l10n.t(
          '{0} values from {1} to {2}, mean {3}, deviation {4}',
          formatInteger(numbers.length),
          formatValue(whole.min),
          formatValue(whole.max),
          formatValue(whole.mean),
          formatValue(whole.deviation),
        )}
      </p>
      <div class="dnn-histograms">
        <HistogramView values={numbers} of={`${layer}.${name}`} />
        {children}
      </div>
    </section>
  );
}

interface ImagesProps extends WeightImages {
  readonly pixelsOf: (values: Float32Array) => Uint8ClampedArray<ArrayBuffer>;
}

function Images({ images, width, height, pixelsOf }: ImagesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? images : images.slice(0, firstShown);
  return (
    <>
      <div
        class="dnn-map-grid"
        role="list"
        style={{ '--dnn-map-size': `${Math.max(1, Math.round(40 / width)) * width}px` }}
      >
        {shown.map(({ unit, channel, values }) => {
          const { min, max } = statistics([values]);
          const summary = l10n.t(
            'unit {0}, channel {1}: {2} to {3}',
            unit,
            channel,
            formatValue(min),
            formatValue(max),
          );
          return (
            <div key={`${unit} ${channel}`} role="listitem" aria-label={summary} title={summary}>
              <MapCanvas width={width} height={height} pixels={pixelsOf(values)} />
            </div>
          );
        })}
      </div>
      {images.length > firstShown && (
        <button type="button" class="dnn-link" onClick={() => setAll(!all)}>
          {all
            ? l10n.t('Show the first {0}', firstShown)
            : l10n.t('Show all {0} filters', formatInteger(images.length))}
        </button>
      )}
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('Filters')}
            hideCaption
            rows={shown.map((each) => ({ ...each, ...statistics([each.values]) }))}
            rowKey={({ unit, channel }) => `${unit} ${channel}`}
            columns={[
              { title: l10n.t('Unit'), cell: ({ unit }) => unit },
              { title: l10n.t('Channel'), cell: ({ channel }) => channel },
              { title: l10n.t('Min'), numeric: true, cell: ({ min }) => formatValue(min) },
              { title: l10n.t('Max'), numeric: true, cell: ({ max }) => formatValue(max) },
              { title: l10n.t('Mean'), numeric: true, cell: ({ mean }) => formatValue(mean) },
            ]}
          />
        )}
      </Disclosure>
    </>
  );
}
