import type { Location } from './source';

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

/** The sources of a notebook's code cells with edits that do not overlap; those at one place follow one another. */
export function applied(sources: readonly string[], edits: readonly TextEdit[]): string[] {
  return sources.map((source, cell) => {
    const own = edits
      .filter(({ location }) => location.cell === cell)
      .sort((a, b) => a.location.start - b.location.start || a.location.end - b.location.end);
    let result = '';
    let last = 0;
    for (const { location, text } of own) {
      if (location.start < last) throw new Error('text edits that overlap');
      result += source.slice(last, location.start) + text;
      last = location.end;
    }
    return result + source.slice(last);
  });
}
