import { Arithmetic } from '../../graph/arithmetic';
import { constantNumbers } from '../../graph/constants';
import { numberOf } from '../../graph/attributes';
import type { GraphBuilder } from '../../graph/builder';
import type { Attributes, Value } from '../../graph/graph';
import { ModelError } from '../modelError';

/** A node of an imported model with its inputs already in the graph. */
export interface ImportedNode {
  readonly graph: GraphBuilder;
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  /** How many outputs the model uses, up to the last one; of `Split` all. */
  readonly outputs: number;
}

/** How an operator of some opsets is said with the operators graphs have. */
export interface Conversion {
  readonly operator: string;
  /** First and last opset it holds for. */
  readonly from: number;
  readonly to: number;
  /** The attributes it understands; a node with others is refused. */
  readonly attributes: readonly string[];
  /** The values of the outputs, as many as are supported. */
  convert(node: ImportedNode): readonly Value[];
}

/** The newest opset models may use; conversions without an end hold up to it. */
export const newestOpset = 27;

/** An entry of the table: one output, from one opset up to another. */
export const conversion = (
  operator: string,
  [from, to = newestOpset]: readonly [from: number, to?: number],
  attributes: readonly string[],
  convert: (node: ImportedNode, a: Arithmetic) => Value,
): Conversion => ({
  operator,
  from,
  to,
  attributes,
  convert: (node) => [convert(node, new Arithmetic(node.graph))],
});

/** What a model asks of an operator that graphs cannot say. */
export function unsupported(operator: string, what: string): ModelError {
  const problem = `${operator}: ${what} is not supported`;
  return new ModelError('unsupportedOperators', problem, [{ operator, problem, nodes: [] }]);
}

/** The operator itself with other inputs or attributes. */
export const same = (
  { graph, operator, attributes }: ImportedNode,
  inputs: readonly (Value | undefined)[],
  changed: Attributes = attributes,
): Value => graph.apply(operator, inputs, changed);

export const without = (attributes: Attributes, ...names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

/** An input that must be there. */
export function required({ operator, inputs }: ImportedNode, index: number): Value {
  const value = inputs[index];
  if (value) return value;
  throw new ModelError('invalidGraph', `${operator}: input ${index} is missing`);
}

/** The numbers (of a condition 0 or 1) of an optional input, undefined when it was left out. */
export function constantAt(
  { operator, inputs }: ImportedNode,
  index: number,
  what: string,
): readonly number[] | undefined {
  const value = inputs[index];
  if (!value) return undefined;
  const { producer } = value;
  const numbers = constantNumbers(producer?.operator.name === 'Cast' ? producer.inputs[0] : value);
  if (!numbers) throw unsupported(operator, `${what} (input ${index}) that are not constant`);
  return numbers;
}

/** Refuses an attribute whose value is not the one that changes nothing. */
export function expectNumber(
  { operator, attributes }: ImportedNode,
  name: string,
  neutral: number,
): void {
  const value = numberOf(attributes, name, neutral);
  if (value !== neutral) throw unsupported(operator, `${name} ${value}`);
}

/** 2⁶³ - 1, "to the end" in many models, is 2⁶³ as a number and would wrap around. */
const int64 = (value: number): bigint => (value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value));

/** A constant of int64 from numbers read from a model. */
export const int64Constant = (
  graph: GraphBuilder,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Value => graph.constant(BigInt64Array.from(values, int64), shape);
