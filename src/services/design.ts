import { designOf, revisionOf, statementAround, type Design } from '../designer/design';
import { statementAt, type Path } from '../designer/chain';
import { DesignError, outdated, type Edit, type ToldOperation } from '../designer/operation';
import { operationEntry, operationOf } from '../designer/operations';
import { ownerIn, perform, sourcesAfter, type OwnerName } from '../designer/perform';
import type { RevisionStep } from '../designer/revisions';
import { statementNamed, type StatementName } from '../designer/settings/statements';
import type { Location } from '../language/source';
import { networkPayload } from '../views/network';
import type { NetworkPayload } from '../views/payloads';
import type { AnalyzedNotebook } from './notebook';

/** What the designer asks of an analysed notebook. */

export interface DesignAnswer {
  readonly design: Design;
  /** Absent where the text is no network. */
  readonly network?: NetworkPayload;
}

export function design(
  notebook: AnalyzedNotebook,
  {
    owner,
    path,
    statement,
  }: { readonly owner?: OwnerName; readonly path?: Path; readonly statement?: StatementName },
): DesignAnswer {
  const found = designOf(notebook, owner, path, statement);
  const { networks } = notebook.program;
  const network =
    found.owner?.kind === 'block'
      ? networks.values().next().value
      : networks.get(found.owner?.name ?? '');
  return { design: found, ...(network && { network: networkPayload(network) }) };
}

/** What an operation changes in the text, and, where it keeps places, which texts it leads from and to. */
export interface DesignEdit extends Edit {
  readonly step?: RevisionStep;
}

/** The edit of an operation that was told of one of these revisions of the text, or why it cannot be done. */
export function designEdit(
  notebook: AnalyzedNotebook,
  told: {
    readonly revisions: readonly string[];
    readonly owner?: OwnerName;
    readonly operation: ToldOperation;
  },
): DesignEdit | { readonly refusal: string } {
  const { sources } = notebook;
  const from = revisionOf(sources);
  try {
    if (!told.revisions.includes(from)) throw outdated();
    const operation = operationOf(told.operation);
    const edit = perform(notebook, told.owner, operation);
    if (!operationEntry(operation.kind)?.keepsPlaces) return edit;
    return { ...edit, step: { from, to: revisionOf(sourcesAfter(sources, edit)) } };
  } catch (error) {
    if (!(error instanceof DesignError)) throw error;
    return { refusal: error.message };
  }
}

export function designPlace(
  { program }: AnalyzedNotebook,
  { owner, path }: { readonly owner: OwnerName; readonly path: Path },
): Location | undefined {
  const found = ownerIn(program.cells, owner);
  return found && statementAt(found, path)?.location;
}

export const statementPlace = (
  { program }: AnalyzedNotebook,
  name: StatementName,
): Location | undefined => statementNamed(program.cells, name)?.location;

/** The network or block and the statement at a place of the text. */
export function designAt(
  { program }: AnalyzedNotebook,
  at: Location,
): { readonly owner: OwnerName; readonly path?: Path } | undefined {
  for (const each of program.cells.flat()) {
    if (each.kind !== 'network' && each.kind !== 'block') continue;
    const { cell, start, end } = each.location;
    if (cell !== at.cell || at.start < start || at.start > end) continue;
    const path = statementAround(each, at);
    return { owner: { kind: each.kind, name: each.name.text }, ...(path && { path }) };
  }
  return undefined;
}
