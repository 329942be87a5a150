import type { Location } from '../language/source';

/** Other text for a place in a cell. */
export interface TextEdit {
  readonly location: Location;
  readonly text: string;
}

/** Text at a place where none is replaced. */
export const insertion = (
  { cell }: Pick<Location, 'cell'>,
  at: number,
  text: string,
): TextEdit => ({
  location: { cell, start: at, end: at },
  text,
});
