import { Arithmetic } from '../../graph/arithmetic';
import { flagOf, numberOf, textOf, textsOf } from '../../graph/attributes';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { reshape } from '../../graph/layout';
import { range } from '../../graph/shapes';
import {
  constantAt,
  newestOpset,
  required,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Recurrent layers written out, step by step, so that gradients run back through time. */

type Operator = 'RNN' | 'GRU' | 'LSTM';

/** One direction of a recurrent layer. */
interface Direction {
  readonly a: Arithmetic;
  readonly units: number;
  /** R of all gates, [gates · units, units]. */
  readonly recurrent: Value;
  /** What is added to a product of the state, [gates · units]. */
  readonly bias: Value | undefined;
  /** f, g and h, as many as the operator has. */
  readonly activations: readonly ((x: Value) => Value)[];
  /** GRU: the reset comes after the product. */
  readonly resetAfter: boolean;
}

interface State {
  readonly hidden: Value | undefined;
  readonly cell?: Value | undefined;
}

/** The state after a step, of W x + b of all gates, [N, gates · units]; absent states are zero. */
type Step = (sum: Value, state: State, direction: Direction) => State & { readonly hidden: Value };

const gatesOf = ({ a, units }: Direction, sums: Value, count: number): readonly Value[] =>
  a.graph.split(sums, a.graph.ints(Array.from({ length: count }, () => units)), { axis: 1 });

const ofState = (
  { a, recurrent, bias }: Direction,
  hidden: Value | undefined,
): Value | undefined => (hidden ? a.graph.gemm(hidden, recurrent, { bias, transB: 1 }) : bias);

const sum = ({ a }: Direction, x: Value, y: Value | undefined): Value => (y ? a.add(x, y) : x);

const rnnStep: Step = (input, { hidden }, direction) => {
  const [f] = direction.activations;
  return { hidden: f(sum(direction, input, ofState(direction, hidden))) };
};

/** Gates in the order i, o, f, c. */
const lstmStep: Step = (input, { hidden, cell }, direction) => {
  const { a, activations } = direction;
  const [f, g, h] = activations;
  const sums = sum(direction, input, ofState(direction, hidden));
  const [enter, show, keep, candidate] = gatesOf(direction, sums, 4);
  const entering = a.mul(f(enter), g(candidate));
  const next = cell ? a.add(a.mul(f(keep), cell), entering) : entering;
  return { hidden: a.mul(f(show), h(next)), cell: next };
};

/** Gates in the order z, r, h. */
const gruStep: Step = (input, { hidden }, direction) => {
  const { a, units, recurrent, bias, activations, resetAfter } = direction;
  const { graph } = a;
  const [f, g] = activations;
  const [updateInput, resetInput, candidate] = gatesOf(direction, input, 3);
  const lengths = graph.ints([2 * units, units]);
  const [gateWeights, ownWeights] = graph.split(recurrent, lengths, { axis: 0 });
  const [gateBias, ownBias] = bias ? graph.split(bias, lengths, { axis: 0 }) : [];
  const product = (state: Value | undefined, weights: Value, plus: Value | undefined) =>
    state ? graph.gemm(state, weights, { bias: plus, transB: 1 }) : plus;
  const gates = product(hidden, gateWeights, gateBias);
  const pair = gates && graph.split(gates, graph.ints([units, units]), { axis: -1 });
  const update = f(sum(direction, updateInput, pair?.[0]));
  const reset = f(sum(direction, resetInput, pair?.[1]));
  const memory = (): Value | undefined => {
    if (!resetAfter) return product(hidden && a.mul(reset, hidden), ownWeights, ownBias);
    const after = product(hidden, ownWeights, ownBias);
    return after && a.mul(reset, after);
  };
  const fresh = g(sum(direction, candidate, memory()));
  // (1 − z) h̃ + z h
  const pull = hidden ? a.sub(hidden, fresh) : a.neg(fresh);
  return { hidden: a.add(fresh, a.mul(update, pull)) };
};

const steps: Readonly<Record<Operator, Step>> = { RNN: rnnStep, GRU: gruStep, LSTM: lstmStep };

const gateCounts: Readonly<Record<Operator, number>> = { RNN: 1, GRU: 3, LSTM: 4 };

const usualActivations: Readonly<Record<Operator, readonly string[]>> = {
  RNN: ['Tanh'],
  GRU: ['Sigmoid', 'Tanh'],
  LSTM: ['Sigmoid', 'Tanh', 'Tanh'],
};

const activations: Readonly<Record<string, (graph: GraphBuilder, x: Value) => Value>> = {
  tanh: (graph, x) => graph.tanh(x),
  sigmoid: (graph, x) => graph.sigmoid(x),
  relu: (graph, x) => graph.relu(x),
  softplus: (graph, x) => graph.softplus(x),
};

/** The activations of one direction, by ONNX's names, which know no case. */
function activationsOf(
  { graph, operator, attributes }: ImportedNode,
  direction: number,
): readonly ((x: Value) => Value)[] {
  const usual = usualActivations[operator as Operator];
  const names = textsOf(attributes, 'activations');
  const own = names?.slice(direction * usual.length, (direction + 1) * usual.length) ?? usual;
  return own.map((name) => {
    const key = name.toLowerCase();
    if (!Object.hasOwn(activations, key)) throw unsupported(operator, `the activation ${name}`);
    return (x) => activations[key](graph, x);
  });
}

/** What would change the result and is not written out. */
function refuse(node: ImportedNode, length: number): void {
  const { operator, attributes, inputs } = node;
  for (const name of ['clip', 'input_forget', 'activation_alpha', 'activation_beta'])
    if (name in attributes) throw unsupported(operator, `the attribute '${name}'`);
  const lengths = constantAt(node, 4, 'lengths of sequences');
  if (lengths?.some((one) => one !== length))
    throw unsupported(operator, 'sequences shorter than others');
  if (inputs[7]) throw unsupported(operator, 'peepholes (input 7)');
}

/** What a direction gives: the state of every step in the order of the steps, and the last ones. */
interface Written {
  readonly states: readonly Value[];
  readonly hidden: Value;
  readonly cell: Value | undefined;
}

/** One direction step by step; `byStep` is [T, N, features], and states have the batch behind the direction. */
function writeDirection(node: ImportedNode, byStep: Value, place: number): Written {
  const { graph, attributes, inputs } = node;
  const operator = node.operator as Operator;
  const part = (value: Value | undefined): Value | undefined =>
    value && graph.squeeze(graph.slice(value, [place], [place + 1], { axes: [0] }), { axes: [0] });
  const recurrent = required(node, 2);
  const units = numberOf(attributes, 'hidden_size', recurrent.type.shape.at(-1) as number);
  const sums = gateCounts[operator] * units;
  const both = part(inputs[3]);
  const [ofInput, ofStates] = both ? graph.split(both, graph.ints([sums, sums]), { axis: 0 }) : [];
  const direction: Direction = {
    ...{ a: new Arithmetic(graph), units, bias: ofStates, recurrent: part(recurrent)! },
    activations: activationsOf(node, place),
    resetAfter: flagOf(attributes, 'linear_before_reset', false),
  };
  const backwards = place === 1 || textOf(attributes, 'direction', 'forward') === 'reverse';
  const inOrder = <T>(list: readonly T[]) => (backwards ? list.toReversed() : list);
  const given = inputSums(graph, byStep, part(required(node, 1))!, ofInput);
  const byDirection = (value: Value | undefined) =>
    part(value && isBatchFirst(node) ? graph.transpose(value, { perm: [1, 0, 2] }) : value);
  let state: State = { hidden: byDirection(inputs[5]), cell: byDirection(inputs[6]) };
  const states = inOrder(given).map((one) => {
    const next = steps[operator](one, state, direction);
    state = next;
    return next.hidden;
  });
  return { states: inOrder(states), hidden: states.at(-1)!, cell: state.cell };
}

const isBatchFirst = ({ attributes }: ImportedNode): boolean => flagOf(attributes, 'layout', false);

/** The states of all steps, [T, D, N, units], and the last ones, [D, N, units]; with the batch first [N, T, D, units] and [N, D, units]. */
function writtenOut(node: ImportedNode): readonly Value[] {
  const { graph, operator, attributes } = node;
  const batchFirst = isBatchFirst(node);
  const x = required(node, 0);
  const byStep = batchFirst ? graph.transpose(x, { perm: [1, 0, 2] }) : x;
  const [length] = byStep.type.shape;
  if (typeof length !== 'number')
    throw unsupported(operator, `a sequence of unknown length (${length})`);
  refuse(node, length);
  const count = textOf(attributes, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  const directions = range(0, count).map((place) => writeDirection(node, byStep, place));
  const stack = (values: readonly Value[], axis: number): Value =>
    graph.concat(
      values.map((value) => graph.unsqueeze(value, [axis])),
      { axis },
    );
  const ofSteps = directions.map(({ states }) => stack(states, batchFirst ? 1 : 0));
  const last = (values: readonly Value[]) => stack(values, batchFirst ? 1 : 0);
  const outputs = [
    stack(ofSteps, batchFirst ? 2 : 1),
    last(directions.map(({ hidden }) => hidden)),
  ];
  const cells = directions.flatMap(({ cell }) => cell ?? []);
  return cells.length > 0 ? [...outputs, last(cells)] : outputs;
}

/** W x + b of every step, [N, gates · units] each, in one product. */
function inputSums(
  graph: GraphBuilder,
  byStep: Value,
  weight: Value,
  bias: Value | undefined,
): readonly Value[] {
  const [length, batch, features] = byStep.type.shape;
  const [sums] = weight.type.shape;
  const rows = graph.reshape(byStep, [-1, features as number]);
  const all = graph.gemm(rows, weight, { bias, transB: 1 });
  const byStepAgain = reshape(graph, all, [length, batch, sums], byStep);
  const ones = graph.ints(Array.from({ length: length as number }, () => 1));
  return graph
    .split(byStepAgain, ones, { axis: 0 })
    .map((step) => graph.squeeze(step, { axes: [0] }));
}

const known = [
  ...['hidden_size', 'direction', 'activations', 'activation_alpha', 'activation_beta'],
  ...['clip', 'layout'],
];

const recurrent = (operator: Operator, ...more: readonly string[]): Conversion => ({
  ...{ operator, from: 7, to: newestOpset },
  attributes: [...known, ...more],
  convert: writtenOut,
});

export const recurrentConversions: readonly Conversion[] = [
  recurrent('RNN'),
  recurrent('GRU', 'linear_before_reset'),
  recurrent('LSTM', 'input_forget'),
];
