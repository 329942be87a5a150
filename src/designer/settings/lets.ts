import type { Diagnostic } from '../../language/source';
import type { LetDeclaration, Statement } from '../../language/syntax';
import type { Field } from '../callForm';
import { problemIn } from '../problems';

/** The values that a notebook names with `let`, in the order of the text. */
export const letsIn = (cells: readonly (readonly Statement[])[]): readonly LetDeclaration[] =>
  cells.flat().filter((each) => each.kind === 'let');

/** A named value as a field; `let width` is what it is called. */
export interface LetField extends Field {
  readonly label: string;
}

/** Each of them as a field. */
export const letFields = (
  cells: readonly (readonly Statement[])[],
  sources: readonly string[],
  diagnostics: readonly Diagnostic[],
): readonly LetField[] =>
  letsIn(cells).map(({ name, value: { location, ...value } }) => {
    const problem = problemIn(diagnostics, location);
    return {
      name: name.text,
      label: `let ${name.text}`,
      type: value.kind === 'number' ? 'number' : 'expression',
      summary: '',
      text: sources[location.cell]?.slice(location.start, location.end) ?? '',
      required: false,
      ...(value.kind === 'number' && { step: { isWhole: Number.isInteger(value.value) } }),
      ...(problem && { problem }),
    };
  });
