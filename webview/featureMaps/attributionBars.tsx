import { formatValue } from '../ui/format';

interface AttributionBarsProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly values: ArrayLike<number>;
  readonly format?: (value: number) => string;
}

/** A bar for each number of a row, by its name, from zero to the right or to the left. */
export function AttributionBars({
  label,
  names,
  values,
  format = (value) => formatValue(value),
}: AttributionBarsProps) {
  const all = Array.from(values);
  const finite = all.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const share = (value: number) => (100 * (value - low)) / (high - low || 1);
  return (
    <ul class="dnn-attribution-bars" aria-label={label}>
      {all.map((value, i) => (
        <li key={i}>
          <span class="dnn-attribution-name" title={names[i]}>
            {names[i] ?? i}
          </span>
          <span class="dnn-attribution-track" aria-hidden="true">
            {Number.isFinite(value) && (
              <span
                class="dnn-bar-fill"
                style={{
                  left: `${share(Math.min(0, value))}%`,
                  width: `${share(Math.max(0, value)) - share(Math.min(0, value))}%`,
                }}
              />
            )}
            <span class="dnn-attribution-zero" style={{ left: `${share(0)}%` }} />
          </span>
          <span>{format(value)}</span>
        </li>
      ))}
    </ul>
  );
}
