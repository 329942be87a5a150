import { GraphBuilder, type Graph } from '../graph/builder';
import { removeDeadCode } from '../graph/passes/removeDeadCode';
import { lower } from '../network/lower';
import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';
import { givesProbabilities } from './losses/heads';

/** Names of the main head's outputs in an exported model. */
export const inferenceOutputs = {
  probabilities: 'probabilities',
  logits: 'logits',
  prediction: 'prediction',
} as const;

export interface InferenceOptions {
  /** Of the file it is for: layers are single operators where the opset has them. Absent: as in training. */
  readonly opset?: number | undefined;
  /** What the number of steps of a sequence is called, where it is open. */
  readonly steps?: string;
  /** The main head ends before its last activation. */
  readonly logits?: true;
  readonly graph?: GraphBuilder;
}

/**
 * The network in use, for export: input named as in the text with batch axis `N`, normalization inside. A softmax main head
 * gives `probabilities` and `logits`, another one `prediction`; further heads are named by their ids, and heads of a model
 * from a file as there. Parameters are inputs named by key, which the ONNX writer stores as initializers.
 */
export function buildInference(
  network: Network,
  normalization?: Normalization,
  { opset, steps, logits, graph = new GraphBuilder() }: InferenceOptions = {},
): Graph {
  const { name: input, shape } = network.input;
  const lengths = steps === undefined ? shape : [steps, ...shape.slice(1)];
  const lowered = lower(network, graph, {
    samples: graph.input(input, 'float32', ['N', ...lengths]),
    opset,
    batch: 'N',
    training: false,
    normalization,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
  });
  const [main, ...others] = lowered.outputs;
  const name = mainOutput(network, logits);
  graph.output(name, logits ? main.logits : main.output);
  if (name === inferenceOutputs.probabilities && !main.layer.output?.stored) {
    graph.output(inferenceOutputs.logits, main.logits);
  }
  for (const { layer, output } of others) graph.output(layer.output!.name, output);
  // Branches that end in a penalty are for training.
  return removeDeadCode(graph.build());
}

/** The name of the main head's output in an exported model. */
export function mainOutput({ outputs: [main] }: Network, logits?: true): string {
  if (logits) return inferenceOutputs.logits;
  if (main.output?.stored) return main.output.name;
  return givesProbabilities(main) ? inferenceOutputs.probabilities : inferenceOutputs.prediction;
}
