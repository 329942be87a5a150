/** Iterations of the power method, and the relative change at which it has arrived. */
const mostIterations = 1000;
const settled = 1e-10;

/**
 * The greatest eigenvalue of a symmetric positive semidefinite matrix, row by row, by the power method (von Mises, 1929) in
 * float64.
 */
export function greatestEigenvalue(matrix: Float64Array): number {
  const n = Math.round(Math.sqrt(matrix.length));
  // Not orthogonal to any eigenvector but by a rare chance.
  let vector: Float64Array = Float64Array.from({ length: n }, (_, i) => 1 + 0.1 * Math.sin(i + 1));
  let value = 0;
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const length = Math.sqrt(vector.reduce((sum, number) => sum + number * number, 0));
    if (length === 0) return 0;
    const unit = vector.map((number) => number / length);
    vector = product(matrix, unit, n);
    const next = unit.reduce((sum, number, i) => sum + number * vector[i], 0);
    if (Math.abs(next - value) <= settled * Math.abs(next)) return next;
    value = next;
  }
  return value;
}

function product(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let column = 0; column < n; column++) sum += matrix[row * n + column] * vector[column];
    result[row] = sum;
  }
  return result;
}
