import { colourAt } from '../ui/colourMap';
import { formatValue } from '../ui/format';
import type { Colouring } from './paint';

const stops = Array.from({ length: 17 }, (_, i) => i / 16);

/** A colour map between the numbers its ends stand for; signed values have zero in its middle. */
export const ColourLegend = ({ colouring: { map, low, high } }: { colouring: Colouring }) => (
  <span class="dnn-colour-legend">
    {formatValue(low, 2)}
    <svg width="72" height="8" aria-hidden="true">
      {stops.map((position, i) => (
        <rect
          key={i}
          x={(72 / stops.length) * i}
          width={72 / stops.length + 0.5}
          height="8"
          fill={colourAt(map, position)}
        />
      ))}
    </svg>
    {formatValue(high, 2)}
  </span>
);
