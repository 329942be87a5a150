import type { Name } from '../language/syntax';

/** A text in which names at these places are others; the last of a name's letters may change where those behind stand. */
export function renamedIn(
  source: string,
  names: readonly Name[],
  others: ReadonlyMap<string, string>,
): string {
  return substituted(
    source,
    names.flatMap(({ text, location }) => {
      const other = others.get(text);
      return other === undefined ? [] : [{ ...location, text: other }];
    }),
  );
}

/** A text with other text at some places, which do not overlap. */
export function substituted(
  source: string,
  pieces: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  let result = '';
  let last = 0;
  for (const { start, end, text } of pieces.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    result += source.slice(last, start) + text;
    last = end;
  }
  return result + source.slice(last);
}
