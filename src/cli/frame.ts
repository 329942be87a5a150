import { visibleLines } from '../text/visible';

/** A line of a file with a mark under the place meant; line and column count from 1. */
export function codeFrame(
  text: string,
  line: number,
  column: number,
  length: number,
  mark: (text: string) => string,
): string {
  const source = text.split(/\r\n|\n|\r/)[line - 1];
  if (source === undefined) return '';
  const number = String(line);
  const before = visibleLines(source.slice(0, column - 1)).replace(/[^\t]/g, ' '); // tabs keep their width
  const gutter = ' '.repeat(number.length);
  return `  ${number} | ${source}\n  ${gutter} | ${before}${mark('^'.repeat(length))}\n`;
}
