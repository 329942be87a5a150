import * as l10n from '@vscode/l10n';
import { formatInteger } from '../../src/text/numbers';
import { formatValue } from '../ui/format';
import { SavePicture } from '../ui/savePicture';
import { histogramOf, type Histogram } from '../../src/numerics/histogram';

const bins = 40;
const [width, height] = [240, 56];

interface HistogramViewProps {
  readonly values: Float32Array;
  readonly of: string;
}

/** How the values of a layer or of its weights are spread. */
export function HistogramView({ values, of }: HistogramViewProps) {
  const histogram = histogramOf(values, bins);
  return histogram ? <Bars histogram={histogram} count={values.length} of={of} /> : null;
}

interface BarsProps {
  readonly histogram: Histogram;
  /** Of all values. */
  readonly count: number;
  readonly of: string;
}

/** The bars of a histogram that was counted elsewhere. */
export function Bars({ histogram, count: values, of }: BarsProps) {
  const { from, to, counts } = histogram;
  const most = Math.max(...counts);
  const fullest = counts.indexOf(most);
  const edge = (bin: number) => formatValue(from + ((to - from) * bin) / bins);
  return (
    <figure class="dnn-histogram">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={l10n.t(
          'Histogram of {0}: {1} values from {2} to {3}, most ({4}) between {5} and {6}',
          of,
          formatInteger(values),
          formatValue(from),
          formatValue(to),
          formatInteger(most),
          edge(fullest),
          edge(fullest + 1),
        )}
      >
        {counts.map((count, bin) => (
          <rect
            key={bin}
            class="dnn-histogram-bar"
            x={(bin * width) / bins}
            width={width / bins - 1}
            y={height - (height * count) / most}
            height={(height * count) / most}
          >
            <title>
              {l10n.t('{0} to {1}: {2}', edge(bin), edge(bin + 1), formatInteger(count))}
            </title>
          </rect>
        ))}
      </svg>
      <figcaption class="dnn-muted">
        <span>{formatValue(from)}</span>
        <span>
          {of} <SavePicture name={[l10n.t('Histogram of {0}', of)]} />
        </span>
        <span>{formatValue(to)}</span>
      </figcaption>
    </figure>
  );
}
