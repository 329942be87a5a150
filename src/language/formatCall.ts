import type { ArgumentValue, BoundCall, BoundValues } from './vocabulary';

/** A bound call as it would be written, with all its arguments: `sgd(rate: 0.1, momentum: 0.9, nesterov: false)`. */
export function formatCall({ name, arguments: values }: BoundCall): string {
  const given = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}: ${formatValue(value)}`,
  );
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
}

/** The values of a setting as they would stand behind its word; a number alone stays one. */
export function formatValues(values: BoundValues): string | number {
  const given = Object.values(values).filter((value) => value !== undefined);
  const [first, ...others] = given;
  if (typeof first === 'number' && others.length === 0) return first;
  return given.map((value) => (typeof value === 'string' ? value : formatValue(value))).join(' ');
}

function formatValue(value: NonNullable<ArgumentValue>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  return 'name' in value ? formatCall(value) : `[${value.join(', ')}]`;
}
