import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { colouring, paint } from '../featureMaps/paint';
import { decodeTensor, statistics } from '../featureMaps/tensor';
import { ColourLegend } from '../featureMaps/colourLegend';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { SavePicture } from '../ui/savePicture';
import { useTheme } from '../ui/theme';
import { SequenceLines } from './sequenceLines';
import { SequenceTable } from './sequenceTable';

export type FirstSequences = NonNullable<DataPayload['sequences']>;

interface SequencesProps {
  readonly data: DataPayload;
  readonly sequences: FirstSequences;
}

/** A few samples over time: lines, bands of colour where there are many features, or the outline of a sound. */
export function Sequences({ data, sequences }: SequencesProps) {
  const { kind, values: tensor, stride, labels } = sequences;
  const isPainted = kind === 'bands' || kind === 'spectrum';
  const theme = useTheme();
  const values = useMemo(() => decodeTensor(tensor), [tensor.data]);
  const [count = 0, steps = 0, features = 1] = tensor.shape;
  const size = steps * features;
  const range = useMemo(() => statistics([values]), [values]);
  const colours = colouring(range, theme.kind);
  const names = data.statistics?.inputs.map(({ name }) => name) ?? [];
  const extent = l10n.t('{0} to {1}', formatValue(range.min), formatValue(range.max));
  const of = Array.from({ length: count }, (_, i) => values.subarray(i * size, (i + 1) * size));
  return (
    <figure class="dnn-sequences">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{l10n.t('The first training samples over time')}</span>
        <SavePicture name={[data.name, l10n.t('sequences')]} />
        {isPainted ? <ColourLegend colouring={colours} /> : <span class="dnn-muted">{extent}</span>}
        {kind === 'lines' &&
          features > 1 &&
          Array.from({ length: features }, (_, i) => (
            <span key={i} class="dnn-legend">
              <svg class="dnn-swatch" width="16" height="8" aria-hidden="true">
                <line y1="4" x2="16" y2="4" stroke={theme.palette[i % theme.palette.length]} />
              </svg>
              {names[i] ?? i + 1}
            </span>
          ))}
      </figcaption>
      <div class="dnn-columns">
        {of.map((sample, i) => (
          <div
            key={i}
            role="img"
            aria-label={
              labels[i]
                ? l10n.t(
                    'Sample {0}, class {1}: {2} steps, {3}',
                    i,
                    labels[i],
                    steps * stride,
                    extent,
                  )
                : l10n.t('Sample {0}: {1} steps, {2}', i, steps * stride, extent)
            }
          >
            {labels[i] && <span class="dnn-image-label">{labels[i]}</span>}
            {isPainted ? (
              <MapCanvas
                class="dnn-bands"
                width={steps}
                height={features}
                pixels={paint(asRows(sample, steps, features, kind === 'spectrum'), colours)}
              />
            ) : (
              <SequenceLines
                values={sample}
                features={features}
                range={range}
                colours={theme.palette}
                isFilled={kind === 'waveform'}
              />
            )}
          </div>
        ))}
      </div>
      <Disclosure summary={l10n.t('Numbers')}>
        {() => <SequenceTable samples={of} features={features} stride={stride} names={names} />}
      </Disclosure>
    </figure>
  );
}

/** Steps from left to right, features from top to bottom, or from bottom to top. */
function asRows(
  values: Float32Array,
  steps: number,
  features: number,
  isUpwards: boolean,
): Float32Array {
  const turned = new Float32Array(values.length);
  for (let step = 0; step < steps; step++)
    for (let feature = 0; feature < features; feature++)
      turned[(isUpwards ? features - 1 - feature : feature) * steps + step] =
        values[step * features + feature] ?? NaN;
  return turned;
}
