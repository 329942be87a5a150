import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { Activated } from '../../src/views/lookups';
import { formatValue } from '../ui/format';
import { MapCanvas } from './mapCanvas';
import { colouring, paint, paintImage } from './paint';
import { statistics, toMaps } from './tensor';
import { transposed } from './transposed';

/** Of the widest patch, on the page. */
const patchWidth = 64;

interface ActivatingPicturesProps {
  readonly samples: readonly Activated[];
  readonly onOpen: (sample: number) => void;
}

/** What a unit saw of each sample, as a button that opens the sample: patches of images, or whole sequences. */
export function ActivatingPictures({ samples, onOpen }: ActivatingPicturesProps) {
  // Patches at an edge of the image are smaller.
  const widest = Math.max(1, ...samples.map(({ input }) => input?.shape.at(-1) ?? 1));
  return (
    <ul class="dnn-activating-pictures">
      {samples.map((sample) => (
        <li key={sample.sample}>
          <button
            type="button"
            class="dnn-picture-button dnn-activating-sample"
            onClick={() => onOpen(sample.sample)}
          >
            <span class="dnn-visually-hidden">
              {`${named(sample)}: ${formatValue(sample.value)}, ${placed(sample)}`}
            </span>
            {sample.input && <Picture {...sample} input={sample.input} widest={widest} />}
            <span aria-hidden="true">{formatValue(sample.value)}</span>
            <span class="dnn-muted" aria-hidden="true">
              {sample.label ?? `#${sample.sample}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface PictureProps extends Pick<Activated, 'place'> {
  readonly input: NonNullable<Activated['input']>;
  /** Of all pictures, in pixels. */
  readonly widest: number;
}

function Picture({ input, place, widest }: PictureProps) {
  const isSequence = input.shape.length === 2;
  const picture = useMemo(() => {
    if (!isSequence) {
      const { width, height, maps } = toMaps(input);
      return { width, height, pixels: paintImage(maps) };
    }
    const { width, height, values } = transposed(input);
    return { width, height, pixels: paint(values, colouring(statistics([values]), 'dark')) };
  }, [input]);
  const [step] = place;
  return (
    <span
      class={isSequence ? 'dnn-activating-sequence' : 'dnn-activating-patch'}
      style={isSequence ? undefined : { width: `${(patchWidth * picture.width) / widest}px` }}
    >
      <MapCanvas {...picture} />
      {isSequence && step !== undefined && step < picture.width && (
        <span
          class="dnn-activating-step"
          style={{ left: `${(100 * (step + 0.5)) / picture.width}%` }}
        />
      )}
    </span>
  );
}

/** `Sample 17, label 3` */
const named = ({ sample, label }: Activated): string =>
  label === undefined
    ? l10n.t('Sample {0}', sample)
    : l10n.t('Sample {0}, label {1}', sample, label);

/** Where the greatest output is. */
export function placed({ place: [first, second] }: Activated): string {
  if (first === undefined) return l10n.t('its only output');
  return second === undefined
    ? l10n.t('at step {0}', first)
    : l10n.t('at row {0}, column {1}', first, second);
}
