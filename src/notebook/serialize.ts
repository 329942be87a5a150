import { closesAfter, separator, splitBlocks } from './blocks';
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
  let text = metadata?.frontMatter ?? `---${eol}dnn: ${formatVersion}${eol}---${eol}`;
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
    if (previous) text = join(text, end || eol);
    else if (!/[\r\n]$/.test(text)) text += eol;
    text = join(text, gap, written.text);
    end = written.end;
    previous = written;
  }
  const after = metadata?.after ?? '';
  if (!gapFits(after, previous, undefined)) return join(text, end);
  return join(text, end || (after && previous ? eol : ''), after);
}

/** Concatenation in which no two line breaks melt into one `\r\n`. */
function join(...parts: readonly string[]) {
  return parts.reduce((text, part) =>
    text.endsWith('\r') && part.startsWith('\n') ? `${text.slice(0, -1)}\n${part}` : text + part,
  );
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
    text: join(open, body, plain ? '' : marks.close),
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
  const fits = (open: string, close: string) => {
    const closing = closesAfter(kind, open);
    return closing?.test(close) && !lines.some((line) => closing.test(line));
  };
  const { open = '', close = '' } = metadata ?? {};
  const [opening, ...others] = splitLines(open);
  if (opening?.end && others.length === 0 && fits(opening.text, close)) {
    return { kept: true, open, close };
  }
  for (let i = 0; ; i++) {
    const fence = '`'.repeat(3 + i);
    const number = i === 0 ? '' : ` ${i + 1}`;
    const [first, last] =
      kind === 'code'
        ? [`${fence}dnn`, fence]
        : [`<!-- markdown${number} -->`, `<!-- /markdown${number} -->`];
    if (fits(first, last)) return { kept: false, open: first, close: last };
  }
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
