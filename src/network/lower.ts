import type { GraphBuilder } from '../graph/builder';
import type { Dimension, Value } from '../graph/graph';
import type { LayerBuild } from './entries';
import type { ParameterSpec } from './parameters';
import { normalize, type Normalization } from './normalization';
import { parameterKey, type Layer, type Network } from './network';

export interface LoweringOptions {
  readonly batch: Dimension;
  /** Training behaviour (dropout, batch statistics) rather than inference behaviour. */
  readonly training: boolean;
  readonly normalization?: Normalization;
  /** The samples, if they are in the graph already; else they become an input named as in the text. */
  readonly samples?: Value;
  parameter(key: string, shape: readonly number[]): Value;
  /** What a layer has left to this segment, by key, [batch, ...shape]; absent: samples stand alone. */
  carried?(key: string, shape: readonly number[]): Value;
  /** The opset of the file it is written for: layers are single operators where it has them. Absent: for training and its like. */
  readonly opset?: number | undefined;
  /** Uniform random numbers; needed in training only. */
  uniform?(layer: string, shape: Value['type']['shape']): Value;
}

/** One layer's tensors, with the batch axis first. */
export interface LoweredLayer {
  readonly layer: Layer;
  /** Before the first activation. */
  readonly preActivation: Value;
  /** What the last activation is applied to: the logits of a softmax head. */
  readonly logits: Value;
  readonly output: Value;
  /** Of a layer that attends: the shares of its steps, [N, heads, steps, steps]. */
  readonly attention?: Value;
}

export interface LoweredNetwork {
  readonly samples: Value;
  readonly layers: ReadonlyMap<string, LoweredLayer>;
  /** The heads, in the network's order. */
  readonly outputs: readonly LoweredLayer[];
  /** Parameter tensors by key, each once. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** What layers add to the loss; in training only. */
  readonly penalties: readonly Value[];
  /** The input as the layers read it, normalized. */
  readonly input: Value;
  /** New values of statistics by parameter key; in training only. */
  readonly updates: ReadonlyMap<string, Value>;
  /** What layers leave to the next segment, by the keys of `carried`. */
  readonly left: ReadonlyMap<string, Value>;
  /** Writes a layer once more, with the same parameters, on other inputs. */
  again(layer: Layer, inputs: readonly Value[]): LoweredLayer;
}

/**
 * What a layer makes of inputs, [N, …], with parameters that are given, in inference behaviour: without its activation, for layers
 * that neither penalize nor remember.
 */
export function layerWith(
  graph: GraphBuilder,
  layer: Layer,
  inputs: readonly Value[],
  given: (parameter: ParameterSpec) => Value,
): Value {
  const { entry, inputShapes, shape } = layer;
  const refuse = (): never => {
    throw new Error(`\`${layer.id}\` computes more than its parameters say`);
  };
  return entry.build({
    ...{ graph, inputs, arguments: layer.arguments, inputShapes, shape },
    training: false,
    parameter: (name) => given(layer.parameters.find((one) => one.name === name)!),
    carried: () => undefined,
    leave: () => undefined,
    attend: () => undefined,
    ...{ update: refuse, penalize: refuse, uniform: refuse },
  });
}

/** Writes a network into a tensor graph, normalization included. */
export function lower(
  network: Network,
  graph: GraphBuilder,
  options: LoweringOptions,
): LoweredNetwork {
  const { name, shape } = network.input;
  const samples = options.samples ?? graph.input(name, 'float32', [options.batch, ...shape]);
  const tensors = new Map([
    [
      'input',
      graph.within({ layer: name, role: 'forward' }, () =>
        normalize(graph, samples, shape, options.normalization),
      ),
    ],
  ]);
  const layers = new Map<string, LoweredLayer>();
  const parameters = new Map<string, Value>();
  const updates = new Map<string, Value>();
  const left = new Map<string, Value>();
  const penalties: Value[] = [];

  const tensorOf = (key: string, shape: readonly number[]): Value => {
    const value = parameters.get(key) ?? options.parameter(key, shape);
    parameters.set(key, value);
    return value;
  };
  const parameterOf = (layer: Layer, name: string): Value => {
    const shared = layer.shared?.get(name);
    if (shared) {
      const value = tensorOf(shared.key, shared.shape);
      return shared.transposed ? graph.transpose(value, { perm: [1, 0] }) : value;
    }
    const spec = layer.parameters.find((parameter) => parameter.name === name);
    if (!spec) throw new Error(`layer \`${layer.entry.name}\` declares no parameter \`${name}\``);
    return tensorOf(parameterKey(layer, spec), spec.shape);
  };

  const write = (layer: Layer, inputs: readonly Value[]): LoweredLayer => {
    let attention: Value | undefined;
    const context: LayerBuild<Layer['arguments']> = {
      graph,
      inputs,
      arguments: layer.arguments,
      inputShapes: layer.inputShapes,
      shape: layer.shape,
      training: options.training && !layer.inference && !keepsStatistics(layer),
      parameter: (name) => parameterOf(layer, name),
      update: (name, value) => updates.set(`${layer.id}.${name}`, value),
      carried: (name, shape) => options.carried?.(`${layer.id}:${name}`, shape),
      leave: (name, value) => left.set(`${layer.id}:${name}`, value),
      attend: (shares) => (attention = shares),
      penalize: (value) => penalties.push(value),
      uniform(shape) {
        if (!options.uniform) throw new Error(`\`${layer.id}\` needs random numbers`);
        return options.uniform(layer.id, shape);
      },
    };
    const { opset } = options;
    const single = opset === undefined ? undefined : layer.entry.exported?.(context, opset);
    const preActivation = single ?? layer.entry.build(context);
    let logits = preActivation;
    let output = preActivation;
    for (const { entry, call } of layer.activations) {
      logits = output;
      const one =
        opset === undefined ? undefined : entry.exported?.(graph, logits, call.arguments, opset);
      output = one ?? entry.build(graph, logits, call.arguments);
    }
    return { layer, preActivation, logits, output, ...(attention && { attention }) };
  };
  const again = (layer: Layer, inputs: readonly Value[]): LoweredLayer =>
    graph.within({ layer: layer.id, role: 'forward' }, () => write(layer, inputs));
  for (const layer of network.layers) {
    const inputs = layer.inputs.map((id) => tensors.get(id)!);
    const lowered = again(layer, inputs);
    tensors.set(layer.id, lowered.output);
    layers.set(layer.id, lowered);
  }
  const outputs = network.outputs.map((head) => layers.get(head.id)!);
  const input = tensors.get('input')!;
  return {
    ...{ samples, input, layers, outputs, parameters },
    ...{ penalties, updates, left, again },
  };
}

/** Whether a layer is frozen with the statistics it has: in training, too, it uses them and not those of the batch. */
const keepsStatistics = ({ arguments: { frozen }, parameters }: Layer): boolean =>
  frozen === true && parameters.some(({ statistic }) => statistic);
