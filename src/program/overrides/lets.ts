import type { LetDeclaration } from '../../language/syntax';
import { notebookVocabulary } from '../vocabulary';
import {
  callOf,
  type Cells,
  letsOf,
  type Override,
  OverrideError,
  parseValue,
  relocate,
  withArgument,
} from './written';

/** Puts another value in place of a `let`'s, or another argument into the word it holds. */
export function overrideLet(override: Override, cells: Cells): Cells {
  const target = letsOf(cells).get(override.name);
  if (!target) return cells;
  const changed = withValue(target, override, cells);
  return cells.map((cell) => cell.map((statement) => (statement === target ? changed : statement)));
}

function withValue(target: LetDeclaration, override: Override, cells: Cells): LetDeclaration {
  const { location } = target.value;
  const value = parseValue(override);
  if (override.argument === undefined) return { ...target, value: relocate(value, location) };
  const call = callOf(target.value, cells);
  if (!call) {
    const message = `the value of \`${override.name}\` takes no arguments`;
    throw new OverrideError(`${override.given}: ${message}`);
  }
  const { valueKinds } = notebookVocabulary;
  return { ...target, value: withArgument(call, valueKinds, override, value, location) };
}
