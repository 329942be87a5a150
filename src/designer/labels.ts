import type { ChainStatement, Name } from '../language/syntax';
import { insertion, type TextEdit } from '../language/textEdit';
import {
  allStatements,
  chainAt,
  statementAt,
  type ChainOwner,
  type Path,
  type Placed,
} from './chain';
import { DesignError } from './operation';

/** The name by which other lines read a statement; undefined where it has none. */
export function labelIn(statement: ChainStatement): Name | undefined {
  switch (statement.kind) {
    case 'input':
      return statement.name;
    case 'layer':
      return statement.label ?? statement.output?.name;
    case 'branch':
      return statement.label;
    case 'repeat':
      return undefined;
  }
}

/** The names that lines of a network or block say they read. */
export const readNames = (statement: ChainStatement): readonly Name[] =>
  statement.kind === 'layer' || statement.kind === 'branch' ? (statement.from ?? []) : [];

/** The arguments `share: LABEL` of a statement. */
export const sharedNames = (statement: ChainStatement): readonly Name[] =>
  statement.kind === 'layer' || statement.kind === 'branch'
    ? statement.call.arguments.flatMap(({ name, value }) =>
        name?.text === 'share' && value.kind === 'reference' ? value.path.slice(0, 1) : [],
      )
    : [];

/** Every name of a layer or input in a network or block. */
export const labelsOf = (owner: ChainOwner): Set<string> =>
  new Set([
    'input',
    'output',
    ...allStatements(owner).flatMap(({ statement }) => labelIn(statement)?.text ?? []),
  ]);

/** `conv1`, `conv2`, …: the first that is free, which it takes. */
export function freshLabel(base: string, taken: Set<string>): string {
  let number = 1;
  while (taken.has(`${base}${number}`)) number++;
  const label = `${base}${number}`;
  taken.add(label);
  return label;
}

/** `C1` as `C1_copy` or the like: a free name that tells where it comes from, which it takes. */
export function copiedLabel(label: string, taken: Set<string>): string {
  const [, stem, number] = /^(.*?)(\d*)$/u.exec(label) ?? ['', label, ''];
  let next = Number(number || 1);
  let copy: string;
  do copy = `${stem}${++next}`;
  while (taken.has(copy));
  taken.add(copy);
  return copy;
}

/** What a line reads that does not say so: the input or a statement, with its path; undefined where there is none. */
export function sourceAbove(owner: ChainOwner, path: Path): Placed | 'input' | undefined {
  const chain = chainAt(owner, path.slice(0, -1));
  for (let i = path[path.length - 1] - 1; i >= 0; i--) {
    const statement = chain?.statements[i];
    if (!statement) return undefined;
    const isHead = statement.kind === 'layer' && statement.output;
    if (!isHead) return { statement, path: [...path.slice(0, -1), i] };
  }
  if (path.length === 1) return owner.kind === 'block' ? 'input' : undefined;
  const outer = path.slice(0, -2);
  const around = statementAt(owner, outer);
  // In a repeat it is another one in each turn.
  if (around?.kind !== 'branch') return undefined;
  const [name] = around.from ?? [];
  return name ? namedSource(owner, name.text) : sourceAbove(owner, outer);
}

export function namedSource(owner: ChainOwner, name: string): Placed | 'input' | undefined {
  if (owner.kind === 'block' && name === 'input') return 'input';
  return allStatements(owner).find(
    ({ statement }) =>
      labelIn(statement)?.text === name || (statement.kind === 'input' && name === 'input'),
  );
}

/** The name of a source, and the edit that gives it one where it has none. */
export function nameOf(
  source: Placed | 'input' | undefined,
  taken: Set<string>,
): { name: string; edits: readonly TextEdit[] } {
  if (source === 'input') return { name: 'input', edits: [] };
  if (!source) throw new DesignError('Nothing stands above that could be read.');
  const { statement } = source;
  const label = labelIn(statement);
  if (label) return { name: label.text, edits: [] };
  if (statement.kind === 'layer' && statement.output) return { name: 'output', edits: [] };
  if (statement.kind !== 'layer' && statement.kind !== 'branch')
    throw new DesignError(
      'A repeat has no name of its own to read it by; put a layer behind it and read that one.',
    );
  const name = freshLabel(statement.call.name.text, taken);
  return { name, edits: [insertion(statement.location, statement.location.start, `${name}: `)] };
}
