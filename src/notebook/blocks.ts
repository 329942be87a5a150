import type { Line } from './lines';
import { NotebookError } from './notebook';

/**
 * The lines below the front matter fall into blocks: `dnn` fences, explicit Markdown cells, cell separators and other
 * lines. Fences of other languages (CommonMark 0.31, section 4.5) are part of the Markdown around them.
 */
export type Block =
  | { readonly kind: 'code' | 'explicit'; readonly lines: readonly Line[] }
  | { readonly kind: 'separator' | 'text'; readonly lines: readonly Line[] };

/** Stands between two Markdown cells that follow each other. */
export const separator = '<!-- cell -->';

const dnnFence = /^(`{3,}|~{3,})[ \t]*dnn(?:[ \t][^`]*)?$/;
const fence = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;
const explicit = /^<!-- markdown( \d+)? -->[ \t]*$/;

/** The test for the line that closes what `line` opens, if it opens a cell's text of this kind. */
export function closesAfter(kind: 'code' | 'explicit', line: string) {
  const match = (kind === 'code' ? dnnFence : explicit).exec(line);
  if (!match) return undefined;
  return kind === 'code'
    ? fenceEnd(match[1])
    : new RegExp(`^<!-- /markdown${match[1] ?? ''} -->[ \\t]*$`);
}

const fenceEnd = (opening: string) =>
  new RegExp(`^ {0,3}${opening[0]}{${opening.length},}[ \\t]*$`);

/** The line that closes what this line opens. */
function closingLine(opening: string): string {
  const [fenceMarks] = /^ {0,3}(`{3,}|~{3,})/.exec(opening) ?? [];
  return fenceMarks?.trim() ?? opening.trim().replace('<!-- ', '<!-- /');
}

/** Throws `NotebookError` for a fence or explicit cell that is not closed; `firstLine` is the file line of `lines[0]`. */
export function splitBlocks(lines: readonly Line[], firstLine: number): Block[] {
  const blocks: Block[] = [];
  let text: Line[] = [];
  const push = (block: Block) => {
    if (text.length > 0) blocks.push({ kind: 'text', lines: text });
    text = [];
    blocks.push(block);
  };
  const upTo = (start: number, closing: RegExp) => {
    const end = lines.findIndex((line, i) => i > start && closing.test(line.text));
    if (end < 0) {
      throw new NotebookError(
        'unclosed-fence',
        firstLine + start,
        `what starts with ${lines[start].text.trim()} is never closed; ` +
          `add a line ${closingLine(lines[start].text)} where it ends`,
      );
    }
    return end + 1;
  };
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const start = i++;
    if (line.text.trimEnd() === separator) {
      push({ kind: 'separator', lines: [line] });
      continue;
    }
    const kind = explicit.test(line.text) ? 'explicit' : 'code';
    const closing = closesAfter(kind, line.text);
    if (closing) {
      i = upTo(start, closing);
      push({ kind, lines: lines.slice(start, i) });
      continue;
    }
    const other = fence.exec(line.text);
    if (other) i = upTo(start, fenceEnd(other[1] ?? other[2]));
    text.push(...lines.slice(start, i));
  }
  if (text.length > 0) blocks.push({ kind: 'text', lines: text });
  return blocks;
}
