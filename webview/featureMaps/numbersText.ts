import * as l10n from '@vscode/l10n';
import { typed } from './typed';

/** A sequence read from text, or what is wrong with it. */
export type ReadNumbers =
  { readonly values: Float32Array; readonly steps: number } | { readonly problem: string };

/**
 * Reads steps of a sequence, a line for each, numbers between commas, semicolons, tabs or spaces; a first line without any number is
 * a head. A sequence that is too short ends in zeros, as those of tables do; of a longer one the first steps count.
 */
export function readNumbers(
  text: string,
  [steps, features]: readonly [number, number],
): ReadNumbers {
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.length > 0);
  const [head, ...others] = lines;
  const isHead = head?.cells.every((cell) => Number.isNaN(Number(cell))) ?? false;
  const given = isHead ? others : lines;
  const values = new Float32Array(steps * features);
  for (const [step, { line, cells }] of given.entries()) {
    if (cells.length !== features)
      return {
        problem: l10n.t(
          'Line {0} has {1} numbers; a step has {2}.',
          ...[line, cells.length, features],
        ),
      };
    for (const [feature, cell] of cells.entries()) {
      const value = Math.fround(Number(cell));
      if (!Number.isFinite(value))
        return { problem: l10n.t('Line {0}: “{1}” is no number.', line, cell.slice(0, 40)) };
      if (step < steps) values[step * features + feature] = value;
    }
  }
  return { values, steps: given.length };
}

const cellsOf = (line: string): string[] => {
  const text = line.trim();
  if (text === '') return [];
  const separator = /[,;\t]/.exec(text)?.[0];
  return separator === undefined
    ? text.split(/\s+/)
    : text.split(separator).map((cell) => cell.trim() || '?');
};

/** A sequence as `readNumbers` reads it. */
export const numbersText = (values: Float32Array, features: number): string =>
  Array.from({ length: values.length / features }, (_, step) =>
    Array.from(values.subarray(step * features, (step + 1) * features), typed).join(', '),
  ).join('\n');
