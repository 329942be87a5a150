import { GraphBuilder } from '../graph/builder';
import { gradients } from '../graph/gradients';
import { lower } from '../network/lower';
import { parameterKey, type Network } from '../network/network';
import { targetShape } from '../shape/targets';
import type { InspectionStep, StepOptions } from './step';
import { objectiveIn } from './rules';
import type { RulePlan } from './rules/rule';
import { scalarNorm } from './statistics';

/** Outputs of every layer and gradients of one batch, in inference behaviour: nothing random, nothing updated. */
export function buildInspection(
  network: Network,
  plan: RulePlan,
  { batch, normalization, targets: target }: StepOptions,
): InspectionStep {
  const graph = new GraphBuilder();
  const targets = graph.input('targets', 'float32', [batch, ...targetShape(target)]);
  const lowered = lower(network, graph, {
    batch,
    samples: graph.input('samples', 'float32', [batch, ...network.input.shape]),
    training: false,
    normalization,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
  });
  const objective = objectiveIn(plan);
  const activations = [...lowered.layers.values()].flatMap(({ output, logits }) => [
    output,
    logits,
  ]);
  const looked = [...activations, ...lowered.parameters.values()];
  // What lies before an operator without a gradient has none; all else can be looked at.
  const gradientOf =
    objective && gradients(graph, objective(graph, network, lowered, plan, targets), looked, 'end');

  const publish = (name: string, value: Parameters<typeof graph.output>[1]): string => {
    graph.output(name, value);
    return name;
  };
  const layers = [...lowered.layers.values()].map(({ layer, output, logits }) => {
    const { id } = layer;
    // Cross-entropy reads the logits of a softmax head, so its probabilities have no gradient of their own.
    const gradient = gradientOf && (gradientOf.get(output) ?? gradientOf.get(logits));
    return {
      layer: id,
      activation: publish(`${id}:activation`, output),
      ...(gradientOf && {
        activationGradient: publish(`${id}:gradient`, scalarNorm(graph, gradient)),
      }),
      parameters: layer.parameters
        .filter(({ statistic }) => !statistic)
        .map((parameter) => {
          const key = parameterKey(layer, parameter);
          const value = lowered.parameters.get(key)!;
          return {
            key,
            ...(gradientOf && {
              gradient: publish(`${key}:gradient`, scalarNorm(graph, gradientOf.get(value))),
            }),
            norm: publish(`${key}:norm`, scalarNorm(graph, value)),
          };
        }),
    };
  });
  return {
    graph: graph.build(),
    inputs: { samples: lowered.samples.name, targets: targets.name },
    parameters: [...lowered.parameters].map(([key, { name }]) => ({ key, input: name })),
    layers,
  };
}
