import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { BoundCall } from '../language/vocabulary';
import { regularizers } from '../network/catalogue';
import type { Levels } from '../network/entries';
import type { LoweredLayer, LoweredNetwork } from '../network/lower';
import { parameterKey, type Layer, type Network } from '../network/network';
import { reshaped } from '../network/layers/flatten';
import { elements } from '../shape/elements';
import { counted, formatShape } from '../text/numbers';
import { losses } from './losses';
import {
  givesProbabilities,
  isOneOfTwo,
  levelsOf,
  rows,
  secondOfTwo,
  tellsTwoApart,
} from './losses/heads';
import type { Targets } from './entries';
import { LearningError } from './learningError';

/** Heads that a loss or the data's targets do not fit, each with what to do. */
export function incompatibleHeads(
  network: Network,
  loss: BoundCall,
  targets?: Targets,
): readonly LearningError[] {
  return network.outputs.filter(isTrained).flatMap((head) => {
    const incompatibility = losses.of(loss).incompatibility(head, loss.arguments);
    if (incompatibility)
      return [new LearningError('loss-head', incompatibility + ofModel(network), head, 'loss')];
    if (!targets) return [];
    if (targets.kind === 'values' && losses.of(loss).targetKind?.(loss.arguments) === 'classes') {
      const message = `${loss.name} needs class targets, but this data has numeric values; write \`loss mse\` for \`${head.id}\``;
      return [new LearningError('loss-targets', message, head)];
    }
    return sizeIncompatibility(head, loss, wanted(network, loss, targets));
  });
}

/** A model's nodes stand in its file: what is missing stands behind it. */
const ofModel = ({ source }: Network): string =>
  source ? '; after a model, an activation goes on a line of its own, as in `output: softmax`' : '';

/** A head without weight is only given: a further output of a model from a file. */
const isTrained = ({ output }: Layer): boolean => output!.weight > 0;

/** What heads are compared with: the data's targets, or the inputs themselves. */
function wanted(network: Network, loss: BoundCall, targets: Targets) {
  if (!losses.of(loss).reconstructs) return targets;
  return { kind: 'inputs', count: elements(network.input.shape) } as const;
}

/**
 * How many answers of the main head to a batch are right, a scalar; undefined where they cannot be right or wrong. Of values
 * that are all one of two numbers, a sample is right when each of its outputs is on the right side.
 */
export function rightAnswers(
  graph: GraphBuilder,
  head: LoweredLayer,
  targets: Value,
  loss: BoundCall,
  { kind, levels }: Targets,
): Value | undefined {
  const entry = losses.of(loss);
  if (entry.reconstructs) return undefined;
  if (kind === 'classes') return correctCount(graph, head, targets);
  if (!levels) return undefined;
  const outputs = aroundMiddle(graph, rows(graph, head.output, head), entry.levels ?? levels);
  return sameSideCount(graph, outputs, aroundMiddle(graph, targets, levels));
}

function sizeIncompatibility(
  head: Layer,
  loss: BoundCall,
  { kind, count }: ReturnType<typeof wanted>,
): LearningError[] {
  const size = elements(head.shape);
  if (kind === 'classes' && head.shape.length !== 1) {
    const message =
      `the data has ${count} classes, which need one row of outputs, but \`${head.id}\` has the shape ` +
      `${formatShape(head.shape)}; end the network with \`${size === count ? 'flatten' : `dense(${count})`}\``;
    return [new LearningError('head-shape', message, head)];
  }
  if (size === count) return [];
  const tellsTwo = kind === 'classes' && isOneOfTwo({ kind, count }, size);
  if (tellsTwo && !needsUnits(head, loss)) return [];
  const [one, many] = {
    classes: ['class', 'classes'],
    values: ['target value', 'target values'],
    inputs: ['input', 'inputs'],
  }[kind];
  const wanted = counted(count, one, many);
  const given = counted(size, 'output');
  return [
    new LearningError(
      'head-size',
      `the data has ${wanted}, but \`${head.id}\` has ${given}; give it ${count}${tellsTwo ? ', or end it with `logistic` and write `loss binary_cross_entropy`' : ''}`,
      head,
    ),
  ];
}

/** Whether each class needs a unit of its own, as a loss of classes or a head of probabilities. */
const needsUnits = (head: Layer, loss: BoundCall): boolean =>
  losses.of(loss).targetKind?.(loss.arguments) === 'classes' || givesProbabilities(head);

/** Throws the first incompatibility. */
export function expectFitting(network: Network, loss: BoundCall, targets: Targets): void {
  const [first] = incompatibleHeads(network, loss, targets);
  if (first) throw first;
}

/** The loss of each sample, [N]: the heads' losses, weighted and summed. */
export function sampleLosses(
  graph: GraphBuilder,
  lowered: LoweredNetwork,
  loss: BoundCall,
  targets: Value,
): Value {
  const entry = losses.of(loss);
  const { input } = lowered;
  const inputs = (): Value =>
    input.type.shape.length === 2
      ? input
      : reshaped(graph, input, [elements(input.type.shape.slice(1) as number[])]);
  const desired = (head: LoweredLayer): Value => {
    if (entry.reconstructs) return inputs();
    return tellsTwoApart(head, targets)
      ? secondOfTwo(graph, targets, levelsOf(head.layer))
      : targets;
  };
  return lowered.outputs
    .filter(({ layer }) => isTrained(layer))
    .map((head) => {
      const value = entry.build({ graph, head, targets: desired(head), arguments: loss.arguments });
      const weight = head.layer.output!.weight;
      return weight === 1 ? value : graph.mul(value, weight);
    })
    .reduce((sum, value) => graph.add(sum, value));
}

/** The mean loss of a batch with the penalties on the weights: a scalar. */
export function objective(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  options: { loss: BoundCall; regularize?: BoundCall; targets: Value },
): Value {
  const losses = sampleLosses(graph, lowered, options.loss, options.targets);
  let total = graph.reduceMean(losses, { axes: [0], keepdims: 0 });
  for (const penalty of lowered.penalties) total = graph.add(total, penalty);
  for (const penalty of weightPenalties(graph, network, lowered, options.regularize))
    total = graph.add(total, penalty);
  return total;
}

/** The penalties on the weights that are trained, scalars, one after the other. */
export function* weightPenalties(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  regularize: BoundCall | undefined,
): Generator<Value> {
  for (const layer of network.layers) {
    for (const parameter of layer.parameters) {
      const regularizer = parameter.regularizer ?? regularize;
      if (!regularizer || !parameter.penalized || parameter.frozen) continue;
      const weight = lowered.parameters.get(parameterKey(layer, parameter))!;
      yield regularizers.of(regularizer).build(graph, weight, regularizer.arguments);
    }
  }
}

/**
 * How many samples the main head classifies right: by the greatest of its outputs, or by the side on which a single one for two
 * classes is. Where several outputs share the greatest value, or the single one is in the middle, the sample counts by the
 * chance that picking one of them is right; everything is float32, so that no provider has to leave its device.
 */
export function correctCount(graph: GraphBuilder, head: LoweredLayer, targets: Value): Value {
  const { output, layer } = head;
  if (tellsTwoApart(head, targets)) {
    const levels = levelsOf(layer);
    const wanted = secondOfTwo(graph, targets, [-1, 1]);
    return sameSideCount(graph, aroundMiddle(graph, rows(graph, output, head), levels), wanted);
  }
  const greatest = graph.reduceMax(output, { axes: [1], keepdims: 1 });
  const isGreatest = graph.cast(graph.equal(output, greatest), { to: 1 });
  const axis = graph.ints([1]);
  const right = graph.reduceSum(graph.mul(isGreatest, targets), { axes: axis, keepdims: 0 });
  const tied = graph.reduceSum(isGreatest, { axes: axis, keepdims: 0 });
  const chance = graph.div(right, graph.max([tied, 1]));
  return graph.reduceSum(chance, { axes: [0], keepdims: 0 });
}

/** On which side of the middle between no and yes numbers are: by their sign. */
const aroundMiddle = (graph: GraphBuilder, x: Value, [no, yes]: Levels): Value =>
  no + yes === 0 ? x : graph.sub(x, (no + yes) / 2);

/** Rows in which all numbers of both, [N, units], have the same sign; a zero counts as a half. */
function sameSideCount(graph: GraphBuilder, x: Value, y: Value): Value {
  const a = new Arithmetic(graph);
  const product = a.mul(x, y);
  const chances = a.mul(a.add(a.greater(product, 0), a.atLeast(product, 0)), 0.5);
  return a.sum(graph.reduceMin(chances, { axes: [1], keepdims: 0 }));
}
