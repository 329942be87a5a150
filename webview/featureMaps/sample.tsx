import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { Inspection } from '../../src/views/payloads';
import { formatPercent } from '../../src/text/numbers';
import { filled } from '../ui/filled';
import { formatValue } from '../ui/format';
import { Icon } from '../ui/icon';
import { MapCanvas } from './mapCanvas';
import { colouring, paint, paintImage } from './paint';
import { statistics, toMaps, type Tensor } from './tensor';

type Sample = NonNullable<Inspection['sample']>;

/** Classes shown before the list is cut to the likeliest. */
const mostClasses = 10;

/** The inspected sample: its image, its label, and what the network makes of it. */
export function SampleView({ sample }: { readonly sample: Sample }) {
  return (
    <section class="dnn-sample" aria-label={l10n.t('Sample')}>
      <figure class="dnn-sample-image">
        <InputImage input={sample.input} />
        <figcaption>
          {sample.data}.{sample.split}[{sample.index}]{' '}
          {sample.label !== undefined &&
            filled(l10n.t('· label {0}'), <strong>{sample.label}</strong>)}
        </figcaption>
      </figure>
      {sample.prediction.length > 0 && <Prediction {...sample} />}
    </section>
  );
}

/** An input of a network as a picture. */
export function InputImage({ input }: { readonly input: Tensor }) {
  const { width, height, maps } = useMemo(() => toMaps(input), [input.data]);
  const isImage = height > 1 && (maps.length === 1 || maps.length === 3);
  const pixels = useMemo(
    () =>
      isImage
        ? [paintImage(maps)]
        : maps.slice(0, 1).map((map) => paint(map, colouring(statistics([map]), 'dark'))),
    [maps],
  );
  return pixels.map((image, i) => (
    <MapCanvas key={i} class="dnn-input" width={width} height={height} pixels={image} />
  ));
}

/** Whether the values of a prediction are shares of one. */
export function areProbabilities(prediction: Sample['prediction']): boolean {
  const sum = prediction.reduce((total, { value }) => total + value, 0);
  return prediction.length > 1 && Math.abs(sum - 1) < 1e-3;
}

/** Bars of the class probabilities, or the predicted values of a regression. */
export function Prediction({ prediction, label }: Pick<Sample, 'prediction' | 'label'>) {
  const likeliest = [...prediction].sort((a, b) => b.value - a.value);
  const shown = prediction.length > mostClasses ? likeliest.slice(0, mostClasses) : prediction;
  const top = likeliest[0];
  if (!areProbabilities(prediction)) {
    return (
      <dl class="dnn-prediction-values">
        {shown.map(({ name, value, target }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {formatValue(value, 4)}
              {target !== undefined && (
                <span class="dnn-muted"> {l10n.t('target {0}', formatValue(target, 4))}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <ul class="dnn-prediction" aria-label={l10n.t('Class probabilities')}>
      {shown.map(({ name, value }) => (
        <li key={name} class={name === top?.name ? 'dnn-top' : undefined}>
          <span class="dnn-class">
            {name}
            {name === label && (
              <span
                class="dnn-truth"
                role="img"
                title={l10n.t('label')}
                aria-label={l10n.t('label')}
              >
                <Icon name="check" />
              </span>
            )}
          </span>
          <span class="dnn-bar-track" aria-hidden="true">
            <span class="dnn-bar-fill" style={{ width: `${100 * value}%` }} />
          </span>
          <span class="dnn-probability">{formatPercent(value, 1)}</span>
        </li>
      ))}
    </ul>
  );
}
