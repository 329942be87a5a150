import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, sgd, sigmoid, type Parameters, type RuleCase } from './case';

type Units = readonly number[];

/** A deep Boltzmann machine of layers `A`, `B`, …; layer 0 is the visible one. */
class Machine {
  readonly sizes: readonly number[];
  readonly moves: Parameters;

  constructor(
    readonly parameters: Parameters,
    readonly layers: readonly string[],
  ) {
    const biases = [`${layers[0]}.visible_bias`, ...layers.map((layer) => `${layer}.bias`)];
    this.sizes = biases.map((key) => parameters.get(key)!.length);
    this.moves = new Map(
      [...parameters].map(([key, { length }]) => [key, new Float64Array(length)]),
    );
  }

  bias = (l: number) => (l === 0 ? `${this.layers[0]}.visible_bias` : `${this.layers[l - 1]}.bias`);
  weight = (l: number) => `${this.layers[l - 1]}.weight`;

  /** σ of b + Σ from below times `fromBelow` + Σ from above times `fromAbove`; a side without states is left out. */
  given(l: number, below?: Units, above?: Units, fromBelow = 1, fromAbove = 1): number[] {
    const { parameters, sizes } = this;
    return Array.from(parameters.get(this.bias(l))!, (bias, i) => {
      let sum = bias;
      below?.forEach((on, j) => {
        sum += fromBelow * on * parameters.get(this.weight(l))![i * sizes[l - 1] + j];
      });
      above?.forEach((on, j) => {
        sum += fromAbove * on * parameters.get(this.weight(l + 1))![j * sizes[l] + i];
      });
      return sigmoid(sum);
    });
  }

  /** Adds to the moves of layer `l`: those of its bias, and of the weights from the layer below. */
  move(l: number, states: readonly Units[], scale: number): void {
    const [units, below] = [states[l], states[l - 1]];
    units.forEach((on, i) => {
      this.moves.get(this.bias(l))![i] += scale * on;
      below?.forEach((other, j) => {
        this.moves.get(this.weight(l))![i * below.length + j] += scale * on * other;
      });
    });
  }

  /** Moves these parameters. */
  go(rate: number): void {
    for (const [key, by] of this.moves)
      by.forEach((value, i) => (this.parameters.get(key)![i] += rate * value));
  }
}

const row = (values: ArrayLike<number>, n: number, length: number): number[] =>
  Array.from({ length }, (_, i) => values[n * length + i]);

/** All layers together. */
function together(
  layers: readonly string[],
  { iterations, chains, steps }: { iterations: number; chains: number; steps: number },
): RuleCase['step'] {
  return (parameters, { samples, uniform }, rate) => {
    const machine = new Machine(parameters, layers);
    const { sizes } = machine;
    const top = layers.length;
    const batch = samples.length / sizes[0];
    let [distance, change] = [0, 0];
    for (let n = 0; n < batch; n++) {
      const means: number[][] = [row(samples, n, sizes[0])];
      for (let l = 1; l <= top; l++)
        means[l] = machine.given(l, means[l - 1], undefined, l < top ? 2 : 1);
      let before = means[1];
      for (let iteration = 0; iteration < iterations; iteration++) {
        before = means[1];
        for (let l = 1; l <= top; l++) means[l] = machine.given(l, means[l - 1], means[l + 1]);
      }
      machine.given(0, undefined, means[1]).forEach((p, i) => (distance += (means[0][i] - p) ** 2));
      means[1].forEach((p, i) => (change += Math.abs(p - before[i])));
      for (let l = 0; l <= top; l++) machine.move(l, means, 1 / batch);
    }
    const name = (l: number) => (l === 0 ? `${layers[0]}:visible` : `${layers[l - 1]}:chain`);
    for (let c = 0; c < chains; c++) {
      const states: Units[] = [];
      for (let l = 0; l <= top; l += 2) states[l] = row(parameters.get(name(l))!, c, sizes[l]);
      for (let k = 1; k <= steps; k++)
        for (const parity of [1, 0])
          for (let l = parity; l <= top; l += 2)
            states[l] = machine
              .given(l, states[l - 1], states[l + 1])
              .map((p, i) => Number(p > uniform(`${name(l)}${k}`)[c * sizes[l] + i]));
      for (let l = 0; l <= top; l++) machine.move(l, states, -1 / chains);
      for (let l = 0; l <= top; l += 2)
        states[l].forEach((on, i) => (parameters.get(name(l))![c * sizes[l] + i] = on));
    }
    machine.go(rate);
    return {
      reconstruction: distance / (batch * sizes[0]),
      mean_field_change: change / (batch * sizes[1]),
    };
  };
}

/** Contrastive divergence of one layer with doubled weights. */
function alone(layers: readonly string[], l: number): RuleCase['step'] {
  return (parameters, { samples, uniform }, rate) => {
    const machine = new Machine(parameters, layers);
    const { sizes } = machine;
    const batch = samples.length / sizes[0];
    const up = (at: number, below: Units) =>
      machine.given(at, below, undefined, at < layers.length ? 2 : 1);
    let distance = 0;
    for (let n = 0; n < batch; n++) {
      let data: Units = row(samples, n, sizes[0]);
      for (let below = 1; below < l; below++) data = up(below, data);
      const hidden = up(l, data);
      const drawn = hidden.map((p, i) =>
        Number(p > uniform(`${layers[l - 1]}:hidden`)[n * sizes[l] + i]),
      );
      const again = machine.given(l - 1, undefined, drawn, 1, l > 1 ? 2 : 1);
      data.forEach((value, i) => (distance += (value - again[i]) ** 2));
      const states = (below: Units, units: Units) => {
        const all: Units[] = [];
        [all[l - 1], all[l]] = [below, units];
        return all;
      };
      const [first, second] = [states(data, hidden), states(again, up(l, again))];
      for (const [all, sign] of [[first, 1] as const, [second, -1] as const]) {
        machine.move(l, all, sign / batch);
        // The biases of a hidden layer are those it has found as a machine of its own.
        if (l === 1) machine.move(0, all, sign / batch);
      }
    }
    machine.go(rate);
    return { reconstruction: distance / (batch * sizes[l - 1]) };
  };
}

const three = chain(
  'x[9]',
  'A: dense(6) logistic',
  'B: dense(5) logistic',
  'output C: dense(4) logistic',
);
const given = { iterations: 4, chains: 7, steps: 2 };
const rule = call('dbm', { ...given, pretraining: 1 });
const common = { batch: 6, targets: classes(3) };

export const dbmCases: Readonly<Record<string, RuleCase>> = {
  'dbm, two layers': {
    ...common,
    network: chain('x[9]', 'A: dense(6) logistic', 'output B: dense(5) logistic'),
    plan: { rule, optimizer: sgd },
    step: together(['A', 'B'], given),
  },
  'dbm, three layers': {
    ...common,
    network: three,
    plan: { rule, optimizer: sgd },
    step: together(['A', 'B', 'C'], given),
  },
  ...Object.fromEntries(
    ['A', 'B', 'C'].map((layer, phase) => [
      `dbm, layer ${layer} alone`,
      {
        ...common,
        network: three,
        plan: { rule, optimizer: sgd },
        phase,
        step: alone(['A', 'B', 'C'], phase + 1),
      },
    ]),
  ),
};
