import type { Diagnostic } from '../language/source';
import type { Statement } from '../language/syntax';
import { analyze } from '../program/analyze';
import type { Program } from '../program/program';
import { applied, type TextEdit } from '../language/textEdit';
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

/**
 * The text edits of an operation on a network or block of a notebook. Throws a `DesignError` where it cannot be done: no
 * operation leaves a text that cannot be read, or a line that reads a layer which is not there.
 */
export function perform(
  { sources, program }: { readonly sources: readonly string[]; readonly program: Program },
  name: OwnerName,
  operation: Operation,
): Edit {
  const owner = ownerIn(program.cells, name);
  if (!owner) throw new DesignError(`There is no ${name.kind} \`${name.name}\` any more.`);
  const context: EditContext = {
    sources,
    cells: program.cells,
    layers: program.layers,
    owner,
    source: sources[owner.location.cell] ?? '',
  };
  const { kind, ...told } = operation;
  const entry = operationEntry(kind)!;
  const edit = entry.edit(context, told);
  const pins = entry.keepsLayers ? [] : pinned(context, edit.edits);
  const edits = [...edit.edits, ...pins].filter(
    ({ location: { start, end }, text }) => start < end || text !== '',
  );
  expectReadable(sources, program, edits);
  return { ...edit, edits };
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

function expectReadable(
  sources: readonly string[],
  before: Program,
  edits: readonly TextEdit[],
): void {
  const after = analyze(applied(sources, edits));
  const known = count(before.diagnostics);
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
