import { DataError } from '../dataset';
import type { TableValues } from './parameters';
import type { ChosenColumns } from './table';

/** The columns that are asked for, by names; throws `DataError`. */
export function chooseColumns(
  columns: readonly string[],
  values: Pick<TableValues, 'target' | 'features' | 'sequence'>,
  file: string,
): ChosenColumns {
  const find = (name: string) => columnOf(name, columns, file);
  const bad = (what: string) =>
    new DataError('bad-format', `${what} of ${file}. Correct the list.`, file);
  const listOf = (word: 'target' | 'features', names: readonly string[]) => {
    if (names.length === 0) throw bad(`\`${word}\` names no column`);
    const found = names.map(find);
    const twice = found.find((column, i) => found.indexOf(column) < i);
    if (twice !== undefined) throw bad(`\`${word}\` names \`${columns[twice]}\` twice`);
    return found;
  };
  const sequence = values.sequence === undefined ? undefined : find(values.sequence);
  const others = columns.map((_, i) => i).filter((i) => i !== sequence);
  const targets = values.target ? listOf('target', values.target) : others.slice(-1);
  const features = values.features
    ? listOf('features', values.features)
    : others.filter((i) => !targets.includes(i));
  if (features.length === 0) throw bad('`target` takes every column and leaves no features');
  const both = [...features, ...(sequence === undefined ? [] : [sequence])].find((column) =>
    targets.includes(column),
  );
  if (both !== undefined)
    throw bad(
      `\`${columns[both]}\` is a target and cannot be ${both === sequence ? '`sequence`' : 'among `features`'}`,
    );
  return { features, targets, ...(sequence !== undefined && { sequence }) };
}

function columnOf(name: string, columns: readonly string[], file: string): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw new DataError(
    'bad-format',
    `${file} has no column \`${name}\`. Its columns are ${listed(columns)}.`,
    file,
  );
}

const mostListed = 20;

function listed(columns: readonly string[]): string {
  const names = columns.slice(0, mostListed).map((name) => `\`${name}\``);
  const others = columns.length - names.length;
  return names.join(', ') + (others > 0 ? ` and ${others} others` : '');
}
