/** Powers left out at first, until the greatest eigenvalues prevail, and those whose growth is measured. */
const [settling, measured] = [300, 700];

/**
 * The magnitude of the greatest eigenvalue of a square matrix, by rows, to about 0.1%: the mean growth of Aᵏv from power to power
 * (Gelfand's formula). 0 where the powers vanish.
 */
export function spectralRadius(matrix: Float32Array, size: number): number {
  const rows = Array.from({ length: size }, (_, row) => sparse(matrix, row * size, size));
  // Not along an axis, and not alike in all its elements.
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + (i % 7) / 7);
  let growth = 0;
  for (let power = 0; power < settling + measured; power++) {
    vector = Float64Array.from(rows, ({ places, weights }) => {
      let sum = 0;
      for (let i = 0; i < places.length; i++) sum += weights[i] * vector[places[i]];
      return sum;
    });
    const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    if (length === 0) return 0;
    vector = vector.map((x) => x / length);
    if (power >= settling) growth += Math.log(length);
  }
  return Math.exp(growth / measured);
}

/** The places and values of the numbers of a row that are not zero. */
function sparse(matrix: Float32Array, from: number, size: number) {
  const row = matrix.subarray(from, from + size);
  const places = Int32Array.from([...row.keys()].filter((i) => row[i] !== 0));
  return { places, weights: Float64Array.from(places, (i) => row[i]) };
}
