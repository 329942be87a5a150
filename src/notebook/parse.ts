import { splitBlocks } from './blocks';
import { readFrontMatter } from './frontMatter';
import { isBlank, joinLines, type Line, sourceOf, splitLines } from './lines';
import { NotebookError, type NotebookCell, type NotebookDocument } from './notebook';

/**
 * Reads the bytes of a file; throws `NotebookError` when they are not UTF-8, or two versions that are yet to be merged. The byte order
 * mark stays in the text.
 */
export function decodeNotebook(bytes: Uint8Array): string {
  const text = decode(bytes);
  const line = conflictLine(splitLines(text).map((line) => line.text));
  if (line === undefined) return text;
  // Cut into cells, the two versions could no longer be told apart.
  throw new NotebookError(
    'merge-conflict',
    line,
    'a merge left two versions here; open the file as text, keep one of them and remove the marks',
  );
}

/** Where a merge left both versions: the marks of Git, in their order. */
function conflictLine(lines: readonly string[]): number | undefined {
  let start: number | undefined;
  let isDivided = false;
  for (const [number, line] of lines.entries()) {
    if (line.startsWith('<<<<<<< ')) {
      start = number;
      isDivided = false;
    } else if (line === '=======') isDivided = start !== undefined;
    else if (line.startsWith('>>>>>>> ') && isDivided) return start;
  }
  return undefined;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const line = firstUnreadableLine(bytes);
    throw new NotebookError('encoding', line, 'this is not UTF-8 text; save the file as UTF-8');
  }
}

/** In UTF-8 a line feed is a byte of its own, so that lines can be read one by one. */
function firstUnreadableLine(bytes: Uint8Array): number {
  let line = 0;
  for (let start = 0, end = 0; end >= 0; start = end + 1, line++) {
    end = bytes.indexOf(0x0a, start);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(
        bytes.subarray(start, end < 0 ? undefined : end),
      );
    } catch {
      return line;
    }
  }
  return 0;
}

/**
 * Splits a `.dnn` file into its cells. Between cells stands one blank line at most; further blank lines belong to the
 * Markdown next to them. Throws `NotebookError`; what it returns serializes to the same text.
 */
export function parseNotebook(text: string): NotebookDocument {
  const lines = splitLines(text);
  const { header, lineCount } = readFrontMatter(lines);
  const eol = lines[0].end as '\n' | '\r\n' | '\r';
  const cells: NotebookCell[] = [];
  let before = '';
  let fileLine = lineCount;

  const addCell = (
    kind: NotebookCell['kind'],
    body: readonly Line[],
    marks: { open?: Line; close?: Line },
  ) => {
    const source = sourceOf(body);
    const last = marks.close ?? body[body.length - 1];
    const raw = marks.close
      ? joinLines(body)
      : joinLines(body).slice(0, -last.end.length || undefined);
    const regular = regularBody(source, eol, marks.close !== undefined);
    cells.push({
      kind,
      language: kind === 'code' ? 'dnn' : 'markdown',
      source,
      line: fileLine + (marks.open ? 1 : 0),
      metadata: {
        before,
        ...(marks.open && { open: marks.open.text + marks.open.end }),
        ...(marks.close && { close: marks.close.text }),
        end: last.end,
        ...(raw !== regular && { verbatim: raw }),
      },
    });
    before = '';
  };

  const blocks = splitBlocks(lines.slice(lineCount), lineCount);
  blocks.forEach((block, i) => {
    const { kind, lines: all } = block;
    switch (kind) {
      case 'code':
      case 'explicit':
        addCell(kind === 'code' ? 'code' : 'markdown', all.slice(1, -1), {
          open: all[0],
          close: all[all.length - 1],
        });
        fileLine += all.length;
        break;
      case 'separator':
        before += joinLines(all);
        fileLine += all.length;
        break;
      case 'text': {
        const skipped = all.every(isBlank) ? all.length : isBlank(all[0]) ? 1 : 0;
        const kept = i < blocks.length - 1 && isBlank(all[all.length - 1]) ? -1 : undefined;
        before += joinLines(all.slice(0, skipped));
        fileLine += skipped;
        const body = all.slice(skipped, kept);
        if (skipped === all.length) break;
        addCell('markdown', body, {});
        before = joinLines(all.slice(skipped + body.length));
        fileLine += all.length - skipped;
        break;
      }
    }
  });
  const frontMatter = joinLines(lines.slice(0, lineCount));
  return { header, cells, metadata: { frontMatter, eol, after: before } };
}

/** A source as it stands in a file: between fences every line ends, elsewhere the last one's end is the cell's. */
export function regularBody(source: string, eol: string, fenced: boolean) {
  const body = source.replaceAll('\n', eol);
  return fenced && source !== '' ? body + eol : body;
}
