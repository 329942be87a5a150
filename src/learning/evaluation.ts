import { GraphBuilder } from '../graph/builder';
import { lower } from '../network/lower';
import type { Network } from '../network/network';
import { correctCount, expectFitting, hasAnswers, sampleLosses } from './objective';
import type { TrainPlan } from './plan';
import { accuracy, loss } from './measures';
import { measureOf } from './measures/measure';
import type { EvaluationStep, StepMeasure, StepOptions } from './step';

/** Loss (without penalties) and right answers summed over a batch of any size, in inference behaviour. */
export function buildEvaluation(
  network: Network,
  plan: Pick<TrainPlan, 'loss'>,
  { normalization, targets: target }: Omit<StepOptions, 'batch'>,
): EvaluationStep {
  expectFitting(network, plan.loss, target);
  const scored = hasAnswers(plan.loss, target);
  const graph = new GraphBuilder();
  const targets = graph.input('targets', 'float32', ['N', target.count]);
  const lowered = lower(network, graph, {
    batch: 'N',
    samples: graph.input('samples', 'float32', ['N', ...network.input.shape]),
    training: false,
    normalization,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
  });
  const [main] = lowered.outputs;
  const losses = sampleLosses(graph, lowered, plan.loss, targets);
  const measures: StepMeasure[] = [{ ...measureOf(loss), output: 'loss' }];
  graph.output('loss', graph.add('ReduceSum', [losses, graph.ints([0])], { keepdims: 0 }));
  if (scored) {
    graph.output('accuracy', correctCount(graph, main, targets));
    measures.push({ ...measureOf(accuracy), output: 'accuracy' });
  }
  graph.output('prediction', main.output);
  return {
    graph: graph.build(),
    inputs: { samples: lowered.samples.name, targets: targets.name },
    parameters: [...lowered.parameters].map(([key, { name }]) => ({ key, input: name })),
    measures,
    prediction: 'prediction',
    pictures: [],
  };
}
