import type { GraphBuilder } from '../graph/builder';
import type { DataType, Dimension, Value } from '../graph/graph';
import { freeBatch } from './freeBatch';
import { type OnnxLayer, layersOf } from './layers';
import { lowerAgain } from './lowerAgain';
import { readModel } from './read';
import type { Model } from './model';
import { inputWeights, readersOf } from './weights';

export interface OnnxTensor {
  readonly name: string;
  readonly dataType: DataType;
  /** Without the batch axis. */
  readonly shape: readonly Dimension[];
}

export interface OnnxParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** The values in the file; none where it is not written yet. */
  readonly values: Float32Array;
  /** Whether it stays as it is while others are trained. */
  readonly frozen: boolean;
  /** Names of the nodes that read it. */
  readonly readers: readonly string[];
  /** Whether it weighs inputs, as biases and scales do not. */
  readonly penalized: boolean;
}

/** An imported model as a network that can be inspected, trained further and exported. */
export interface OnnxNetwork {
  /** The model with its parameters as graph inputs: written with their values it is the model again. */
  readonly model: Model;
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  readonly parameters: readonly OnnxParameter[];
  /**
   * Its nodes as layers that can be built one by one, for samples of this shape, in order. Throws `ModelError` when an
   * operator mixes the samples, `GraphError` when the shape does not fit.
   */
  layers(shape: readonly number[]): readonly OnnxLayer[];
  /**
   * Adds the network to a graph for inputs of any batch, first axis, and gives its outputs by name. Throws `ModelError`
   * when an operator mixes the samples of a model made for one batch size.
   */
  lower(
    graph: GraphBuilder,
    input: (name: string) => Value,
    parameter: (name: string) => Value,
  ): Map<string, Value>;
}

export interface ImportOptions {
  readonly frozen?: (parameter: string) => boolean;
}

/**
 * Reads an ONNX file as a network. Its tensors of floats, rank 1 and more, that are read as weights become parameters, all
 * others constants. Throws `ModelError` as `readModel` does.
 */
export function importNetwork(bytes: Uint8Array, options: ImportOptions = {}): OnnxNetwork {
  return networkOf(readModel(bytes, { weightsAsInputs: true }), options);
}

/** A model that was read with its weights as inputs. */
export function networkOf(model: Model, { frozen = () => false }: ImportOptions = {}): OnnxNetwork {
  const { graph, weights } = model;
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  const readers = readersOf(model.nodes);
  const multiplied = inputWeights(model.nodes);
  const parameters = graph.inputs.flatMap(({ name, type }): OnnxParameter[] => {
    const values = weights.get(name);
    if (!values) return [];
    const shape = type.shape as readonly number[];
    return [
      {
        name,
        shape,
        values,
        frozen: frozen(name),
        readers: readers.get(name) ?? [],
        penalized: multiplied.has(name),
      },
    ];
  });
  let known: Model | undefined;
  const freed = (): Model => (known ??= withAnyBatch(model, inputs));
  return {
    model,
    inputs: inputs.map((value) => perSample(value.name, value)),
    outputs: graph.outputs.map(({ name, value }) => perSample(name, value)),
    parameters,
    layers: (shape) => layersOf(freed(), shape),
    lower(target, input, parameter) {
      const free = freed().graph;
      const values = lowerAgain(
        free,
        target,
        new Map(
          free.inputs.map((value) => [
            value,
            weights.has(value.name) ? parameter(value.name) : input(value.name),
          ]),
        ),
      );
      return new Map(free.outputs.map(({ name, value }) => [name, values.get(value)!]));
    },
  };
}

/** The model itself, or one that was made for one batch size for any. Throws `ModelError`. */
function withAnyBatch(model: Model, inputs: readonly Value[]): Model {
  const sizes = new Set(inputs.map(({ type }) => type.shape[0]));
  const [size] = sizes;
  if (sizes.size !== 1 || typeof size !== 'number') return model;
  const { graph, values } = freeBatch(model.graph, new Set(inputs));
  const tensors = [...model.tensors].flatMap(([name, value]): [string, Value][] => {
    const now = values.get(value);
    return now ? [[name, now]] : [];
  });
  return { ...model, graph, tensors: new Map(tensors) };
}

const perSample = (name: string, { type }: Value): OnnxTensor => ({
  name,
  dataType: type.dataType,
  shape: type.shape.slice(1),
});
