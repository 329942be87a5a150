import type { Location } from '../source';
import type { Vocabulary } from '../vocabulary';
import type { Definition, SymbolIndex } from './symbolIndex';

/** Types and modifiers of the Language Server Protocol, and `label`. */
export const tokenTypes = [
  ...(['class', 'variable', 'function', 'parameter', 'label'] as const),
  ...(['keyword', 'enumMember'] as const),
] as const;
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;

export interface SemanticToken {
  readonly location: Location;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

const typeOf: Readonly<Record<Definition['kind'], SemanticToken['type']>> = {
  network: 'class',
  data: 'variable',
  block: 'function',
  let: 'variable',
  parameter: 'parameter',
  input: 'variable',
  layer: 'label',
  phase: 'label',
};

/** What the words of a cell are, as far as their looks do not tell, in the order of the text. */
export function semanticTokens(
  index: SymbolIndex,
  cell: number,
  vocabulary: Vocabulary,
): readonly SemanticToken[] {
  const names = index.occurrences.flatMap(({ location, definition, isDefinition }) => {
    const { kind, isUnnamed } = definition;
    if (location.cell !== cell || isUnnamed) return [];
    const modifiers = [
      ...(isDefinition ? (['declaration'] as const) : []),
      ...(kind === 'let' ? (['readonly'] as const) : []),
    ];
    return [{ location, type: typeOf[kind], modifiers }];
  });
  const words = index.words.flatMap(({ location, kind }): SemanticToken[] =>
    location.cell === cell ? [{ location, ...wordToken(kind, vocabulary) }] : [],
  );
  return [...names, ...words].sort((a, b) => a.location.start - b.location.start);
}

function wordToken(
  kind: string,
  vocabulary: Vocabulary,
): Pick<SemanticToken, 'type' | 'modifiers'> {
  if (kind === 'argument') return { type: 'parameter', modifiers: [] };
  if (kind === 'choice') return { type: 'enumMember', modifiers: [] };
  const isCalled = kind !== 'setting' && vocabulary.kinds.includes(kind);
  return isCalled
    ? { type: 'function', modifiers: ['defaultLibrary'] }
    : { type: 'keyword', modifiers: [] };
}
