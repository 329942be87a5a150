import { formatInteger } from '../../src/text/numbers';
import { formatValue } from '../ui/format';
import { histogramOf } from './histogram';

const bins = 40;
const [width, height] = [240, 56];

/** How the values of a layer or of its weights are spread. */
export function HistogramView({
  values,
  of,
}: {
  readonly values: Float32Array;
  readonly of: string;
}) {
  const histogram = histogramOf(values, bins);
  if (!histogram) return null;
  const { from, to, counts } = histogram;
  const most = Math.max(...counts);
  const fullest = counts.indexOf(most);
  const edge = (bin: number) => formatValue(from + ((to - from) * bin) / bins);
  return (
    <figure class="dnn-histogram">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Histogram of ${of}: ${formatInteger(values.length)} values from ${formatValue(from)} to ${formatValue(to)}, most (${formatInteger(most)}) between ${edge(fullest)} and ${edge(fullest + 1)}`}
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
            <title>{`${edge(bin)} to ${edge(bin + 1)}: ${formatInteger(count)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption class="dnn-muted">
        <span>{formatValue(from)}</span>
        <span>{of}</span>
        <span>{formatValue(to)}</span>
      </figcaption>
    </figure>
  );
}
