import type { Network } from '../network/network';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import type { EvaluationStep } from './step';

/** Names of graph outputs, [N, …]. */
export interface LayerResponse {
  readonly output: string;
  /** Before the first activation. */
  readonly preActivation: string;
  /** Of a layer that attends: the shares of its steps, [N, heads, steps, steps]. */
  readonly attention?: string;
}

export interface ResponseStep extends EvaluationStep {
  readonly layers: ReadonlyMap<string, LayerResponse>;
  /** The input as the first layers read it; absent where it is not normalized. */
  readonly input?: string;
}

/** What every layer makes of samples, each as one to be asked for, in inference behaviour. */
export function buildResponse(network: Network, options: EvaluationOptions): ResponseStep {
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered } = evaluation;
  const layers = new Map<string, LayerResponse>();
  for (const [id, { output, preActivation, attention }] of lowered.layers) {
    const names = {
      ...{ output: `${id}:output`, preActivation: `${id}:preActivation` },
      ...(attention && { attention: `${id}:attention` }),
    };
    graph.output(names.output, output);
    graph.output(names.preActivation, preActivation);
    if (attention) graph.output(`${id}:attention`, attention);
    layers.set(id, names);
  }
  const isNormalized = lowered.input !== lowered.samples;
  if (isNormalized) graph.output('input:normalized', lowered.input);
  return { ...evaluation.build(), layers, ...(isNormalized && { input: 'input:normalized' }) };
}
