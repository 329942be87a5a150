import { closesAfter, freeMarks, separator, splitBlocks } from './blocks';
import { isBlank, splitLines } from './lines';
import { cellMetadata, documentMetadata, formatVersion, type WritableNotebook } from './notebook';
import { regularBody } from './parse';

/** One cell as it will stand in the file; `plain` is Markdown without marks around it. */
interface Written {
  readonly plain: boolean;
  readonly text: string;
  readonly end: string;
  readonly before?: string;
  readonly startsBlank: boolean;
  readonly endsBlank: boolean;
}

/**
 * Writes cells as a `.dnn` file. Metadata from `parseNotebook` brings back the file's own spacing, fences and line
 * breaks wherever they still fit; new, moved and edited cells get canonical ones.
 */
export function serializeNotebook(notebook: WritableNotebook): string {
  const metadata = documentMetadata.safeParse(notebook.metadata).data;
  const eol = metadata?.eol ?? '\n';
  const text = new Text(metadata?.frontMatter ?? `---${eol}dnn: ${formatVersion}${eol}---${eol}`);
  let end = '';
  let previous: Written | undefined;
  for (const cell of notebook.cells) {
    const written = writeCell(cell, eol);
    const { before } = written;
    const gap =
      before !== undefined && gapFits(before, previous, written)
        ? before
        : previous?.plain && written.plain
          ? eol + separator + eol + eol
          : eol;
    if (previous) text.add(end || eol);
    else if (!text.endsLine) text.add(eol);
    text.add(gap);
    text.add(written.text);
    end = written.end;
    previous = written;
  }
  const after = metadata?.after ?? '';
  const fits = gapFits(after, previous, undefined);
  text.add(end || (fits && after && previous ? eol : ''));
  if (fits) text.add(after);
  return text.toString();
}

/** Concatenation in which no two line breaks melt into one `\r\n`; in time linear in the length. */
class Text {
  private readonly parts: string[] = [];
  private last: string;

  constructor(first: string) {
    this.last = first;
  }

  get endsLine(): boolean {
    return this.last.endsWith('\n') || this.last.endsWith('\r');
  }

  add(part: string): void {
    if (part === '') return;
    const melts = this.last.endsWith('\r') && part.startsWith('\n');
    // A line break of its own again: a `\n` in its place could melt with what is in front of it.
    this.parts.push(melts ? `${this.last}\n` : this.last);
    this.last = part;
  }

  toString(): string {
    return this.parts.join('') + this.last;
  }
}

function textOf(first: string, ...others: readonly string[]): string {
  const text = new Text(first);
  others.forEach((part) => text.add(part));
  return text.toString();
}

function writeCell(cell: WritableNotebook['cells'][number], eol: string): Written {
  const metadata = cellMetadata.safeParse(cell.metadata).data;
  const source = cell.source.replace(/\r\n|\r/g, '\n');
  const lines = source.split('\n');
  const code = cell.kind === 'code';
  const marks = marksOf(code ? 'code' : 'explicit', lines, metadata);
  const plain = !code && !marks.kept && isPlain(source);
  const body = keptBody(metadata?.verbatim, source, !plain) ?? regularBody(source, eol, !plain);
  const end = metadata?.end ?? eol;
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const open = plain ? '' : marks.kept ? marks.open : marks.open + eol;
  return {
    plain,
    text: textOf(open, body, plain ? '' : marks.close),
    end: plain && last === '' ? end || eol : end,
    startsBlank: isBlank({ text: first, end: '' }),
    endsBlank: isBlank({ text: last, end: '' }),
    ...(metadata && { before: metadata.before }),
  };
}

/** The text the source had in the file, when the source is still the same. */
function keptBody(verbatim: string | undefined, source: string, fenced: boolean) {
  if (verbatim === undefined) return undefined;
  const lines = verbatim.split(/\r\n|\n|\r/);
  if (fenced && lines.pop() !== '') return undefined;
  return lines.join('\n') === source ? verbatim : undefined;
}

/** Whether Markdown is read back as this one cell when it stands in a file without marks. */
function isPlain(source: string) {
  try {
    const blocks = splitBlocks(splitLines(source), 0);
    return blocks.length === 1 && blocks[0].kind === 'text' && !blocks[0].lines.every(isBlank);
  } catch {
    return false;
  }
}

/** The lines around a cell's text: its own while no line of the text closes them, else new ones. */
function marksOf(
  kind: 'code' | 'explicit',
  lines: readonly string[],
  metadata: { open?: string; close?: string } | undefined,
) {
  const { open = '', close = '' } = metadata ?? {};
  const [opening, ...others] = splitLines(open);
  const closes = opening?.end && others.length === 0 && closesAfter(kind, opening.text);
  if (closes && closes(close) && !lines.some(closes)) return { kept: true, open, close };
  const [first, last] = freeMarks(kind, lines);
  return { kept: false, open: first, close: last };
}

/** Whether what stood above a cell (or at the end of the file) would be read back as just that, here. */
function gapFits(gap: string, previous: Written | undefined, next: Written | undefined) {
  const lines = splitLines(gap);
  const isSeparator = lines.map(({ text }) => text.trimEnd() === separator);
  if (lines.some((line, i) => !isSeparator[i] && !isBlank(line))) return false;
  if (next && lines.some(({ end }) => end === '')) return false;
  const first = isSeparator.indexOf(true);
  if (first < 0 && previous?.plain && (!next || next.plain)) return !next && gap === '';
  const head = first < 0 ? lines.length : first;
  const tail = first < 0 ? lines.length : lines.length - 1 - isSeparator.lastIndexOf(true);
  const holds = (blanks: number, cell: Written | undefined, touchesBlank: boolean | undefined) =>
    !cell?.plain || blanks === 1 || (blanks === 0 && !touchesBlank);
  return holds(head, previous, previous?.endsBlank) && holds(tail, next, next?.startsBlank);
}
