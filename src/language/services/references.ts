import type { Location } from '../source';
import type { Occurrence, SymbolIndex } from './symbolIndex';

/** Where the name at an offset of a cell is defined. */
export const definitionAt = (
  index: SymbolIndex,
  cell: number,
  offset: number,
): Location | undefined => index.at(cell, offset)?.definition.location;

/** Where the same thing is named, its definition included or not. */
export function referencesAt(
  index: SymbolIndex,
  cell: number,
  offset: number,
  withDefinition: boolean,
): readonly Location[] {
  return namedAt(index, cell, offset)
    .filter(({ isDefinition }) => withDefinition || !isDefinition)
    .map(({ location }) => location);
}

/** Where it is named in the same cell. */
export const highlightsAt = (
  index: SymbolIndex,
  cell: number,
  offset: number,
): readonly Occurrence[] =>
  namedAt(index, cell, offset).filter(({ location }) => location.cell === cell);

function namedAt(index: SymbolIndex, cell: number, offset: number): readonly Occurrence[] {
  const found = index.at(cell, offset);
  return found ? index.of(found.definition) : [];
}
