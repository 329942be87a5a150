import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { reshape } from '../../../graph/layout';
import { boolean, word } from '../../../language/parameters';
import { flattened, reshaped } from '../../../network/layers/flatten';
import type { LoweredNetwork } from '../../../network/lower';
import type { Network } from '../../../network/network';
import type { ParameterSpec } from '../../../network/parameters';
import { elements } from '../../../shape/elements';
import { linearLayer, type LinearLayer } from './linearLayer';
import { bernoulli, oneOf, visibleUnits, type Chance, type VisibleUnits } from './units';

/**
 * Restricted Boltzmann machines: a layer of `logistic` units is hidden, what it reads is visible, and the bias of the visible
 * units is the machine's own. With label units (Hinton, Osindero and Teh 2006) the softmax head that reads the hidden layer
 * connects these to the hidden units.
 */

/** Parameters of the rules that train such a machine. */
export const machineParameters = {
  visible: word(
    'What the visible units are: `bernoulli`, on or off, for inputs from 0 to 1; `gaussian`, real numbers with variance 1.',
    ['bernoulli', 'gaussian'],
    { default: 'bernoulli' },
  ),
  labels: boolean('Whether the machine has a label unit for each class, too.', { default: false }),
};

export interface MachineArguments {
  readonly visible: keyof typeof visibleUnits;
  readonly labels: boolean;
}

/** Units that lie on the other side of the hidden ones: [N, …inputs], and labels where the machine has them, [N, classes]. */
export interface Outer {
  readonly visible: Value;
  readonly labels?: Value;
}

/** A machine in a graph. */
export class Machine {
  readonly hidden: LinearLayer;
  /** What connects label units to hidden ones. */
  readonly head: LinearLayer | undefined;
  readonly visibleBias: Value;
  private readonly a: Arithmetic;
  private readonly kind: VisibleUnits;

  constructor(
    private readonly graph: GraphBuilder,
    network: Network,
    lowered: LoweredNetwork,
    { visible, labels }: MachineArguments,
    parameter: (key: string, shape: readonly number[]) => Value,
  ) {
    this.a = new Arithmetic(graph);
    this.hidden = linearLayer(graph, network, lowered);
    const [head] = network.outputs;
    if (labels) this.head = linearLayer(graph, network, lowered, head);
    const { key, shape } = this.visibleSpec;
    this.visibleBias = parameter(key, shape);
    this.kind = visibleUnits[visible];
  }

  /** The bias of the visible units: one for each channel where the layer has the same weights everywhere, else for each number. */
  get visibleSpec(): ParameterSpec & { readonly key: string; readonly layer: string } {
    const { layer, inputShape } = this.hidden;
    const shape = this.places > 1 ? inputShape.slice(0, 1) : inputShape;
    return {
      name: 'visible_bias',
      layer: layer.id,
      key: `${layer.id}.visible_bias`,
      shape,
      initializer: { name: 'zeros', arguments: {} },
      fanIn: elements(shape),
      fanOut: elements(shape),
      penalized: false,
      frozen: false,
    };
  }

  /** How many places of an image each weight serves. */
  private get places(): number {
    const { layer, weight } = this.hidden;
    return layer.cost.multiplyAdds / elements(weight.type.shape.map(Number));
  }

  /** Probabilities of the hidden units: σ(W v + c), and Uᵀ y within where there are labels. */
  hiddenGiven({ visible, labels }: Outer): Value {
    const sums = this.hidden.sums(visible);
    return this.graph.sigmoid(
      labels && this.head ? this.a.add(sums, this.fromLabels(labels)) : sums,
    );
  }

  /** Means of the outer units, which for units that are on or off are probabilities. */
  outerGiven(h: Value): Outer {
    const { graph, a, hidden, head, kind } = this;
    const visible = kind.mean(graph, a.add(hidden.down(h), this.visibleShift()));
    if (!head) return { visible };
    return { visible, labels: graph.softmax(head.sums(this.asRead(h)), { axis: 1 }) };
  }

  /** Hidden units, on or off, with these probabilities. */
  drawHidden(h: Value, chance: Chance, name: string): Value {
    return bernoulli(this.a, h, chance, this.named(name));
  }

  /** Outer units with these means; of the labels one is on. */
  drawOuter({ visible, labels }: Outer, chance: Chance, step: string | number): Outer {
    const drawn = this.kind.draw(this.a, visible, chance, this.named(`visible${step}`));
    if (!labels) return { visible: drawn };
    const name = this.named(`labels${step}`);
    return { visible: drawn, labels: oneOf(this.graph, labels, chance, name) };
  }

  /** F = −log Σ_h exp(−E): low where the machine finds the outer units probable; summed over the batch. */
  freeEnergy({ visible, labels }: Outer): Value {
    const { a, graph, hidden, head } = this;
    let sums = hidden.sums(visible);
    if (labels) sums = a.add(sums, this.fromLabels(labels));
    const energy = a.sub(
      this.kind.energy(a, visible, this.visibleShift()),
      a.sum(graph.softplus(sums)),
    );
    return labels && head?.bias ? a.sub(energy, a.sum(a.mul(labels, head.bias))) : energy;
  }

  /** log p(y | v) of each class y, but for a constant of the sample, [N, classes]: −F(v, y) without what all classes share. */
  classesGiven(visible: Value): Value {
    const { a, graph, hidden } = this;
    const head = this.head!;
    const [classes] = head.shape;
    const units = elements(hidden.shape);
    const sums = reshaped(graph, hidden.sums(visible), [1, units]);
    const one = graph.constant(identity(classes), [classes, classes]);
    const each = reshape(graph, this.fromLabels(one), [1, classes, units]);
    const evidence = a.sum(graph.softplus(a.add(sums, each)), [2]);
    return head.bias ? a.add(evidence, head.bias) : evidence;
  }

  /**
   * Directions downhill by key: the difference of two batches in the mean product of the units on both sides, over all samples
   * and places.
   */
  difference(
    data: Outer & { readonly hidden: Value },
    model: Outer & { readonly hidden: Value },
  ): ReadonlyMap<string, Value> {
    const { a, graph, hidden, head, places } = this;
    // One product for both: those of the data count as negative.
    const both = (one: Value, other: Value) => graph.concat([one, other], { axis: 0 });
    const weighed = (one: Value, other: Value, times = 1) =>
      both(a.mul(one, -1 / (batchOf(one) * times)), a.mul(other, 1 / (batchOf(other) * times)));
    const { key, shape } = this.visibleSpec;
    const apart = shape.length < hidden.inputShape.length ? [0, 2, 3] : [0];
    const mean = (v: Value): Value => {
      const count = apart.reduce((product, axis) => product * Number(v.type.shape[axis]), 1);
      return a.mul(a.sum(v, apart), 1 / count);
    };
    const found = new Map([
      ...hidden.correlations(
        weighed(data.hidden, model.hidden, places),
        both(data.visible, model.visible),
      ),
      [key, a.sub(mean(model.visible), mean(data.visible))] as const,
    ]);
    if (!head || !data.labels || !model.labels) return found;
    const labels = head.correlations(
      weighed(data.labels, model.labels),
      this.asRead(both(data.hidden, model.hidden)),
    );
    return new Map([...found, ...labels]);
  }

  private fromLabels(labels: Value): Value {
    return reshaped(this.graph, this.head!.down(labels), this.hidden.shape);
  }

  /** Hidden units as the head reads them. */
  private asRead(h: Value): Value {
    return flattened(this.graph, h, this.hidden.shape);
  }

  private visibleShift(): Value {
    const { shape } = this.visibleBias.type;
    const more = this.hidden.inputShape.length - shape.length;
    return reshape(this.graph, this.visibleBias, [...shape, ...new Array<number>(more).fill(1)]);
  }

  private named(name: string): string {
    return `${this.hidden.layer.id}:${name}`;
  }
}

const batchOf = ({ type }: Value): number => Number(type.shape[0]);

function identity(size: number): Float32Array {
  const numbers = new Float32Array(size * size);
  for (let i = 0; i < size; i++) numbers[i * size + i] = 1;
  return numbers;
}
