import { quoted } from './literals';
import type { ArgumentValue, BoundCall, BoundValues, Parameter, Parameters } from './vocabulary';

/** A bound call with all its arguments by name, as it is recorded: `sgd(rate: 0.1, momentum: 0.9, nesterov: false)`. */
export const formatCall = ({ name, arguments: values }: BoundCall): string =>
  called(
    name,
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : `${key}: ${formatValue(value)}`,
    ),
  );

/** A bound call as a reader would write it: the first argument without its name, defaults left out. */
export function shortCall(
  name: string,
  values: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): string {
  const known = Object.keys(parameters);
  const parts = (known.length > 0 ? known : Object.keys(values)).flatMap((key, position) => {
    const value = values[key];
    if (value === undefined) return [];
    const parameter = known.length > 0 ? parameters[key] : undefined;
    const text = formatArgument(value, parameter);
    if (parameter?.default !== undefined && text === formatArgument(parameter.default, parameter))
      return [];
    return [parameter && position === 0 ? text : `${key}: ${text}`];
  });
  return called(name, parts);
}

/** The values of a setting as they would stand behind its word; a number alone stays one. */
export function formatValues(values: BoundValues): string | number {
  const given = Object.values(values).filter((value) => value !== undefined);
  const [first, ...others] = given;
  if (typeof first === 'number' && others.length === 0) return first;
  return given.map((value) => (typeof value === 'string' ? value : formatValue(value))).join(' ');
}

/** A value as it may be written for its parameter: words without quotes, and once what height and width have in common. */
export function formatArgument(
  value: unknown,
  parameter?: Pick<Parameter<unknown>, 'type'>,
): string {
  if (typeof value === 'string') return parameter?.type === 'string' ? quoted(value) : value;
  if (Array.isArray(value)) {
    const [first, second] = value as unknown[];
    // Without a parameter it is an attribute of a model's node, whose pairs are windows.
    const isPair = parameter === undefined || parameter.type === 'pair';
    if (isPair && value.length === 2 && first === second) return formatArgument(first);
  }
  return formatValue(value as NonNullable<ArgumentValue>);
}

function formatValue(value: NonNullable<ArgumentValue>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  return 'name' in value ? formatCall(value) : `[${value.map(formatValue).join(', ')}]`;
}

const called = (name: string, parts: readonly string[]): string =>
  parts.length > 0 ? `${name}(${parts.join(', ')})` : name;
