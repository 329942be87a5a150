import type { Diagnostic } from '../language/source';
import type { Statement } from '../language/syntax';

/** Something is missing: perhaps it stands in a line that could not be read. */
const missing = new Set(['missing-clause', 'missing-setting', 'no-input', 'no-output']);

/** Leaves out what is only missing because a line of the same statement could not be read: one mistake is told once. */
export function withoutConsequences(
  diagnostics: readonly Diagnostic[],
  unreadable: readonly Diagnostic[],
  cells: readonly (readonly Statement[])[],
): readonly Diagnostic[] {
  return diagnostics.filter(({ code, location: { cell, start } }) => {
    if (!missing.has(code)) return true;
    const statement = cells[cell].findLast(({ location }) => location.start <= start);
    const touches = ({ location }: Diagnostic) =>
      statement !== undefined &&
      location.cell === cell &&
      location.start >= statement.location.start &&
      location.start <= statement.location.end;
    return !unreadable.some(touches);
  });
}
