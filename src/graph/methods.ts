import type { Attributes, TensorData, Value } from './graph';
import type { AttributeKind, GraphWriter, Operator } from './operator';
import { signatures, type OperatorName, type Signature } from './operators/signatures';

/** An input: a value, a number for a float32 scalar, or numbers for a vector of int64. */
export type Operand = Value | number | readonly number[];

interface AttributeTypes {
  readonly int: number;
  readonly float: number;
  readonly string: string;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly strings: readonly string[];
  readonly tensor: TensorData;
}

/** What may be left out, by name: the last inputs, and attributes. */
type Options<S> = (S extends { readonly optional: infer Names extends readonly string[] }
  ? { readonly [N in Names[number]]?: Operand }
  : unknown) &
  (S extends { readonly attributes: infer Kinds extends Readonly<Record<string, AttributeKind>> }
    ? { readonly [N in keyof Kinds]?: AttributeTypes[Kinds[N]] }
    : unknown);

type Required<S extends Signature> = S['inputs'] extends infer Names extends readonly string[]
  ? { readonly [I in keyof Names]: Operand }
  : readonly [inputs: readonly Operand[]];

type Given<S extends Signature> = keyof Options<S> extends never
  ? Required<S>
  : readonly [...Required<S>, options?: Options<S>];

type Method<S extends Signature> = (
  ...given: Given<S>
) => S['outputs'] extends 'any' ? readonly Value[] : Value;

type MethodName<N extends string> = N extends Uppercase<N> ? Lowercase<N> : Uncapitalize<N>;

/** A method for every operator: `mul(a, b)`, `reduceMean(x, { axes: [1] })`, `conv(x, filters, { bias })`. */
export type OperatorMethods = {
  readonly [N in OperatorName as MethodName<N>]: Method<(typeof signatures)[N]>;
};

/** `MatMul` as `matMul`, `LRN` as `lrn`. */
export const methodName = (operator: string): string =>
  operator === operator.toUpperCase()
    ? operator.toLowerCase()
    : operator.charAt(0).toLowerCase() + operator.slice(1);

/** What a method is given, read as the operator's inputs and attributes. */
type Arguments = readonly (Operand | readonly Operand[] | Readonly<Record<string, Operand>>)[];

/** Carries out an operator's method: gives its outputs, or the operand a number leaves as it is. */
export function callOperator(
  graph: GraphWriter,
  operator: Operator,
  given: Arguments,
): Value | readonly Value[] {
  const { inputs, optional = [], outputs }: Signature = signatures[operator.name as OperatorName];
  const count = inputs === 'any' ? 1 : inputs.length;
  const required = (inputs === 'any' ? given[0] : given.slice(0, count)) as readonly Operand[];
  const unchanged = leftUnchanged(operator, required);
  if (unchanged) return unchanged;
  const options = (given[count] ?? {}) as Readonly<Record<string, Operand | undefined>>;
  const operands = [...required, ...optional.map((name) => options[name])];
  while (operands.at(-1) === undefined) operands.pop();
  const values = operands.map((operand) =>
    operand === undefined ? undefined : valueOf(graph, operand),
  );
  const attributes = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !optional.includes(name),
  );
  const results = graph.applyAll(operator, values, Object.fromEntries(attributes) as Attributes);
  return outputs === 'any' ? results : results[0];
}

function valueOf(graph: GraphWriter, operand: Operand): Value {
  if (typeof operand === 'number') return graph.scalar(operand);
  return 'type' in operand ? operand : graph.ints(operand);
}

/** The value that is added to 0, multiplied by 1, and so on. */
function leftUnchanged({ neutral }: Operator, [a, b]: readonly Operand[]): Value | undefined {
  const isValue = (operand: Operand): operand is Value =>
    typeof operand === 'object' && 'type' in operand;
  if (!neutral) return undefined;
  if (b === neutral.right && isValue(a)) return a;
  return a === neutral.left && isValue(b) ? b : undefined;
}
