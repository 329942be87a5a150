import { GraphBuilder, type Graph } from '../graph/builder';
import { lower } from '../network/lower';
import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';

/** Names of the main head's outputs in an exported model. */
export const inferenceOutputs = {
  probabilities: 'probabilities',
  logits: 'logits',
  prediction: 'prediction',
} as const;

/**
 * The network in use, for export: input named as in the text with batch axis `N`, normalization inside. A softmax main head
 * gives `probabilities` and `logits`, another one `prediction`; further heads are named by their ids. Parameters are inputs
 * named by key, which the ONNX writer stores as initializers.
 */
export function buildInference(network: Network, normalization?: Normalization): Graph {
  const graph = new GraphBuilder();
  const lowered = lower(network, graph, {
    batch: 'N',
    training: false,
    normalization,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
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
