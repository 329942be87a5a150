import { GraphBuilder, type Graph } from '../graph/builder';
import { lower } from '../network/lower';
import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';

export interface InferenceOptions {
  readonly normalization?: Normalization;
  /** Parameter values by key, kept in the graph as constants; without them they are graph inputs named by key. */
  readonly parameters?: ReadonlyMap<string, Float32Array>;
}

/** Names of the main head's outputs in an exported model. */
export const inferenceOutputs = {
  probabilities: 'probabilities',
  logits: 'logits',
  prediction: 'prediction',
} as const;

/**
 * The network in use, for export: input named as in the text with batch axis `N`, normalization inside. A softmax main head
 * gives `probabilities` and `logits`, another one `prediction`; further heads are named by their ids.
 */
export function buildInference(network: Network, options: InferenceOptions = {}): Graph {
  const graph = new GraphBuilder();
  const lowered = lower(network, graph, {
    batch: 'N',
    training: false,
    normalization: options.normalization,
    parameter(key, shape) {
      if (!options.parameters) return graph.input(key, 'float32', shape);
      const values = options.parameters.get(key);
      if (!values) throw new Error(`no values for the parameter ${key}`);
      return graph.constant(values, shape, key, key);
    },
  });
  const [main, ...others] = lowered.outputs;
  if (main.layer.activations.at(-1)?.entry.name === 'softmax') {
    graph.output(inferenceOutputs.probabilities, main.output);
    graph.output(inferenceOutputs.logits, main.logits);
  } else {
    graph.output(inferenceOutputs.prediction, main.output);
  }
  for (const { layer, output } of others) graph.output(layer.id, output);
  return graph.build();
}
