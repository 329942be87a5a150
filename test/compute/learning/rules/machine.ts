import { sigmoid, type Parameters, type Uniform } from './case';

/** Restricted Boltzmann machines in plain loops: a layer is the list of its connections. */

export interface Connection {
  readonly hidden: number;
  readonly visible: number;
  /** Place in the layer's weights. */
  readonly weight: number;
}

/** A machine's form: what is connected, and which biases units have. */
export interface Form {
  readonly connections: readonly Connection[];
  readonly hidden: number;
  readonly visible: number;
  readonly hiddenBias: (unit: number) => number;
  readonly visibleBias: (unit: number) => number;
  /** How many units share a hidden bias and the weights with it, and how many a visible bias. */
  readonly places: readonly [hidden: number, visible: number];
}

const own = (unit: number): number => unit;

export function dense(visible: number, hidden: number): Form {
  const connections: Connection[] = [];
  for (let j = 0; j < hidden; j++)
    for (let i = 0; i < visible; i++)
      connections.push({ hidden: j, visible: i, weight: j * visible + i });
  return { connections, hidden, visible, hiddenBias: own, visibleBias: own, places: [1, 1] };
}

interface Windows {
  readonly channels: number;
  readonly length: number;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Windows on square images: with the same weights everywhere, or with weights of its own at each place. */
export function windows(kind: 'conv' | 'local', form: Windows): Form {
  const { channels, length, filters, kernel, stride, padding } = form;
  const places = Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const [area, fanIn] = [kernel * kernel, channels * kernel * kernel];
  const connections: Connection[] = [];
  for (let f = 0; f < filters; f++)
    for (let place = 0; place < places * places; place++)
      for (let tap = 0; tap < fanIn; tap++) {
        const [row, column] = [Math.floor(place / places), place % places];
        const [channel, inWindow] = [Math.floor(tap / area), tap % area];
        const y = row * stride - padding + Math.floor(inWindow / kernel);
        const x = column * stride - padding + (inWindow % kernel);
        if (y < 0 || y >= length || x < 0 || x >= length) continue;
        connections.push({
          hidden: f * places * places + place,
          visible: (channel * length + y) * length + x,
          weight: kind === 'conv' ? f * fanIn + tap : (place * filters + f) * fanIn + tap,
        });
      }
  return {
    connections,
    hidden: filters * places * places,
    visible: channels * length * length,
    hiddenBias: kind === 'conv' ? (unit) => Math.floor(unit / (places * places)) : own,
    visibleBias: kind === 'conv' ? (unit) => Math.floor(unit / (length * length)) : own,
    places: kind === 'conv' ? [places * places, length * length] : [1, 1],
  };
}

export interface Outer {
  readonly visible: readonly number[];
  readonly labels: readonly number[];
}

/** The machine of layer `H` and, where there are labels, of head `O`, as it is before a step. */
export class Machine {
  readonly classes: number;

  constructor(
    readonly form: Form,
    private readonly gaussian: boolean,
    private readonly parameters: Parameters,
  ) {
    this.classes = parameters.get('O.bias')?.length ?? 0;
  }

  of(key: string): Float64Array {
    return this.parameters.get(key)!;
  }

  hiddenSums({ visible, labels }: Outer): number[] {
    const { connections, hidden, hiddenBias } = this.form;
    const sums = Array.from({ length: hidden }, (_, j) => this.of('H.bias')[hiddenBias(j)]);
    for (const { hidden: j, visible: i, weight } of connections)
      sums[j] += this.of('H.weight')[weight] * visible[i];
    labels.forEach((label, y) => {
      for (let j = 0; j < hidden; j++) sums[j] += label * this.of('O.weight')[y * hidden + j];
    });
    return sums;
  }

  hiddenGiven(outer: Outer): number[] {
    return this.hiddenSums(outer).map(sigmoid);
  }

  outerGiven(h: readonly number[]): Outer {
    const { connections, visible, hidden, visibleBias } = this.form;
    const bias = this.of('H.visible_bias');
    const sums = Array.from({ length: visible }, (_, i) => bias[visibleBias(i)]);
    for (const { hidden: j, visible: i, weight } of connections)
      sums[i] += this.of('H.weight')[weight] * h[j];
    const logits = Array.from({ length: this.classes }, (_, y) =>
      h.reduce(
        (sum, on, j) => sum + on * this.of('O.weight')[y * hidden + j],
        this.of('O.bias')[y],
      ),
    );
    const whole = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return {
      visible: this.gaussian ? sums : sums.map(sigmoid),
      labels: logits.map((logit) => Math.exp(logit) / whole),
    };
  }

  /** Sample `n` of a batch, drawn from means. */
  drawOuter({ visible, labels }: Outer, uniform: Uniform, step: number, n: number): Outer {
    const of = (name: string, i: number) => uniform(`H:${name}`)[n * visible.length + i];
    const name = `visible${step}`;
    const drawn = visible.map((mean, i) =>
      this.gaussian
        ? mean +
          Math.sqrt(-2 * Math.log(1 - of(`${name}:radius`, i))) *
            Math.cos(2 * Math.PI * of(`${name}:angle`, i))
        : Number(mean > of(name, i)),
    );
    if (labels.length === 0) return { visible: drawn, labels };
    const number = uniform(`H:labels${step}`)[n];
    let before = 0;
    const chosen = labels.findIndex((probability) => (before += probability) > number);
    return { visible: drawn, labels: labels.map((_, y) => Number(y === chosen)) };
  }

  drawHidden(h: readonly number[], uniform: Uniform, step: number, n: number): number[] {
    return h.map((p, j) => Number(p > uniform(`H:hidden${step}`)[n * h.length + j]));
  }

  freeEnergy(outer: Outer): number {
    const bias = this.of('H.visible_bias');
    let energy = 0;
    outer.visible.forEach((v, i) => {
      const b = bias[this.form.visibleBias(i)];
      energy += this.gaussian ? (v - b) ** 2 / 2 : -v * b;
    });
    outer.labels.forEach((label, y) => (energy -= label * this.of('O.bias')[y]));
    for (const sum of this.hiddenSums(outer)) energy -= Math.log(1 + Math.exp(sum));
    return energy;
  }
}

/** Sums of products of units, by parameter. */
export class Moves {
  private readonly sums = new Map<string, Float64Array>();

  constructor(private readonly machine: Machine) {
    for (const key of ['H.weight', 'H.bias', 'H.visible_bias', 'O.weight', 'O.bias'])
      if (key.startsWith('H') || machine.classes > 0)
        this.sums.set(key, new Float64Array(machine.of(key).length));
  }

  add(share: number, { visible, labels }: Outer, h: readonly number[]): void {
    const { connections, hiddenBias, visibleBias, places } = this.machine.form;
    const [up, down] = places.map((count) => share / count);
    const of = (key: string) => this.sums.get(key)!;
    for (const { hidden: j, visible: i, weight } of connections)
      of('H.weight')[weight] += up * h[j] * visible[i];
    h.forEach((on, j) => (of('H.bias')[hiddenBias(j)] += up * on));
    visible.forEach((v, i) => (of('H.visible_bias')[visibleBias(i)] += down * v));
    labels.forEach((label, y) => {
      of('O.bias')[y] += share * label;
      h.forEach((on, j) => (of('O.weight')[y * h.length + j] += share * label * on));
    });
  }

  apply(rate: number): void {
    for (const [key, moves] of this.sums) {
      const parameter = this.machine.of(key);
      moves.forEach((move, i) => (parameter[i] += rate * move));
    }
  }
}
