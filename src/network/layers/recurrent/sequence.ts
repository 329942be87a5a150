import type { GraphBuilder } from '../../../graph/builder';
import type { Attributes, Value } from '../../../graph/graph';
import { integer, word } from '../../../language/parameters';
import type { Values } from '../../../language/vocabulary';
import { bias, weight } from '../../define';
import { ShapeError, type LayerBuild, type LayerInference } from '../../entries';
import type { Shape } from '../../parameters';
import { singleInput } from '../../shapes';

/** What recurrent layers share: steps written one after the other, so that gradients run back through time. */

export const sequenceParameters = {
  units: integer('Number of units.', { minimum: 1 }),
  output: word('The state after the last step, or after every step.', ['last', 'sequence'], {
    default: 'last',
  }),
};

type Arguments = Values<typeof sequenceParameters>;

/** The only input's steps and features; throws `ShapeError` naming `layer` for anything else. */
export function sequenceShape(layer: string, inputs: readonly Shape[]): [number, number] {
  const [shape] = singleInput(layer, inputs);
  if (shape.length === 2) return [shape[0], shape[1]];
  throw new ShapeError(
    `\`${layer}\` needs sequences [steps, features]`,
    '[steps, features]',
    inputs,
  );
}

/** Shape and parameters of a layer whose units have `gates` sums of input and state each. */
export function inferSequence(
  layer: string,
  gates: number,
  { units, output }: Arguments,
  inputs: readonly Shape[],
): LayerInference {
  const [steps, features] = sequenceShape(layer, inputs);
  return {
    shape: output === 'last' ? [units] : [steps, units],
    parameters: [
      weight([gates * units, features], features, units),
      { ...weight([gates * units, units], units, units), name: 'recurrent' },
      bias(gates * units),
    ],
    cost: { multiplyAdds: steps * gates * units * (features + units) },
  };
}

/** W x + b of every step in one product, then cut into steps: [N, gates · units] each. */
function inputSums({ graph, inputs, inputShapes, parameter }: LayerBuild<Arguments>): Value[] {
  const [[steps, features]] = inputShapes;
  const [batch] = inputs[0].type.shape;
  const byStep = graph.transpose(inputs[0], { perm: [1, 0, 2] });
  const rows = graph.reshape(byStep, [-1, features]);
  const w = parameter('weight');
  const sums = graph.gemm(rows, w, { bias: parameter('bias'), transB: 1 });
  const parts = (length: number) => graph.ints(Array.from({ length: steps }, () => length));
  if (steps === 1) return [sums];
  if (typeof batch === 'number') {
    return [...graph.split(sums, parts(batch), { axis: 0 })];
  }
  const sequence = graph.reshape(sums, [steps, -1, w.type.shape[0] as number]);
  return graph
    .split(sequence, parts(1), { axis: 0 })
    .map((step) => graph.squeeze(step, { axes: [0] }));
}

/** The equal parts of [N, parts · units]. */
export const gatesOf = (graph: GraphBuilder, sums: Value, parts: number, units: number) =>
  graph.split(
    sums,
    Array.from({ length: parts }, () => units),
    { axis: 1 },
  );

/** A recurrent layer as one operator of ONNX. */
export interface SingleOperator {
  readonly operator: 'RNN' | 'GRU' | 'LSTM';
  /** For each of ONNX's gates the place of ours. */
  readonly gates: readonly number[];
  /** Of the state; absent: zero. */
  readonly bias?: Value;
  readonly attributes?: Attributes;
}

/** The layer as that operator, for sequences of any length: its weights are those of all gates in ONNX's order. */
export function asOperator(
  { graph, inputs, parameter, arguments: { units, output } }: LayerBuild<Arguments>,
  { operator, gates, bias: ofState, attributes }: SingleOperator,
): Value {
  const ordered = (weights: Value): Value => {
    if (gates.length === 1) return weights;
    const lengths = graph.ints(gates.map(() => units));
    const parts = graph.split(weights, lengths, { axis: 0 });
    return graph.concat(
      gates.map((gate) => parts[gate]),
      { axis: 0 },
    );
  };
  const zeros = graph.constant(new Float32Array(gates.length * units), [gates.length * units]);
  const biases = [ordered(parameter('bias')), ofState ? ordered(ofState) : zeros];
  const [states, last] = graph.applyAll(
    operator,
    [
      graph.transpose(inputs[0], { perm: [1, 0, 2] }),
      graph.unsqueeze(ordered(parameter('weight')), [0]),
      graph.unsqueeze(ordered(parameter('recurrent')), [0]),
      graph.unsqueeze(graph.concat(biases, { axis: 0 }), [0]),
    ],
    { hidden_size: units, ...attributes },
  );
  if (output === 'last') return graph.squeeze(last, { axes: [0] });
  return graph.transpose(graph.squeeze(states, { axes: [1] }), { perm: [1, 0, 2] });
}

/**
 * Runs `step` over the sequence. It gets W x + b of the step and the state before it, [N, units]: at first the one that was carried
 * here, or zero, which is absent where the batch is not known.
 */
export function unroll(
  context: LayerBuild<Arguments>,
  step: (inputSum: Value, state: Value | undefined) => Value,
): Value {
  const { graph, inputs, carried, leave } = context;
  const { units, output } = context.arguments;
  const [batch] = inputs[0].type.shape;
  // With a state at every step the recurrent weights' gradient is one product over the stack of all steps.
  let state =
    carried('state', [units]) ??
    (typeof batch === 'number'
      ? graph.constant(new Float32Array(batch * units), [batch, units], `zeros${batch}x${units}`)
      : undefined);
  const states = inputSums(context).map((sum) => (state = step(sum, state)));
  leave('state', states.at(-1)!);
  if (output === 'last') return states.at(-1)!;
  const rows = states.map((value) => graph.unsqueeze(value, [1]));
  return graph.concat(rows, { axis: 1 });
}
