import { quoted } from './literals';
import type { Argument, Call, Expression } from './syntax';

/** An expression as it may be written; parts within one another stand in parentheses. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'string':
      return quoted(expression.value);
    case 'reference': {
      const path = expression.path.map(({ text }) => text).join('.');
      return expression.index ? `${path}[${formatExpression(expression.index)}]` : path;
    }
    case 'call':
      return formatCallExpression(expression);
    case 'list':
      return `[${expression.items.map(formatExpression).join(', ')}]`;
    case 'range':
      return `${inner(expression.from)}..${inner(expression.to)}`;
    case 'negate':
      return `-${inner(expression.operand)}`;
    case 'arithmetic':
      return expression.rest.reduce(
        (text, { operator, operand }) => `${text} ${operator} ${inner(operand)}`,
        inner(expression.first),
      );
  }
}

/** A call with the arguments that are written: `adam(rate: 0.01)`. */
export const formatCallExpression = ({
  name,
  arguments: given,
}: Pick<Call, 'name' | 'arguments'>) =>
  given.length === 0 ? name.text : `${name.text}(${given.map(argument).join(', ')})`;

const argument = ({ name, value }: Argument): string =>
  `${name ? `${name.text}: ` : ''}${formatExpression(value)}`;

const inner = (expression: Expression): string =>
  expression.kind === 'arithmetic' || expression.kind === 'range' || expression.kind === 'negate'
    ? `(${formatExpression(expression)})`
    : formatExpression(expression);
