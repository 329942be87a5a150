import { describeType } from '../convert';
import { formatArgument } from '../formatCall';
import { type Entry, type Parameter, type VerbEntry, wordsOf } from '../vocabulary';

/** Markdown for the words of the language, the same in hovers, completion and reference pages. */

/** Signature, summary, arguments, details and example of an entry. */
export function entryMarkdown(entry: Entry): string {
  const parameters = Object.entries<Parameter<unknown>>(entry.parameters);
  const others = wordsOf(entry).slice(1);
  return [
    codeBlock(signature(entry)),
    entry.summary,
    parameters.map(([name, parameter]) => `- ${parameterMarkdown(name, parameter)}`).join('\n'),
    entry.details ?? '',
    others.length > 0 ? `Also written ${others.map((word) => `\`${word}\``).join(', ')}.` : '',
    `Example:\n${codeBlock(entry.example)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `kernel`: an integer, at least 1. What it does. */
export function parameterMarkdown(name: string, parameter: Parameter<unknown>): string {
  const facts = [
    describeType(parameter),
    ...(parameter.minimum !== undefined ? [`at least ${parameter.minimum}`] : []),
    ...(parameter.above !== undefined ? [`above ${parameter.above}`] : []),
    ...(parameter.maximum !== undefined ? [`at most ${parameter.maximum}`] : []),
    ...(parameter.required ? ['required'] : defaultOf(parameter)),
  ];
  return `\`${name}\`: ${facts.join(', ')}. ${parameter.summary}`;
}

/** `conv(maps, kernel: …, stride: 1)`: required arguments by name, others with their defaults. */
export function signature(entry: Entry): string {
  const { kind, name, parameters } = entry;
  if (kind === 'verb') return verbSignature(entry as VerbEntry);
  const parts = Object.entries<Parameter<unknown>>(parameters).map(([key, parameter]) => {
    if (parameter.required) return kind === 'setting' && parameter.type === 'entry' ? '…' : key;
    return parameter.default === undefined
      ? `${key}: …`
      : `${key}: ${formatArgument(parameter.default, parameter)}`;
  });
  if (kind === 'setting') return [name, ...parts].join(' ');
  return parts.length > 0 ? `${name}(${parts.join(', ')})` : name;
}

/** `train NETWORK on DATA`, `find rate of NETWORK on DATA` */
function verbSignature({ name, subject, clauses }: VerbEntry): string {
  const about = subject === 'network' ? 'NETWORK' : subject.map((word) => word.name).join('|');
  const values = { network: 'NETWORK', data: 'DATA', file: '"FILE"' } as const;
  return [name, about, ...clauses.map((one) => `${one.name} ${values[one.takes]}`)].join(' ');
}

const defaultOf = (parameter: Parameter<unknown>) =>
  parameter.default === undefined
    ? ['optional']
    : [`default \`${formatArgument(parameter.default, parameter)}\``];

/** A piece of `.dnn` in Markdown. */
export const codeBlock = (text: string) => `\`\`\`dnn\n${text}\n\`\`\``;
