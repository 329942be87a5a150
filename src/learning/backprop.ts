import { GraphBuilder } from '../graph/builder';
import { gradients } from '../graph/gradients';
import type { Value } from '../graph/graph';
import { lower, type LoweredNetwork } from '../network/lower';
import { parameterKey, type Network } from '../network/network';
import { optimizerOf } from './catalogue';
import { LearningError } from './error';
import { correctCount, expectFitting, objective } from './objective';
import type { TrainPlan } from './plan';
import type { StepOptions } from './rules';
import type { RandomInput, StateTensor, TrainingStep } from './step';
import { norms } from './statistics';

/**
 * One step of gradient descent on the loss by back-propagation (Rumelhart, Hinton and Williams, 1986): forward pass,
 * gradients and the optimizer's update of every parameter, in one graph.
 */
export function buildBackprop(
  network: Network,
  plan: TrainPlan,
  { batch, normalization, targets: target }: StepOptions,
): TrainingStep {
  expectFitting(network, plan.loss, target);
  const graph = new GraphBuilder();
  const targets = graph.input('targets', 'float32', [batch, target.count]);
  const rate = graph.input('rate', 'float32', []);
  const step = graph.input('step', 'float32', []);
  const random: RandomInput[] = [];
  const lowered = lower(network, graph, {
    batch,
    samples: graph.input('samples', 'float32', [batch, ...network.input.shape]),
    training: true,
    normalization,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
    uniform(layer, shape) {
      const value = graph.input(`${layer}:uniform`, 'float32', shape);
      random.push({ input: value.name, shape: shape as readonly number[] });
      return value;
    },
  });

  const loss = objective(graph, network, lowered, { ...plan, targets });
  graph.output('loss', loss);
  if (target.kind === 'classes') {
    graph.output('correct', correctCount(graph, lowered.outputs[0], targets));
  }

  const trained = trainedParameters(network, lowered);
  if (trained.size === 0) {
    throw new LearningError(
      'no-parameters',
      `\`${network.name}\` has nothing to train: no layer has parameters that are not frozen`,
    );
  }
  const gradientOf = gradients(graph, loss, [...trained.values()]);
  graph.output(
    'gradients',
    norms(
      graph,
      [...trained.values()].map((weight) => gradientOf.get(weight)),
    ),
  );

  const state = update(graph, lowered, plan, { rate, step, trained, gradientOf });
  return {
    graph: graph.build(),
    batch,
    inputs: { samples: lowered.samples.name, targets: targets.name },
    state,
    random,
    scalars: { rate: rate.name, step: step.name },
    outputs: {
      loss: 'loss',
      ...(target.kind === 'classes' && { correct: 'correct' }),
      gradients: 'gradients',
    },
    watched: [...trained.keys()],
  };
}

/** The parameters that gradients change, by key, in the network's order. */
function trainedParameters(network: Network, lowered: LoweredNetwork): Map<string, Value> {
  const trained = new Map<string, Value>();
  for (const layer of network.layers) {
    for (const parameter of layer.parameters) {
      const key = parameterKey(layer, parameter);
      if (!parameter.frozen) trained.set(key, lowered.parameters.get(key)!);
    }
  }
  return trained;
}

/** Writes the new value of every parameter and of the optimizer's state; gives the state tensors. */
function update(
  graph: GraphBuilder,
  lowered: LoweredNetwork,
  plan: TrainPlan,
  context: {
    rate: Value;
    step: Value;
    trained: ReadonlyMap<string, Value>;
    gradientOf: ReadonlyMap<Value, Value>;
  },
): StateTensor[] {
  const { rate, step, trained, gradientOf } = context;
  const { arguments: values } = plan.optimizer;
  const optimizer = optimizerOf(plan.optimizer);
  const updateParameter = optimizer.build({ graph, rate, step, arguments: values });
  const parameters: StateTensor[] = [];
  const optimizerState: StateTensor[] = [];

  const carry = (kind: StateTensor['kind'], key: string, old: Value, renewed: Value) => {
    const output = `${key}:next`;
    graph.output(output, renewed);
    const shape = old.type.shape as readonly number[];
    (kind === 'parameter' ? parameters : optimizerState).push({
      key,
      kind,
      shape,
      input: old.name,
      output,
    });
  };

  for (const [key, weight] of lowered.parameters) {
    const gradient = trained.has(key) ? gradientOf.get(weight) : undefined;
    if (!gradient) {
      carry('parameter', key, weight, lowered.updates.get(key) ?? graph.add('Identity', [weight]));
      continue;
    }
    const old: Record<string, Value> = {};
    for (const name of optimizer.state(values)) {
      old[name] = graph.input(`${key}:${name}`, 'float32', weight.type.shape);
    }
    const renewed = updateParameter({ weight, gradient, state: old });
    carry('parameter', key, weight, renewed.weight);
    for (const [name, value] of Object.entries(renewed.state)) {
      carry('optimizer', `${key}:${name}`, old[name], value);
    }
  }
  return [...parameters, ...optimizerState];
}
