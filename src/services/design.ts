import { designOf, revisionOf, statementAround, type Design } from '../designer/design';
import { statementAt, type Path } from '../designer/chain';
import { DesignError, type Edit, type ToldOperation } from '../designer/operation';
import { operationOf } from '../designer/operations';
import { ownerIn, perform, type OwnerName } from '../designer/perform';
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

/** What an operation changes in the text the page has seen, or why it cannot be done. */
export function designEdit(
  notebook: AnalyzedNotebook,
  told: {
    readonly revision: string;
    readonly owner?: OwnerName;
    readonly operation: ToldOperation;
  },
): Edit | { readonly refusal: string } | undefined {
  if (revisionOf(notebook.sources) !== told.revision) return undefined;
  try {
    return perform(notebook, told.owner, operationOf(told.operation));
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
