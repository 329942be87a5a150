/** A recurrent net trained by back-propagation through time, in plain loops and float64; nothing of the product. */

export interface Weights {
  /** W [units, features], U [units, units], b; V [classes, units], c: each row by row. */
  readonly W: number[];
  readonly U: number[];
  readonly b: number[];
  readonly V: number[];
  readonly c: number[];
}

/** One sequence: a row of features at each step, and its class; −1 for none. */
export interface Sequence {
  readonly x: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

export interface Told {
  /** Mean over the steps that have a target. */
  readonly loss: number;
  readonly accuracy: number;
  /** The state of each sequence after its last step. */
  readonly states: readonly (readonly number[])[];
}

const zerosLike = (w: Weights): Weights => ({
  W: w.W.map(() => 0),
  U: w.U.map(() => 0),
  b: w.b.map(() => 0),
  V: w.V.map(() => 0),
  c: w.c.map(() => 0),
});

const softmax = (z: readonly number[]): number[] => {
  const most = Math.max(...z);
  const e = z.map((value) => Math.exp(value - most));
  const sum = e.reduce((a, b) => a + b);
  return e.map((value) => value / sum);
};

/** Σ_k M[row, k] v[k]. */
const product = (m: readonly number[], row: number, v: readonly number[]): number =>
  v.reduce((sum, value, k) => sum + m[row * v.length + k] * value, 0);

/**
 * h_t = tanh(W x_t + U h_{t−1} + b), y_t = softmax(V h_t + c), one step of gradient descent on the mean cross-entropy over the steps
 * with a target. The sequences begin with `start`, which no gradient leaves.
 */
export function bpttStep(
  w: Weights,
  sequences: readonly Sequence[],
  start: readonly (readonly number[])[],
  rate: number,
): Told {
  const units = w.b.length;
  const classes = w.c.length;
  const counted = sequences.flatMap(({ labels }) => labels).filter((label) => label >= 0).length;
  const gradient = zerosLike(w);
  let loss = 0;
  let right = 0;
  const states = sequences.map(({ x, labels }, row) => {
    const h: number[][] = [[...start[row]]];
    const y = x.map((features, t) => {
      h.push(
        w.b.map((bias, i) => Math.tanh(bias + product(w.W, i, features) + product(w.U, i, h[t]))),
      );
      return softmax(w.c.map((bias, k) => bias + product(w.V, k, h[t + 1])));
    });
    let fromLater = new Array<number>(units).fill(0);
    for (let t = x.length - 1; t >= 0; t--) {
      const error = new Array<number>(classes).fill(0);
      if (labels[t] >= 0) {
        loss -= Math.log(y[t][labels[t]]) / counted;
        if (y[t].indexOf(Math.max(...y[t])) === labels[t]) right++;
        y[t].forEach((p, k) => (error[k] = (p - (k === labels[t] ? 1 : 0)) / counted));
      }
      const delta = h[t + 1].map((value, i) => {
        const above = error.reduce((sum, e, k) => sum + e * w.V[k * units + i], fromLater[i]);
        return above * (1 - value * value);
      });
      error.forEach((e, k) => {
        gradient.c[k] += e;
        h[t + 1].forEach((value, i) => (gradient.V[k * units + i] += e * value));
      });
      delta.forEach((d, i) => {
        gradient.b[i] += d;
        x[t].forEach((value, j) => (gradient.W[i * x[t].length + j] += d * value));
        h[t].forEach((value, j) => (gradient.U[i * units + j] += d * value));
      });
      fromLater = h[t].map((_, j) => delta.reduce((sum, d, i) => sum + d * w.U[i * units + j], 0));
    }
    return h.at(-1)!;
  });
  for (const name of ['W', 'U', 'b', 'V', 'c'] as const)
    gradient[name].forEach((g, i) => (w[name][i] -= rate * g));
  return { loss, accuracy: right / counted, states };
}
