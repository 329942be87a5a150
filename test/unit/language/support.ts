import type { Diagnostic, Location } from '../../../src/language/source';
import type {
  Call,
  ChainStatement,
  Expression,
  Name,
  NetworkDeclaration,
  Setting,
  Statement,
} from '../../../src/language/syntax';

/** The text a diagnostic points at, its code and its message, in one line. */
export const shown = (source: string, { location, code, message }: Diagnostic) =>
  `${textAt(source, location)} | ${code} | ${message}`;

export const textAt = (source: string, { start, end }: Location) => source.slice(start, end);

const list = (items: readonly string[]) => (items.length > 0 ? ` ${items.join(' ')}` : '');
const names = (items: readonly Name[]) => items.map(({ text }) => text).join(',');
const chain = (items: readonly ChainStatement[]) => `{${items.map(chainStatement).join('; ')}}`;

/** A syntax tree in a compact, unambiguous form: every operation in parentheses. */
export function statement(node: Statement): string {
  const partial = 'incomplete' in node ? ' incomplete' : '';
  switch (node.kind) {
    case 'data':
      return `data ${node.name.text}${settings(node.settings)}${partial}`;
    case 'network':
      return `network ${node.name.text}${model(node)} ${chain(node.body)}${partial}`;
    case 'block':
      return `block ${node.name.text}(${names(node.parameters)}) ${chain(node.body)}${partial}`;
    case 'let':
      return `let ${node.name.text} = ${expression(node.value)}`;
    case 'action': {
      const clauses = node.clauses.map(
        ({ keyword, value }) => `<${keyword.text} ${expression(value)}>`,
      );
      return `${node.verb} ${node.subject.text}${list(clauses)}${settings(node.settings)}${partial}`;
    }
  }
}

const model = ({ from, settings: items }: NetworkDeclaration) =>
  `${from ? ` from ${JSON.stringify(from.file)}` : ''}${items ? settings(items) : ''}`;

const settings = (items: readonly Setting[]) => ` {${items.map(setting).join('; ')}}`;

const setting = ({ keyword, label, phrase }: Setting) =>
  `${keyword.text}${label ? ` ${label.text}:` : ''}${list(phrase.map(expression))}`;

function chainStatement(node: ChainStatement): string {
  switch (node.kind) {
    case 'input':
      return `input ${node.name.text}[${node.shape.map(expression).join(',')}]`;
    case 'repeat':
      return `repeat ${expression(node.count)} ${chain(node.body)}`;
    case 'layer':
    case 'branch': {
      const output = node.kind === 'layer' ? node.output : undefined;
      const head = output
        ? `output${output.name ? ` ${output.name.text}` : ''}${output.weight ? ` weight ${expression(output.weight)}` : ''}: `
        : node.label
          ? `${node.label.text}: `
          : '';
      const branches = node.kind === 'branch' ? ` [${node.branches.map(chain).join('')}]` : '';
      const from = node.from ? ` from ${names(node.from)}` : '';
      return `${head}${call(node.call)}${branches}${list(node.activations.map(call))}${from}`;
    }
  }
}

const call = (node: Call) =>
  `${node.name.text}(${node.arguments
    .map(({ name, value }) => (name ? `${name.text}: ` : '') + expression(value))
    .join(', ')})`;

export function expression(node: Expression): string {
  switch (node.kind) {
    case 'number':
    case 'boolean':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'reference':
      return (
        names(node.path).replaceAll(',', '.') + (node.index ? `[${expression(node.index)}]` : '')
      );
    case 'call':
      return call(node);
    case 'list':
      return `[${node.items.map(expression).join(', ')}]`;
    case 'range':
      return `(${expression(node.from)} .. ${expression(node.to)})`;
    case 'negate':
      return `(- ${expression(node.operand)})`;
    case 'arithmetic':
      return node.rest.reduce(
        (left, { operator, operand }) => `(${left} ${operator} ${expression(operand)})`,
        expression(node.first),
      );
  }
}
