/** Eigenvalues of a symmetric matrix, the greatest first, and row by row the unit eigenvectors that belong to them. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** [n, n] */
  readonly vectors: Float64Array;
}

/** QL steps after which an eigenvalue that does not settle is an error; two are usual. */
const mostSteps = 60;

/**
 * The eigen-decomposition of a symmetric matrix, [n, n] row by row, in float64: Householder's reduction to three diagonals, then
 * QL steps with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson, 1968). Throws a `RangeError` where a number is not
 * finite.
 */
export function symmetricEigen(matrix: Float64Array): SymmetricEigen {
  if (!matrix.every(Number.isFinite)) throw new RangeError('the matrix has infinite numbers');
  const n = Math.round(Math.sqrt(matrix.length));
  const { diagonal, beside, vectors } = tridiagonal(matrix.slice(), n);
  diagonalize(diagonal, beside, vectors, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a]);
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: sorted };
}

/** A = Qᵀ T Q with T of three diagonals; Q is gathered in `vectors`. Destroys A. All inner loops run along rows. */
function tridiagonal(a: Float64Array, n: number) {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const [v, p] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k * n + k];
    if (k + 1 === n) break;
    // The reflection I − β v vᵀ that leaves one number of what is right of the diagonal.
    let squares = 0;
    for (let j = k + 1; j < n; j++) squares += (v[j] = a[k * n + j]) ** 2;
    const length = v[k + 1] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    beside[k] = length;
    if (squares === 0) continue;
    v[k + 1] -= length;
    const beta = 1 / (squares + Math.abs(length * a[k * n + k + 1]));
    let inner = 0;
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[row + j] * v[j];
      p[i] = beta * sum;
      inner += v[i] * p[i];
    }
    for (let i = k + 1; i < n; i++) p[i] -= (beta / 2) * inner * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i];
      const pi = p[i];
      for (let j = k + 1; j < n; j++) a[row + j] -= vi * p[j] + pi * v[j];
    }
    reflect(vectors, v, beta, k + 1, n);
  }
  return { diagonal, beside, vectors };
}

/** Q ← (I − β v vᵀ) Q, where v is zero before `first`. */
function reflect(q: Float64Array, v: Float64Array, beta: number, first: number, n: number): void {
  const sums = new Float64Array(n);
  for (let i = first; i < n; i++)
    for (let j = 0, row = i * n, scale = v[i]; j < n; j++) sums[j] += scale * q[row + j];
  for (let i = first; i < n; i++) {
    const scale = beta * v[i];
    for (let j = 0, row = i * n; j < n; j++) q[row + j] -= scale * sums[j];
  }
}

/** Makes `beside` vanish by rotations of neighbouring rows and columns, and turns the rows of `vectors` with them. */
function diagonalize(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number): void {
  for (let l = 0; l < n; l++) {
    for (let steps = 0; ; steps++) {
      let m = l;
      while (m < n - 1 && !isNegligible(e[m], d[m], d[m + 1])) m++;
      if (m === l) break;
      if (steps === mostSteps) throw new RangeError('the eigenvalues do not settle');
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      g = d[m] - d[l] + e[l] / (g + Math.sign(g || 1) * Math.hypot(g, 1));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        [s, c] = [f / r, g / r];
        g = d[i + 1] - p;
        const t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        rotate(vectors, i * n, n, s, c);
      }
      if (i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

const isNegligible = (number: number, a: number, b: number): boolean =>
  Math.abs(number) <= Number.EPSILON * (Math.abs(a) + Math.abs(b));

/** Turns a row, which begins at `from`, and the next one. */
function rotate(rows: Float64Array, from: number, n: number, s: number, c: number): void {
  for (let upper = from, lower = from + n; upper < from + n; upper++, lower++) {
    const above = rows[upper];
    const below = rows[lower];
    rows[lower] = s * above + c * below;
    rows[upper] = c * above - s * below;
  }
}
