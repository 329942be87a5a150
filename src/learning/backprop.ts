import { GraphBuilder } from '../graph/builder';
import { GradientError } from '../graph/error';
import { gradients } from '../graph/gradients';
import { lower } from '../network/lower';
import { parameterKey, type Network } from '../network/network';
import { accumulation } from './accumulation';
import { averaging } from './averaging';
import { lonelyUnits } from './batchStatistics';
import { LearningError } from './error';
import { correctCount, expectFitting, hasAnswers, objective } from './objective';
import type { TrainPlan } from './plan';
import type { RandomInput, StepOptions, TrainingStep } from './step';
import { StepState } from './state';
import { norms } from './statistics';
import { renew, type TrainedParameter } from './update';

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
  const [lonely] = lonelyUnits(network, batch);
  if (lonely) throw lonely;
  const scored = hasAnswers(plan.loss, target);
  const graph = new GraphBuilder();
  const targets = graph.input('targets', 'float32', [batch, target.count]);
  const rate = graph.input('rate', 'float32', []);
  const step = graph.input('step', 'float32', []);
  const random: RandomInput[] = [];
  const state = new StepState(graph);
  const turn = accumulation(graph, plan.accumulate ?? 1, step);
  const average =
    plan.average && averaging(graph, plan.average.decay, turn?.step ?? step, turn?.due);
  const specs = trainedSpecs(network);
  const lowered = lower(network, graph, {
    batch,
    samples: graph.input('samples', 'float32', [batch, ...network.input.shape]),
    training: true,
    normalization,
    parameter(key, shape) {
      const value = state.input('parameter', key, shape);
      if (!average || !specs.has(key)) return value;
      return average.trained(value, state.input('optimizer', `${key}:lead`, shape));
    },
    uniform(layer, shape) {
      const value = graph.input(`${layer}:uniform`, 'float32', shape);
      random.push({ input: value.name, shape: shape as readonly number[] });
      return value;
    },
  });

  const loss = graph.within({ role: 'forward' }, () =>
    objective(graph, network, lowered, { ...plan, targets }),
  );
  graph.output('loss', loss);
  const watch = <T>(add: () => T): T => graph.within({ role: 'watching' }, add);
  if (scored) {
    graph.output(
      'correct',
      watch(() => correctCount(graph, lowered.outputs[0], targets)),
    );
  }
  if (specs.size === 0) {
    throw new LearningError(
      'no-parameters',
      `\`${network.name}\` has nothing to train: no layer has parameters that are not frozen`,
    );
  }
  const watched = [...specs.keys()];
  const weights = watched.map((key) => lowered.parameters.get(key)!);
  const gradientOf = passing(network, () => gradients(graph, loss, weights));
  graph.output(
    'gradients',
    watch(() =>
      norms(
        graph,
        weights.map((weight) => gradientOf.get(weight)),
      ),
    ),
  );

  // A parameter no gradient reaches stays as it is.
  const reached = [...specs].flatMap(([key, trained]): TrainedParameter[] => {
    const weight = lowered.parameters.get(key)!;
    const gradient = gradientOf.get(weight);
    return gradient ? [{ key, ...trained, weight, gradient }] : [];
  });
  for (const [key, value] of lowered.updates) state.renew(key, value);
  graph.within({ role: 'update' }, () =>
    renew(reached, { graph, plan, state, rate, step, turn, average }),
  );
  return {
    state: state.publish(),
    graph: graph.build(),
    batch,
    inputs: { samples: lowered.samples.name, targets: targets.name },
    random,
    scalars: { rate: rate.name, step: step.name },
    outputs: {
      loss: 'loss',
      ...(scored && { correct: 'correct' }),
      gradients: 'gradients',
    },
    watched,
  };
}

/** Says in which layer gradients end that should go on. */
function passing<T>(network: Network, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GradientError)) throw error;
    const layer = network.layers.find(({ id }) => id === error.layer);
    const where = layer ? `layer \`${layer.id}\`: ` : '';
    throw new LearningError(
      'no-gradient',
      `\`${network.name}\` cannot be trained through ${where}${error.message}; freeze all parameters before it, or end the network there`,
      layer,
    );
  }
}

/** The parameters that gradients may change, by key, in the network's order. */
function trainedSpecs(
  network: Network,
): ReadonlyMap<string, Pick<TrainedParameter, 'spec' | 'layer'>> {
  const specs = new Map<string, Pick<TrainedParameter, 'spec' | 'layer'>>();
  for (const layer of network.layers) {
    for (const spec of layer.parameters) {
      if (!spec.frozen) specs.set(parameterKey(layer, spec), { spec, layer: layer.id });
    }
  }
  return specs;
}
