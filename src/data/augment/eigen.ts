const mostSweeps = 50;

/**
 * Eigenvalues and eigenvectors, each a row of `vectors`, of a small symmetric matrix: rotations that remove what is beside the
 * diagonal, one after the other (Jacobi, 1846).
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): {
  values: number[];
  vectors: number[][];
} {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rest = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        rest += a[p][q] ** 2;
        if (a[p][q] === 0) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
        const cosine = 1 / Math.sqrt(tangent ** 2 + 1);
        const sine = tangent * cosine;
        const rotate = (x: number[], y: number[]) => {
          for (let k = 0; k < n; k++)
            [x[k], y[k]] = [cosine * x[k] - sine * y[k], sine * x[k] + cosine * y[k]];
        };
        rotate(a[p], a[q]);
        for (const row of a)
          [row[p], row[q]] = [cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]];
        rotate(vectors[p], vectors[q]);
      }
    }
    if (rest < 1e-30) break;
  }
  return { values: a.map((row, i) => row[i]), vectors };
}
