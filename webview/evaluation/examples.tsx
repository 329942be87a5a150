import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { WireTensor } from '../../src/views/payloads';
import { imageList } from '../featureMaps/imageList';
import { MapCanvas } from '../featureMaps/mapCanvas';

/** What stands below a sample, a number last, and the same in words. */
export interface Caption {
  readonly text?: string;
  readonly number: string;
  readonly words: string;
}

interface ExamplesProps<E> {
  readonly label: string;
  readonly examples: readonly E[];
  readonly images?: WireTensor | undefined;
  readonly caption: (example: E) => Caption;
  /** Opens a sample; absent where there is nothing to open it in. */
  readonly onOpen?: (sample: number) => void;
}

interface Example {
  readonly sample: number;
  readonly step?: number | undefined;
}

/** Samples side by side, each a button that opens it where it can be opened. */
export function Examples<E extends Example>(props: ExamplesProps<E>) {
  const { label, examples, images, caption, onOpen } = props;
  const pictures = useMemo(() => images && imageList(images), [images?.data]);
  const [, , height = 1, width = 1] = images?.shape ?? [];
  return (
    <ul class={pictures ? 'dnn-examples' : 'dnn-examples dnn-examples-text'} aria-label={label}>
      {examples.map((example, i) => {
        const { text, number, words } = caption(example);
        const { sample, step } = example;
        const pixels = pictures?.[i];
        const title =
          step === undefined
            ? l10n.t('Sample {0}: {1}', sample, words)
            : l10n.t('Sample {0}, step {1}: {2}', sample, step, words);
        const place = step === undefined ? `#${sample}` : l10n.t('#{0}, step {1}', sample, step);
        const content = (
          <>
            <span class="dnn-visually-hidden">{title}</span>
            {pixels && <MapCanvas width={width} height={height} pixels={pixels} />}
            <span class="dnn-example-text" aria-hidden="true">
              {!pictures && `${place} `}
              {text}
            </span>
            <span aria-hidden="true">
              {!pictures && ' '}
              {number}
            </span>
          </>
        );
        return (
          <li key={i}>
            {onOpen ? (
              <button
                type="button"
                class="dnn-example"
                title={title}
                onClick={() => onOpen(sample)}
              >
                {content}
              </button>
            ) : (
              <span class="dnn-example dnn-example-still" title={title}>
                {content}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
