import { bestIsRight } from './bestIsRight';
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
import { headRows, rowMean, rowSum, targetRows, type RowWeights } from './targetRows';

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
export const isTrained = ({ output }: Layer): boolean => output!.weight > 0;

/** What heads are compared with: the data's targets, or the inputs themselves. */
type Wanted = Omit<Targets, 'kind'> & { readonly kind: Targets['kind'] | 'inputs' };

function wanted(network: Network, loss: BoundCall, targets: Targets): Wanted {
  if (!losses.of(loss).reconstructs) return targets;
  return { kind: 'inputs', count: elements(network.input.shape) };
}

/**
 * How far answers of the main head are right, from 0 to 1 for each row; undefined where they cannot be right or wrong. Of values
 * that are all one of two numbers, a row is right when each of its outputs is on the right side.
 */
export function rightAnswers(
  graph: GraphBuilder,
  head: LoweredLayer,
  targets: Value,
  loss: BoundCall,
  { kind, levels }: Targets,
): RowValues | undefined {
  const entry = losses.of(loss);
  if (entry.reconstructs) return undefined;
  if (kind === 'classes') return rightClasses(graph, head, targets);
  if (!levels) return undefined;
  const { rows: wanted, ...weights } = targetRows(graph, targets);
  const compared = headRows(graph, head, targets);
  const given = rows(graph, compared.output, compared);
  const outputs = aroundMiddle(graph, given, entry.levels ?? levels);
  return { each: sameSide(graph, outputs, aroundMiddle(graph, wanted, levels)), ...weights };
}

function sizeIncompatibility(
  head: Layer,
  loss: BoundCall,
  { kind, count, steps }: Wanted,
): LearningError[] {
  if (steps !== undefined) return stepIncompatibility(head, count, steps);
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

/** Each step of a sequence has a target: the head gives a row at each of them. */
function stepIncompatibility(head: Layer, count: number, steps: number): LearningError[] {
  if (head.shape.join() === `${steps},${count}`) return [];
  const message =
    `the data has a target for each of ${counted(steps, 'step')}, but \`${head.id}\` has the shape ${formatShape(head.shape)}, ` +
    `not ${formatShape([steps, count])}; end the network with \`step_dense(${count})\`, and let recurrent ` +
    'layers below it give their state at every step: `output: sequence`';
  return [new LearningError('head-shape', message, head)];
}

/** Throws the first incompatibility. */
export function expectFitting(network: Network, loss: BoundCall, targets: Targets): void {
  const [first] = incompatibleHeads(network, loss, targets);
  if (first) throw first;
}

/** A number for each sample, or for each step that has a target. */
export interface RowValues extends RowWeights {
  /** [M] */
  readonly each: Value;
}

/** The heads' losses, weighted and summed. `targets` are [N, count] or, for each step of a sequence, [N, steps, count + 1]. */
export function batchLoss(
  graph: GraphBuilder,
  lowered: LoweredNetwork,
  loss: BoundCall,
  targets: Value,
): RowValues {
  const heads = headLosses(graph, lowered, loss, targets);
  const each = heads
    .map(({ head, rows }) => {
      const { weight } = head.layer.output!;
      return weight === 1 ? rows.each : graph.mul(rows.each, weight);
    })
    .reduce((sum, value) => graph.add(sum, value));
  return { ...heads[0].rows, each };
}

/** The loss of each head that is trained. */
export function headLosses(
  graph: GraphBuilder,
  lowered: LoweredNetwork,
  loss: BoundCall,
  targets: Value,
): readonly { readonly head: LoweredLayer; readonly rows: RowValues }[] {
  const entry = losses.of(loss);
  const { input } = lowered;
  const inputs = (): Value =>
    input.type.shape.length === 2
      ? input
      : reshaped(graph, input, [elements(input.type.shape.slice(1) as number[])]);
  const compared = entry.reconstructs ? inputs() : targets;
  const { rows: wanted, weights } = targetRows(graph, compared);
  const desired = (head: LoweredLayer): Value =>
    !entry.reconstructs && tellsTwoApart(head, wanted)
      ? secondOfTwo(graph, wanted, levelsOf(head.layer))
      : wanted;
  return lowered.outputs
    .filter(({ layer }) => isTrained(layer))
    .map((head) => {
      const compare = headRows(graph, head, compared);
      const wanted = desired(compare);
      const each = entry.build({
        graph,
        head: compare,
        targets: wanted,
        arguments: loss.arguments,
      });
      return { head, rows: { each, ...(weights && { weights }) } };
    });
}

/** The mean loss of a batch with the penalties on the weights: a scalar. */
export function objective(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  options: { loss: BoundCall; regularize?: BoundCall; targets: Value },
): Value {
  const loss = batchLoss(graph, lowered, options.loss, options.targets);
  let total = rowMean(graph, loss.each, loss);
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
  for (const { layer, parameter, regularizer } of penalizedWeights(network, regularize)) {
    const weight = lowered.parameters.get(parameterKey(layer, parameter))!;
    const { output } = lowered.layers.get(layer.id)!;
    const entry = regularizers.of(regularizer);
    yield entry.build(graph, weight, regularizer.arguments, { layer, output });
  }
}

/** The weights that training penalizes, each with its own penalty or the one for all. */
function penalizedWeights({ layers }: Network, regularize: BoundCall | undefined) {
  return layers.flatMap((layer) =>
    layer.parameters.flatMap((parameter) => {
      const regularizer = parameter.regularizer ?? regularize;
      if (!regularizer || !parameter.penalized || parameter.frozen) return [];
      return [{ layer, parameter, regularizer }];
    }),
  );
}

/** Penalties that say nothing of the weights they are for. */
export function incompatiblePenalties(
  network: Network,
  { regularize }: { readonly regularize?: BoundCall },
): readonly LearningError[] {
  return penalizedWeights(network, regularize).flatMap(({ layer, parameter, regularizer }) => {
    const message = regularizers.of(regularizer).objection?.(layer);
    if (message === undefined) return [];
    const setting = parameter.regularizer ? undefined : 'regularize';
    return [new LearningError('penalty-layer', message, setting ? undefined : layer, setting)];
  });
}

/** How many samples, or steps that have a target, a head classifies right. */
export function correctCount(graph: GraphBuilder, head: LoweredLayer, targets: Value): Value {
  const right = rightClasses(graph, head, targets);
  return rowSum(graph, right.each, right);
}

/**
 * How far a head classifies each row right: by the greatest of its outputs, or by the side on which a single one for two classes
 * is. Where several outputs share the greatest value, or the single one is in the middle, the row counts by the chance that
 * picking one of them is right; everything is float32, so that no provider has to leave its device.
 */
function rightClasses(graph: GraphBuilder, head: LoweredLayer, targets: Value): RowValues {
  const { rows: wanted, ...weights } = targetRows(graph, targets);
  const compared = headRows(graph, head, targets);
  const { output, layer } = compared;
  if (tellsTwoApart(compared, wanted)) {
    const outputs = aroundMiddle(graph, rows(graph, output, compared), levelsOf(layer));
    return { each: sameSide(graph, outputs, secondOfTwo(graph, wanted, [-1, 1])), ...weights };
  }
  return { each: bestIsRight(graph, output, wanted), ...weights };
}

/** On which side of the middle between no and yes numbers are: by their sign. */
const aroundMiddle = (graph: GraphBuilder, x: Value, [no, yes]: Levels): Value =>
  no + yes === 0 ? x : graph.sub(x, (no + yes) / 2);

/** 1 for rows in which all numbers of both, [N, units], have the same sign, else 0; a zero counts as a half: [N]. */
function sameSide(graph: GraphBuilder, x: Value, y: Value): Value {
  const a = new Arithmetic(graph);
  const product = a.mul(x, y);
  const chances = a.mul(a.add(a.greater(product, 0), a.atLeast(product, 0)), 0.5);
  return graph.reduceMin(chances, { axes: [1], keepdims: 0 });
}
