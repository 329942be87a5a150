import type { Attributes, DataType, TensorType, Value } from '../graph';
import type { GradientContext, InferenceContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { GraphError } from '../graphError';
import { signatures, type OperatorName, type Signature } from './signatures';

/** A standard ONNX operator. `since` is the first opset with the semantics of opset 17. */
export function define(
  name: OperatorName,
  since: number,
  definition: Omit<Operator, 'name' | 'domain' | 'since' | 'attributes'>,
): Operator {
  const signature: Signature = signatures[name];
  return {
    ...definition,
    name,
    domain: '',
    since,
    attributes: signature.attributes ?? {},
    infer: (context) => {
      expectInputs(name, context, signature);
      return definition.infer(context);
    },
  };
}

/** What the gradient rule of an operator with one input and one output sees. */
export interface UnaryGradient {
  readonly a: Arithmetic;
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly attributes: Attributes;
}

/** The gradient rule of an operator whose first input alone has a gradient. */
export const firstInput =
  (rule: (context: UnaryGradient) => Value) =>
  ({ graph, inputs, outputs, gradients, attributes }: GradientContext): readonly Value[] => [
    rule({
      a: new Arithmetic(graph),
      x: inputs[0],
      y: outputs[0],
      dy: gradients[0]!,
      attributes,
    }),
  ];

/** The type of an input that must be there and, if types are named, have one of them. */
export function inputType(
  operator: string,
  { inputs }: InferenceContext,
  index: number,
  ...allowed: readonly DataType[]
): TensorType {
  const type = inputs[index];
  if (!type) throw new GraphError(operator, `input ${index} is missing`);
  if (allowed.length > 0 && !allowed.includes(type.dataType)) {
    throw new GraphError(
      operator,
      `input ${index} is ${type.dataType}, expected ${allowed.join(' or ')}`,
    );
  }
  return type;
}

/** All inputs, of one data type. */
export function sameTypes(operator: string, context: InferenceContext): readonly TensorType[] {
  const types = context.inputs.map((_, index) => inputType(operator, context, index));
  const [first, ...others] = types.map((type) => type.dataType);
  const other = others.find((type) => type !== first);
  if (other !== undefined) {
    throw new GraphError(
      operator,
      `inputs have the types ${first} and ${other}, expected one type`,
    );
  }
  return types;
}

/** Throws unless there are as many inputs as the operator takes. */
function expectInputs(
  operator: string,
  { inputs: { length } }: InferenceContext,
  { inputs, optional = [] }: Signature,
): void {
  const least = inputs === 'any' ? 0 : inputs.length;
  const most = inputs === 'any' ? Infinity : least + optional.length;
  if (length >= least && length <= most) return;
  const expected = least === most ? `${least}` : `${least} to ${most}`;
  throw new GraphError(operator, `${length} inputs, expected ${expected}`);
}

/** The numbers of an input that must be constant. */
export function constantInput(
  operator: string,
  { constants }: InferenceContext,
  index: number,
  what: string,
): readonly number[] {
  const numbers = constants[index];
  if (!numbers) throw new GraphError(operator, `the ${what} (input ${index}) must be a constant`);
  return numbers;
}
