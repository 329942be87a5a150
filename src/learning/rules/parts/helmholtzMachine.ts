import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import type { LoweredNetwork } from '../../../network/lower';
import type { Layer, Network } from '../../../network/network';
import { trainedLayers } from '../../../network/subnetwork';
import { Random } from '../../../random/random';
import { elements } from '../../../shape/elements';
import {
  chance,
  downward,
  dreams,
  logisticChain,
  ownParameter,
  unitsOf,
  upward,
  type LogisticLayer,
  type OwnParameter,
} from './logisticChain';

/** The layers of a machine: all that learn, but the head that labels are taken from. */
export const chainOf = (network: Network, labels: boolean): readonly Layer[] =>
  trainedLayers(network).filter(({ id }) => !labels || id !== network.outputs[0].id);

/** A layer with what it makes of its units downwards. */
interface Generator extends LogisticLayer {
  readonly visibleBias: OwnParameter;
  /** Probabilities of the units it reads, [N, inputs], given its own. */
  predict(above: Value): Value;
}

interface Directed extends Generator {
  readonly generative: OwnParameter;
}

/** The two top layers as one machine whose weights are those of the top layer. */
interface Memory extends Generator {
  /** The softmax head, whose units are visible units of the memory as well. */
  readonly labels?: LogisticLayer;
  /** Probabilities of its hidden units, [N, units], given the units below and the labels. */
  recognize(below: Value, labels?: Value): Value;
  /** Probabilities of the labels, [N, classes], given its hidden units. */
  name?(above: Value): Value;
  /** Key and shape of what it dreams of: a chain that goes on from step to step. */
  readonly dream: string;
  readonly dreamShape: readonly [number, number];
  startOf(seed: number): Float32Array;
}

/** Layers that recognize upwards and generate downwards. */
export class HelmholtzMachine {
  readonly visible: Value;
  readonly directed: readonly Directed[];
  readonly memory?: Memory;
  /** The biases of the top units, where no memory tells when they are on. */
  readonly prior?: OwnParameter;
  /** The rule's own parameters, by key. */
  readonly specs = new Map<string, OwnParameter>();
  readonly values = new Map<string, Value>();

  constructor(
    private readonly graph: GraphBuilder,
    network: Network,
    lowered: LoweredNetwork,
    { top, labels }: { readonly top: number; readonly labels: boolean },
    parameter: (key: string, shape: readonly number[]) => Value,
  ) {
    const hasMemory = top > 0;
    const { visible, layers } = logisticChain(graph, network, lowered, chainOf(network, labels));
    const own = (layer: LogisticLayer, name: string, shape: readonly number[]) => {
      const spec = ownParameter(layer, name, shape);
      this.specs.set(spec.key, spec);
      this.values.set(spec.key, parameter(spec.key, shape));
      return spec;
    };
    const generator = (layer: LogisticLayer, weight: Value) => {
      const visibleBias = own(layer, 'visible_bias', [layer.inputs]);
      const predict = (above: Value) => downward(graph, weight, this.value(visibleBias), above);
      return { ...layer, visibleBias, predict };
    };
    const last = layers.at(-1)!;
    this.visible = visible;
    this.directed = (hasMemory ? layers.slice(0, -1) : layers).map((layer) => {
      const generative = own(layer, 'generative_weight', [layer.units, layer.inputs]);
      return { ...generator(layer, this.value(generative)), generative };
    });
    if (hasMemory) {
      const dream = `${last.layer.id}:dream`;
      const dreamShape = [dreams, last.inputs] as const;
      const startOf = (seed: number) =>
        new Random(seed, dream).fillUniform(new Float32Array(elements(dreamShape)));
      this.memory = {
        ...generator(last, last.weight),
        recognize: (below) => upward(graph, last, below),
        ...(labels && this.labelled(last, unitsOf(network.outputs[0], lowered))),
        dream,
        dreamShape,
        startOf,
      };
    } else this.prior = own(last, 'prior', [last.units]);
  }

  /** A memory with label units. */
  private labelled(last: LogisticLayer, labels: LogisticLayer) {
    const { graph } = this;
    const { weight, bias } = labels;
    const sums = (below: Value) =>
      graph.gemm(below, last.weight, { ...(last.bias && { bias: last.bias }), transB: 1 });
    return {
      labels,
      recognize: (below: Value, given: Value) =>
        graph.sigmoid(graph.gemm(given, weight, { bias: sums(below) })),
      name: (above: Value) =>
        graph.softmax(graph.gemm(above, weight, { ...(bias && { bias }), transB: 1 }), { axis: 1 }),
    };
  }

  get layers(): readonly Generator[] {
    return this.memory ? [...this.directed, this.memory] : this.directed;
  }

  value({ key }: OwnParameter): Value {
    return this.values.get(key)!;
  }

  /** How probable the memory finds each class beside the units below it, ln P + const: [N, classes]. */
  classScores(below: Value): Value {
    const { graph, memory } = this;
    const a = new Arithmetic(graph);
    const { weight, bias, labels } = memory!;
    const sums = graph.gemm(below, weight, { ...(bias && { bias }), transB: 1 });
    const ofEach = graph.add(graph.reshape(sums, [0, 1, memory!.units]), labels!.weight);
    const scores = a.sum(graph.softplus(ofEach), [2]);
    return labels!.bias ? graph.add(scores, labels!.bias) : scores;
  }

  /** Probabilities of the visible units of dreams: [dreams, inputs]. The memory's are those of the training. */
  fantasies(state: (key: string, shape: readonly number[]) => Value): Value {
    const { graph, directed, memory, prior } = this;
    const a = new Arithmetic(graph);
    const drawn = (on: Value, units: number, name: string) =>
      a.greater(on, chance(graph, [dreams, units], name));
    let units = memory && state(memory.dream, memory.dreamShape);
    if (prior) units = drawn(graph.sigmoid(this.value(prior)), prior.shape[0], prior.layer);
    return directed.reduceRight((above, each, l) => {
      const on = each.predict(above);
      return l > 0 ? drawn(on, each.inputs, each.layer.id) : on;
    }, units!);
  }
}
