interface SequenceLinesProps {
  /** Step after step. */
  readonly values: Float32Array;
  readonly features: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly colours: readonly string[];
  /** Two features are the lower and the upper edge of an area. */
  readonly isFilled: boolean;
}

const height = 60;

/** The features of a sample over time, stretched to the width there is. */
export function SequenceLines({ values, features, range, colours, isFilled }: SequenceLinesProps) {
  const steps = values.length / features;
  const span = range.max - range.min || 1;
  const point = (step: number, feature: number): string => {
    const value = values[step * features + feature] ?? 0;
    return `${step},${(1 + (height - 2) * (1 - (value - range.min) / span)).toFixed(2)}`;
  };
  const line = (feature: number): string[] =>
    Array.from({ length: steps }, (_, step) => point(step, feature));
  return (
    <svg
      class="dnn-sequence-lines"
      viewBox={`0 0 ${Math.max(1, steps - 1)} ${height}`}
      preserveAspectRatio="none"
      height={height}
      aria-hidden="true"
    >
      {isFilled ? (
        <polygon
          points={[...line(0), ...line(1).reverse()].join(' ')}
          fill={colours[0]}
          stroke={colours[0]}
        />
      ) : (
        Array.from({ length: features }, (_, feature) => (
          <polyline
            key={feature}
            points={line(feature).join(' ')}
            stroke={colours[feature % colours.length]}
          />
        ))
      )}
    </svg>
  );
}
