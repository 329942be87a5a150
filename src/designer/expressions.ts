import type { Call, ChainStatement, Expression, Name } from '../language/syntax';

/** A name in an expression, and whether more than a name can stand in its place only in parentheses. */
export interface UsedName extends Name {
  readonly isOperand: boolean;
}

/** The names a statement uses in expressions and for activations: values of `let`s and of a block's parameters. */
export function namesIn(statement: ChainStatement): UsedName[] {
  switch (statement.kind) {
    case 'input':
      return statement.shape.flatMap((each) => namesOf(each));
    case 'layer': {
      const weight = statement.output?.weight;
      return [
        ...(weight ? namesOf(weight) : []),
        ...argumentNames(statement.call),
        ...statement.activations.flatMap((call) => callNames(call)),
      ];
    }
    case 'branch':
      return [
        ...argumentNames(statement.call),
        ...statement.activations.flatMap((call) => callNames(call)),
      ];
    case 'repeat':
      return namesOf(statement.count);
  }
}

function namesOf(expression: Expression, isOperand = false): UsedName[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return [];
    case 'reference': {
      const [first] = expression.path;
      const index = expression.index ? namesOf(expression.index) : [];
      return [{ ...first, isOperand: isOperand || expression.index !== undefined }, ...index];
    }
    case 'call':
      return callNames(expression);
    case 'list':
      return expression.items.flatMap((item) => namesOf(item));
    case 'range':
      return [...namesOf(expression.from, true), ...namesOf(expression.to, true)];
    case 'negate':
      return namesOf(expression.operand, true);
    case 'arithmetic':
      return [
        ...namesOf(expression.first, true),
        ...expression.rest.flatMap(({ operand }) => namesOf(operand, true)),
      ];
  }
}

const callNames = (call: Call): UsedName[] => [
  { ...call.name, isOperand: false },
  ...argumentNames(call),
];

const argumentNames = (call: Call): UsedName[] =>
  call.arguments.flatMap(({ name, value }) => (name?.text === 'share' ? [] : namesOf(value)));
