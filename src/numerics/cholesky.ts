/** The factor L of a symmetric positive definite matrix A = L Lᵀ, by rows, in float64; undefined where A is none. */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array | undefined {
  const factor = matrix.slice();
  for (let i = 0; i < n; i++) {
    const row = factor.subarray(i * n, i * n + n);
    for (let j = 0; j <= i; j++) {
      const other = factor.subarray(j * n, j * n + n);
      let sum = row[j];
      for (let k = 0; k < j; k++) sum -= row[k] * other[k];
      if (j < i) row[j] = sum / other[j];
      else if (sum > 0) row[j] = Math.sqrt(sum);
      else return undefined;
    }
    row.fill(0, i + 1);
  }
  return factor;
}

/** x of L Lᵀ x = b. */
export function solveFactored(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= factor[i * n + i];
    for (let k = 0; k < i; k++) x[k] -= factor[i * n + k] * x[i];
  }
  return x;
}
