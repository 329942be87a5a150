import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import type { LoweredNetwork } from '../../../network/lower';
import type { Network } from '../../../network/network';
import {
  downward,
  logisticChain,
  ownParameter,
  type LogisticLayer,
  type OwnParameter,
} from './logisticChain';

/** Layers of Bernoulli units, each connected with the next one; 0 is the visible layer. */
export class DeepMachine {
  /** [N, inputs] */
  readonly visible: Value;
  readonly layers: readonly LogisticLayer[];
  /** The bias of the visible units. */
  readonly spec: OwnParameter;
  readonly visibleBias: Value;

  constructor(
    private readonly graph: GraphBuilder,
    network: Network,
    lowered: LoweredNetwork,
    parameter: (key: string, shape: readonly number[]) => Value,
  ) {
    const { visible, layers } = logisticChain(graph, network, lowered);
    this.visible = visible;
    this.layers = layers;
    this.spec = ownParameter(layers[0], 'visible_bias', [layers[0].inputs]);
    this.visibleBias = parameter(this.spec.key, this.spec.shape);
  }

  /** Probabilities of the units of layer `l` given the states of those next to it. */
  given(l: number, states: readonly Value[]): Value {
    const { graph, layers, visibleBias } = this;
    if (l === 0) return downward(graph, layers[0].weight, visibleBias, states[1]);
    const below = this.sums(l - 1, states[l - 1]);
    if (l === layers.length) return graph.sigmoid(below);
    return graph.sigmoid(graph.add(below, graph.gemm(states[l + 1], layers[l].weight)));
  }

  /** μ of all layers, and how far the last update moved those of the first hidden one: [N, units]. */
  meanField(visible: Value, iterations: number): { means: readonly Value[]; change: Value } {
    const { graph, layers } = this;
    const means = layers.reduce<Value[]>((all, _, i) => [...all, this.up(i, all[i])], [visible]);
    let before = means[1];
    for (let iteration = 0; iteration < iterations; iteration++) {
      before = means[1];
      for (let l = 1; l <= layers.length; l++) means[l] = this.given(l, means);
    }
    return { means, change: graph.abs(graph.sub(means[1], before)) };
  }

  /** What layer `index` reads, when the layers below it hear from below alone. */
  raised(index: number): Value {
    return this.layers.slice(0, index).reduce((units, _, i) => this.up(i, units), this.visible);
  }

  /** Probabilities of the units of `layers[index]` from below alone: doubled where there is a layer above. */
  up(index: number, below: Value): Value {
    return this.graph.sigmoid(this.sums(index, below, index < this.layers.length - 1 ? 2 : 1));
  }

  /** Probabilities of what `layers[index]` reads from above alone: doubled where there is a layer below. */
  down(index: number, above: Value): Value {
    const { graph, layers } = this;
    const bias = index === 0 ? this.visibleBias : layers[index - 1].bias;
    const alpha = index === 0 ? 1 : 2;
    return graph.sigmoid(graph.gemm(above, layers[index].weight, { ...(bias && { bias }), alpha }));
  }

  /** The layers whose states chains keep, every second one. */
  chained(chains: number) {
    const all = [this.layers[0].inputs, ...this.layers.map(({ units }) => units)];
    return all.flatMap((units, l) =>
      l % 2 === 0 ? [{ l, key: this.name(l), shape: [chains, units] as const }] : [],
    );
  }

  /** What the states of a layer are called. */
  name(l: number): string {
    return l === 0 ? `${this.layers[0].layer.id}:visible` : `${this.layers[l - 1].layer.id}:chain`;
  }

  origin(l: number) {
    return { layer: this.layers[Math.max(l - 1, 0)].layer.id, role: 'forward' } as const;
  }

  /** times · v Wᵀ + b */
  private sums(index: number, below: Value, times = 1): Value {
    const { weight, bias } = this.layers[index];
    return this.graph.gemm(below, weight, { ...(bias && { bias }), alpha: times, transB: 1 });
  }
}
