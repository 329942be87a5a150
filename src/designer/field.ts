import { applied } from '../language/textEdit';
import { fieldMark } from './mark';
import { DesignError, type ToldOperation } from './operation';
import { operationOf } from './operations';
import { planned, type OwnerName, type Understood } from './perform';

/** A field's content as it would stand in the notebook. */
export interface PlacedField {
  readonly sources: readonly string[];
  readonly cell: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The notebook with a field's content in its place, whatever is typed there: `operation` says where, with the mark in place of the
 * content. Undefined where the operation writes it nowhere.
 */
export function placedField(
  notebook: Understood,
  owner: OwnerName | undefined,
  operation: ToldOperation,
  text: string,
): PlacedField | undefined {
  const { sources } = notebook;
  try {
    const { edits } = planned(notebook, owner, operationOf(operation));
    const cell = edits.find((edit) => edit.text.includes(fieldMark))?.location.cell;
    if (cell === undefined) return undefined;
    const changed = applied(sources, edits);
    const start = changed[cell].indexOf(fieldMark);
    const source =
      changed[cell].slice(0, start) + text + changed[cell].slice(start + fieldMark.length);
    return { sources: changed.with(cell, source), cell, start, end: start + text.length };
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
}
