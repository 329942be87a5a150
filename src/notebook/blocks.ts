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
const bareFence = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
const explicit = /^<!-- markdown( \d+)? -->[ \t]*$/;
const explicitEnd = /^<!-- \/markdown( \d+)? -->[ \t]*$/;

/** Whether a line closes what another one opens. */
type Closes = (line: string) => boolean;

/** The test for the line that closes what `line` opens, if it opens a cell's text of this kind. */
export function closesAfter(kind: 'code' | 'explicit', line: string): Closes | undefined {
  const match = (kind === 'code' ? dnnFence : explicit).exec(line);
  if (!match) return undefined;
  return kind === 'code'
    ? closesFence(match[1])
    : (closing) => {
        const end = explicitEnd.exec(closing);
        return end !== null && end[1] === match[1];
      };
}

/** A fence is closed by one of the same marks, and at least as many. */
const closesFence =
  (opening: string): Closes =>
  (line) =>
    bareFence.exec(line)?.[1].startsWith(opening) === true;

/** Lines to put around a cell's text that none of its own closes: the shortest fence, the first number. */
export function freeMarks(
  kind: 'code' | 'explicit',
  lines: readonly string[],
): readonly [open: string, close: string] {
  if (kind === 'code') {
    const fences = lines.map((line) => bareFence.exec(line)?.[1] ?? '');
    const lengths = fences.map((marks) => (marks.startsWith('`') ? marks.length : 0));
    const marks = '`'.repeat(1 + lengths.reduce((most, length) => Math.max(most, length), 2));
    return [`${marks}dnn`, marks];
  }
  const ends = lines.map((line) => explicitEnd.exec(line)).filter((end) => end !== null);
  const taken = new Set(ends.map(([, number = '']) => number));
  let number = '';
  for (let i = 2; taken.has(number); i++) number = ` ${i}`;
  return [`<!-- markdown${number} -->`, `<!-- /markdown${number} -->`];
}

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
  const upTo = (start: number, closes: Closes) => {
    let end = start + 1;
    while (end < lines.length && !closes(lines[end].text)) end++;
    if (end === lines.length) {
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
    const closes = closesAfter(kind, line.text);
    if (closes) {
      i = upTo(start, closes);
      push({ kind, lines: lines.slice(start, i) });
      continue;
    }
    const other = fence.exec(line.text);
    if (other) i = upTo(start, closesFence(other[1] ?? other[2]));
    for (let at = start; at < i; at++) text.push(lines[at]);
  }
  if (text.length > 0) blocks.push({ kind: 'text', lines: text });
  return blocks;
}
