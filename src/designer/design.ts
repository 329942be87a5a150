import { createHash } from 'node:crypto';
import type { Diagnostic, Location } from '../language/source';
import type { ChainStatement } from '../language/syntax';
import type { Network } from '../network/network';
import type { Program } from '../program/program';
import { notebookVocabulary } from '../program/vocabulary';
import type { TextEdit } from '../language/textEdit';
import { bodyOf, chainsIn, statementAt, type Chain, type ChainOwner, type Path } from './chain';
import { formOf, type StatementForm } from './form';
import { labelIn } from './labels';
import { paletteOf } from './palette';
import { ownerIn, type OwnerName } from './perform';
import {
  statementItems,
  statementSettings,
  type StatementItem,
  type StatementSettings,
} from './settings/form';
import { letFields, type LetField } from './settings/lets';
import { statementNamed, type StatementName } from './settings/statements';

/** A network or block as the designer shows it: its statements, which boxes of the graph are theirs, and what is wrong. */
export interface Design {
  /** The text it was made from: an edit for another one is refused. */
  readonly revision: string;
  readonly owners: readonly OwnerName[];
  readonly owner: OwnerName | undefined;
  readonly items: readonly DesignItem[];
  /** Statements by the ids of layers and groups in the graph of the network. */
  readonly boxes: Readonly<Record<string, Path>>;
  readonly problems: readonly Problem[];
  readonly palette: ReturnType<typeof paletteOf>;
  readonly form?: StatementForm;
  /** The values that are named with `let`. */
  readonly lets: readonly LetField[];
  /** What stands beside networks and blocks: data, and what is done with the networks. */
  readonly statements: readonly StatementItem[];
  /** What may be added to them. */
  readonly verbs: readonly { readonly word: string; readonly summary: string }[];
  /** The form of the one that is chosen. */
  readonly settings?: StatementSettings;
}

/** A statement in the outline. */
export interface DesignItem {
  readonly path: Path;
  readonly kind: ChainStatement['kind'];
  /** `conv(6, kernel: 5) tanh`, on one line and without its label. */
  readonly text: string;
  readonly label?: string;
  /** The chains in it. */
  readonly chains: readonly (readonly DesignItem[])[];
}

/** Something wrong with the network or block, and what would mend it. */
export interface Problem {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly location: Location;
  /** The statement that is meant. */
  readonly path?: Path;
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

export const revisionOf = (sources: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(sources)).digest('base64url').slice(0, 22);

/** What the designer shows of a notebook; of no owner, or one that is gone, the first. */
export function designOf(
  { sources, program }: { readonly sources: readonly string[]; readonly program: Program },
  wanted: OwnerName | undefined,
  selected: Path | undefined,
  chosen?: StatementName,
): Design {
  const owners = program.cells
    .flat()
    .flatMap((each): OwnerName[] =>
      each.kind === 'network' || each.kind === 'block'
        ? [{ kind: each.kind, name: each.name.text }]
        : [],
    );
  const name =
    owners.find((each) => each.kind === wanted?.kind && each.name === wanted.name) ??
    owners.find(({ kind }) => kind === 'network') ??
    owners.at(0);
  const owner = name && ownerIn(program.cells, name);
  const common = {
    revision: revisionOf(sources),
    owners,
    owner: name,
    palette: paletteOf(program.cells),
    lets: letFields(program.cells, sources, program.diagnostics),
    ...statementsOf({ sources, program }, chosen),
  };
  const body = owner && bodyOf(owner);
  if (!owner || !body) return { ...common, items: [], boxes: {}, problems: [] };
  const source = sources[owner.location.cell] ?? '';
  const statement = selected && statementAt(owner, selected);
  return {
    ...common,
    items: itemsOf(body, source),
    boxes: boxesOf(program, owner),
    problems: problemsOf(program, owner),
    ...(statement && selected && { form: formOf({ ...program, source }, statement, selected) }),
  };
}

function statementsOf(
  { sources, program }: { readonly sources: readonly string[]; readonly program: Program },
  chosen: StatementName | undefined,
): Pick<Design, 'statements' | 'verbs' | 'settings'> {
  const statement = chosen && statementNamed(program.cells, chosen);
  const source = sources[statement?.location.cell ?? 0] ?? '';
  return {
    statements: statementItems({ ...program, sources }),
    verbs: notebookVocabulary.entries('verb').map(({ name, summary }) => ({ word: name, summary })),
    ...(statement && { settings: statementSettings({ ...program, source }, chosen, statement) }),
  };
}

function itemsOf({ statements, path }: Chain, source: string): DesignItem[] {
  return statements.map((statement, i): DesignItem => {
    const own = [...path, i];
    const label = labelIn(statement)?.text;
    return {
      path: own,
      kind: statement.kind,
      text: headOf(statement, source),
      ...(label !== undefined && { label }),
      chains: chainsIn(statement, own).map((chain) => itemsOf(chain, source)),
    };
  });
}

/** A statement on one line, without its label and its braces. */
function headOf(statement: ChainStatement, source: string): string {
  const of = ({ start, end }: { start: number; end: number }) =>
    source.slice(start, end).replace(/\s+/g, ' ');
  switch (statement.kind) {
    case 'input':
      return of(statement.location);
    case 'repeat':
      return `repeat ${of(statement.count.location)}`;
    case 'layer':
    case 'branch': {
      const head = statement.kind === 'layer' && statement.output ? 'output: ' : '';
      const words = [statement.call, ...statement.activations].map(({ location }) => of(location));
      const from = statement.from
        ? ` from ${statement.from.map(({ text }) => text).join(', ')}`
        : '';
      return `${head}${words.join(' ')}${from}`;
    }
  }
}

/** The innermost statement of a network or block around a place. */
export function statementAround(owner: ChainOwner, { start, end }: Location): Path | undefined {
  const within = (chain: Chain | undefined): Path | undefined => {
    for (const [i, statement] of (chain?.statements ?? []).entries()) {
      const { location } = statement;
      if (start < location.start || end > location.end) continue;
      const own = [...chain!.path, i];
      return (
        chainsIn(statement, own)
          .map(within)
          .find((found) => found !== undefined) ?? own
      );
    }
    return undefined;
  };
  return within(bodyOf(owner));
}

function boxesOf(program: Program, owner: ChainOwner): Record<string, Path> {
  const boxes: Record<string, Path> = {};
  const add = (id: string, location: Location) => {
    if (location.cell !== owner.location.cell) return;
    const path = statementAround(owner, location);
    const statement = path && statementAt(owner, path);
    const isIt =
      statement?.location.start === location.start && statement.location.end === location.end;
    if (path && isIt) boxes[id] = path;
  };
  for (const network of networksWith(program, owner)) {
    for (const { id, location } of network.layers) add(id, location);
    for (const [id, location] of network.sites ?? []) add(id, location);
    add('input', network.input.location);
  }
  return boxes;
}

/** The network itself, or those that use the block. */
const networksWith = ({ networks }: Program, owner: ChainOwner): Network[] =>
  owner.kind === 'network'
    ? [networks.get(owner.name.text)].filter((each) => each !== undefined)
    : [...networks.values()].slice(0, 1);

function problemsOf({ diagnostics }: Program, owner: ChainOwner): Problem[] {
  const { cell, start, end } = owner.location;
  return diagnostics
    .filter(
      ({ location }) => location.cell === cell && start <= location.start && location.start <= end,
    )
    .map(({ severity, message, location, fix }) => {
      const path = statementAround(owner, location);
      return {
        severity,
        message,
        location,
        ...(path && { path }),
        ...(fix && { fix: { title: fix.title, edits: [{ location, text: fix.replacement }] } }),
      };
    });
}
