import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, sgd, sigmoid, sums, type Parameters, type RuleCase } from './case';

/** Wake-sleep through the layers `A`, `B`, …, sample by sample; `top` steps in the memory of the two top layers. */
function wakeSleep(layers: readonly string[], top: number, head?: string): RuleCase['step'] {
  return (parameters, { samples, targets, uniform }, rate) => {
    const of = (name: string) => parameters.get(name)!;
    const last = layers.at(-1)!;
    const directed = top > 0 ? layers.slice(0, -1) : layers;
    const visible = of(`${layers[0]}.visible_bias`).length;
    const batch = samples.length / visible;
    const moves: Parameters = new Map(
      [...parameters].map(([key, { length }]) => [key, new Float64Array(length)]),
    );
    const up = (layer: string, v: ArrayLike<number>) =>
      sums(of(`${layer}.weight`), of(`${layer}.bias`), v).map(sigmoid);
    /** Through weights of shape [units, inputs]. */
    const down = (layer: string, weight: string, h: readonly number[]) =>
      Array.from(of(`${layer}.visible_bias`), (b, i, all = of(`${layer}.visible_bias`)) =>
        sigmoid(
          h.reduce((sum, on, j) => sum + on * of(`${layer}.${weight}`)[j * all.length + i], b),
        ),
      );
    /** The top layer, which hears from the labels as well. */
    const recognized = (v: ArrayLike<number>, labels: readonly number[]) =>
      sums(of(`${last}.weight`), of(`${last}.bias`), v).map((sum, i, { length }) =>
        sigmoid(
          labels.reduce((all, on, c) => all + on * of(`${head}.weight`)[c * length + i], sum),
        ),
      );
    const named = (h: readonly number[]) => {
      const likely = sums(of(`${head}.weight`), of(`${head}.bias`), h).map(Math.exp);
      const total = likely.reduce((sum, each) => sum + each);
      return likely.map((each) => each / total);
    };
    const drawn = (probabilities: readonly number[], name: string, n: number) =>
      probabilities.map((p, i) => Number(p > uniform(name)[n * probabilities.length + i]));
    const minus = (a: readonly number[], b: ArrayLike<number>) => a.map((value, i) => value - b[i]);
    const move = (key: string, by: readonly number[], scale = 1) =>
      by.forEach((value, i) => (moves.get(key)![i] += scale * value));
    /** Adds left rightᵀ. */
    const moveOuter = (key: string, left: readonly number[], right: ArrayLike<number>, scale = 1) =>
      left.forEach((value, j) => {
        for (let i = 0; i < right.length; i++)
          moves.get(key)![j * right.length + i] += scale * value * right[i];
      });
    const errors = { wake: 0, sleep: 0, units: 0 };
    const squared = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value ** 2, 0);

    for (let n = 0; n < batch; n++) {
      let units = Array.from(samples.subarray(n * visible, (n + 1) * visible));
      for (const layer of directed) {
        const h = drawn(up(layer, units), `${layer}:wake`, n);
        const missed = minus(units, down(layer, 'generative_weight', h));
        errors.wake += squared(missed);
        errors.units += missed.length / batch;
        moveOuter(`${layer}.generative_weight`, h, missed);
        move(`${layer}.visible_bias`, missed);
        units = h;
      }
      if (top > 0) {
        const count = head === undefined ? 0 : of(`${head}.bias`).length;
        const wanted = Array.from(targets.subarray(n * count, (n + 1) * count));
        const [v0, h0] = [units, recognized(units, wanted)];
        let [h, labels] = [h0, wanted];
        for (let k = 1; k <= top; k++) {
          const hidden = drawn(h, `${last}:hidden${k}`, n);
          units = drawn(down(last, 'weight', hidden), `${last}:visible${k}`, n);
          if (count > 0) labels = named(hidden);
          h = recognized(units, labels);
        }
        if (count > 0) {
          moveOuter(`${head}.weight`, wanted, h0);
          moveOuter(`${head}.weight`, labels, h, -1);
          move(`${head}.bias`, minus(wanted, labels));
        }
        moveOuter(`${last}.weight`, h0, v0);
        moveOuter(`${last}.weight`, h, units, -1);
        move(`${last}.bias`, minus(h0, h));
        move(`${last}.visible_bias`, minus(v0, units));
      } else {
        const on = Array.from(of(`${last}.prior`), sigmoid);
        move(`${last}.prior`, minus(units, on));
        units = drawn(on, `${last}:sleep`, n);
      }
      for (let l = directed.length - 1; l >= 0; l--) {
        const layer = directed[l];
        const on = down(layer, 'generative_weight', units);
        const below = l > 0 ? drawn(on, `${directed[l - 1]}:sleep`, n) : on;
        const missed = minus(units, up(layer, below));
        errors.sleep += squared(missed);
        moveOuter(`${layer}.weight`, missed, below);
        move(`${layer}.bias`, missed);
        units = below;
      }
    }
    for (const [key, by] of moves) by.forEach((value, i) => (of(key)[i] += (rate * value) / batch));
    const count = directed.reduce((sum, layer) => sum + of(`${layer}.bias`).length, 0);
    return {
      wake_error: errors.wake / batch / errors.units,
      sleep_error: errors.sleep / batch / count,
    };
  };
}

const three = chain(
  'x[10]',
  'A: dense(6) logistic',
  'B: dense(5) logistic',
  'output C: dense(4) logistic',
);

export const wakesleepCases: Readonly<Record<string, RuleCase>> = {
  wakesleep: {
    network: three,
    plan: { rule: call('wakesleep', { top: 0, labels: false }), optimizer: sgd },
    batch: 6,
    targets: classes(3),
    step: wakeSleep(['A', 'B', 'C'], 0),
  },
  'wakesleep, one layer': {
    network: chain('x[10]', 'output A: dense(6) logistic'),
    plan: { rule: call('wakesleep', { top: 0, labels: false }), optimizer: sgd },
    batch: 6,
    targets: classes(3),
    step: wakeSleep(['A'], 0),
  },
  'wakesleep, a memory at the top': {
    network: three,
    plan: { rule: call('wakesleep', { top: 2, labels: false }), optimizer: sgd },
    batch: 6,
    targets: classes(3),
    step: wakeSleep(['A', 'B', 'C'], 2),
  },
  'wakesleep, labels beside the memory': {
    network: chain(
      'x[10]',
      'A: dense(6) logistic',
      'B: dense(5) logistic',
      'output C: dense(3) softmax',
    ),
    plan: { rule: call('wakesleep', { top: 2, labels: true }), optimizer: sgd },
    batch: 6,
    targets: classes(3),
    step: wakeSleep(['A', 'B'], 2, 'C'),
  },
};
