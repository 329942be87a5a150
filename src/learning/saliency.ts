import { GraphBuilder, type Graph } from '../graph/builder';
import { pullBack } from '../graph/gradients';
import { removeDeadCode } from '../graph/passes/removeDeadCode';
import type { Value } from '../graph/graph';
import { lower, type LoweredNetwork } from '../network/lower';
import type { Network } from '../network/network';
import { givesProbabilities } from './losses/heads';
import type { StepOptions } from './step';

/** A graph for one sample: the gradient of a weighted sum of the main head's scores. */
export interface SaliencyStep {
  readonly graph: Graph;
  /** The sample, [1, …], and the weights of the scores, [1, …head]. */
  readonly inputs: { readonly samples: string; readonly weights: string };
  readonly parameters: readonly { readonly key: string; readonly input: string }[];
  /** Names of graph outputs: the scores, and the gradient, of the input's shape but for `embedding`. */
  readonly scores: string;
  readonly gradient: string;
  /** What counts as a score: the logit where a softmax follows, else the output. */
  readonly scored: 'logit' | 'output';
  /**
   * With respect to what: the input as the first layers read it, normalized; or its embedding, of which each number of the input has
   * the length of its vector's gradient.
   */
  readonly respect: 'input' | 'embedding';
}

/**
 * The gradient of class scores with respect to the input, in inference behaviour (Simonyan, Vedaldi and Zisserman, Deep Inside
 * Convolutional Networks, 2014): of logits, since probabilities also change with the scores of other classes. Numbers that choose
 * embeddings have no gradient; their vectors have (Li et al., Visualizing and Understanding Neural Models in NLP, 2016). Undefined
 * where no gradient reaches the input. Throws a `GradientError` for an operator without a gradient.
 */
export function buildSaliency(
  network: Network,
  { normalization }: Pick<StepOptions, 'normalization'>,
): SaliencyStep | undefined {
  const graph = new GraphBuilder();
  const samples = graph.input('samples', 'float32', [1, ...network.input.shape]);
  const lowered = lower(network, graph, {
    ...{ batch: 1, samples, training: false, normalization },
    parameter: (key, shape) => graph.input(key, 'float32', shape),
  });
  const [head] = lowered.outputs;
  const scored = givesProbabilities(head.layer) ? 'logit' : 'output';
  const scores = scored === 'logit' ? head.logits : head.output;
  const weights = graph.input('weights', 'float32', [1, ...head.layer.shape]);
  const found = gradientOf(graph, network, lowered, { scores, weights });
  if (!found) return undefined;
  graph.output('scores', scores);
  graph.output('gradient', found.gradient);
  return {
    graph: removeDeadCode(graph.build()),
    inputs: { samples: samples.name, weights: weights.name },
    parameters: [...lowered.parameters].map(([key, { name }]) => ({ key, input: name })),
    ...{ scores: 'scores', gradient: 'gradient', scored, respect: found.respect },
  };
}

function gradientOf(
  graph: GraphBuilder,
  network: Network,
  { input, layers }: LoweredNetwork,
  { scores, weights }: { readonly scores: Value; readonly weights: Value },
): { gradient: Value; respect: SaliencyStep['respect'] } | undefined {
  const readers = network.layers.filter(({ inputs }) => inputs.includes('input'));
  const isEmbedded = readers.length === 1 && readers[0].entry.name === 'embedding';
  const of = isEmbedded ? layers.get(readers[0].id)!.preActivation : input;
  const gradient = pullBack(graph, scores, weights, [of]).get(of);
  if (!gradient) return undefined;
  if (!isEmbedded) return { gradient, respect: 'input' };
  const length = graph.reduceL2(gradient, { axes: [of.type.shape.length - 1], keepdims: 0 });
  return { gradient: length, respect: 'embedding' };
}
