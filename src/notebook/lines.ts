/** One line of text and the line break that ends it (empty at the end of the text). */
export interface Line {
  readonly text: string;
  readonly end: string;
}

/** The lines of a text; joined again by `joinLines` they give the text. */
export function splitLines(text: string): Line[] {
  const parts = text.split(/(\r\n|\n|\r)/);
  const lines: Line[] = [];
  for (let i = 0; i < parts.length; i += 2) lines.push({ text: parts[i], end: parts[i + 1] ?? '' });
  if (parts[parts.length - 1] === '') lines.pop();
  return lines;
}

export const joinLines = (lines: readonly Line[]) =>
  lines.map(({ text, end }) => text + end).join('');

export const isBlank = ({ text }: Line) => /^[ \t]*$/.test(text);

/** The source of a cell: its lines joined by `\n`. */
export const sourceOf = (lines: readonly Line[]) => lines.map(({ text }) => text).join('\n');
