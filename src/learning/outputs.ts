import type { Layer, Network } from '../network/network';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import type { EvaluationStep } from './step';

export interface OutputStep extends EvaluationStep {
  /** What some layers give, [N, …]: names of graph outputs, in the order of the layers. */
  readonly outputs: readonly string[];
}

/** What some layers give for a batch of any size, in inference behaviour. */
export function buildOutputs(
  network: Network,
  layers: readonly Layer[],
  options: EvaluationOptions,
): OutputStep {
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered } = evaluation;
  const outputs = layers.map(({ id }) => {
    const name = `${id}:output`;
    graph.output(name, lowered.layers.get(id)!.output);
    return name;
  });
  return { ...evaluation.build(), outputs };
}
