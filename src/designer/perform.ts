import type { Diagnostic } from '../language/source';
import type { Statement } from '../language/syntax';
import { analyze } from '../program/analyze';
import type { Program } from '../program/program';
import { applied } from '../language/textEdit';
import type { ChainOwner } from './chain';
import { DesignError, type Edit, type EditContext } from './operation';
import { operationEntry, type Operation } from './operations';
import { pinned } from './pins';

/** The network or block that is edited, by its name. */
export interface OwnerName {
  readonly kind: 'network' | 'block';
  readonly name: string;
}

export const ownerIn = (
  cells: readonly (readonly Statement[])[],
  { kind, name }: OwnerName,
): ChainOwner | undefined =>
  cells.flat().find((each): each is ChainOwner => each.kind === kind && each.name.text === name);

/** An analysed notebook with its text. */
export interface Understood {
  readonly sources: readonly string[];
  readonly program: Program;
}

/**
 * The text edits of an operation on a notebook, or on a network or block in it. Throws a `DesignError` where it cannot be done: no
 * operation leaves a text that cannot be read, or a line that reads a layer which is not there.
 */
export function perform(
  notebook: Understood,
  name: OwnerName | undefined,
  operation: Operation,
): Edit {
  const edit = planned(notebook, name, operation);
  expectReadable(notebook, edit);
  return edit;
}

/** The same without a look at the text that comes of it. */
export function planned(
  { sources, program }: Understood,
  name: OwnerName | undefined,
  operation: Operation,
): Edit {
  const { kind, ...told } = operation;
  const entry = operationEntry(kind)!;
  const { cells, layers } = program;
  if ('about' in entry) return withoutNothing(entry.edit({ sources, cells }, told));
  const owner = name && ownerIn(cells, name);
  if (!owner) throw new DesignError(`There is no ${name?.kind} \`${name?.name}\` any more.`);
  const source = sources[owner.location.cell] ?? '';
  const context: EditContext = { sources, cells, layers, owner, source };
  const edit = entry.edit(context, told);
  const pins = entry.keepsLayers ? [] : pinned(context, edit.edits);
  return withoutNothing({ ...edit, edits: [...edit.edits, ...pins] });
}

const withoutNothing = (edit: Edit): Edit => ({
  ...edit,
  edits: edit.edits.filter(({ location: { start, end }, text }) => start < end || text !== ''),
});

/** The texts of a notebook's cells after an edit. */
export function sourcesAfter(sources: readonly string[], { edits, cell }: Edit): string[] {
  const changed = applied(sources, edits);
  return cell ? changed.toSpliced(cell.at, 0, cell.text) : changed;
}

/** Mistakes that no operation may make. */
const structural = new Set([
  'syntax',
  'unclosed-brace',
  'unopened-brace',
  'unclosed-string',
  'unknown-character',
  'unknown-label',
  'duplicate-label',
  'recursive-block',
  'too-deep',
]);

function expectReadable({ sources, program }: Understood, edit: Edit): void {
  const after = analyze(sourcesAfter(sources, edit));
  const known = count(program.diagnostics);
  const wrong = after.diagnostics.find(({ code, message }) => {
    const key = `${code} ${message}`;
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return structural.has(code) && left <= 0;
  });
  if (wrong) throw new DesignError(`Then the text would have a mistake: ${wrong.message}.`);
}

function count(diagnostics: readonly Diagnostic[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, message } of diagnostics) {
    const key = `${code} ${message}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
