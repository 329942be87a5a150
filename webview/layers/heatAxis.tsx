import * as l10n from '@vscode/l10n';
import { formatInteger, powerOfTen } from '../../src/text/numbers';
import type { LogScale } from '../../src/views/logScale';
import { colourAt } from '../ui/colourMap';
import { useWidth } from '../ui/hooks';
import type { StepRange } from './stepRange';

const stops = Array.from({ length: 33 }, (_, i) => i / 32);

/** The scale of bars and colours, with its powers of ten: the one axis is the legend of both. */
export const ScaleAxis = ({
  scale,
  coloured,
}: {
  readonly scale: LogScale;
  readonly coloured: boolean;
}) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const ends = [powerOfTen(scale.low), powerOfTen(scale.high)];
  return (
    <div
      ref={frame}
      class="dnn-scale-axis"
      role="img"
      aria-label={
        coloured
          ? l10n.t('Logarithmic scale of bars and colours from {0} to {1}', ...ends)
          : l10n.t('Logarithmic scale of bars from {0} to {1}', ...ends)
      }
    >
      {coloured && (
        <svg class="dnn-heat-legend" viewBox="0 0 33 1" preserveAspectRatio="none">
          {stops.map((position, i) => (
            <rect key={i} x={i} width="1.05" height="1" fill={colourAt('sequential', position)} />
          ))}
        </svg>
      )}
      <div class="dnn-axis">
        {powers(scale).map((exponent) => (
          <i key={exponent} class="dnn-axis-mark" style={at(scale, exponent)} />
        ))}
        {labels(scale, width).map((exponent) => (
          <span
            key={exponent}
            class={exponent === scale.high ? 'dnn-axis-tick dnn-axis-end' : 'dnn-axis-tick'}
            style={at(scale, exponent)}
          >
            {powerOfTen(exponent)}
          </span>
        ))}
      </div>
    </div>
  );
};

/** Pixels that a power of ten takes, with some air. */
const labelWidth = 40;

const at = ({ low, high }: LogScale, exponent: number) => ({
  left: `${(100 * (exponent - low)) / (high - low)}%`,
});

const powers = ({ low, high }: LogScale): readonly number[] =>
  Array.from({ length: high - low + 1 }, (_, i) => low + i);

/** Powers of ten with room for their numbers: both ends, and as many between them. */
function labels({ low, high }: LogScale, width: number): readonly number[] {
  const decade = width / (high - low);
  const every = Math.max(1, Math.ceil(labelWidth / Math.max(1, decade)));
  const between = Array.from(
    { length: Math.ceil((high - low) / every) },
    (_, i) => high - i * every,
  );
  const kept = between.filter((exponent) => (exponent - low) * decade >= 1.3 * labelWidth);
  return width === 0 ? [] : [low, ...kept.reverse()];
}

/** The steps along the heat map. */
export const StepAxis = ({ range: [from, to] }: { readonly range: StepRange }) => (
  <div class="dnn-steps-legend" aria-hidden="true">
    <span>{l10n.t('step {0}', formatInteger(from))}</span>
    <span>{formatInteger((from + to) / 2)}</span>
    <span>{formatInteger(to)}</span>
  </div>
);
