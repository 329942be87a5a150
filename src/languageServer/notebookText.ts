import { TextDocument, type Position, type Range } from 'vscode-languageserver-textdocument';
import type { Location } from '../language/source';
import type { TextEdit } from '../language/textEdit';
import { parseNotebook } from '../notebook/parse';

interface Cell {
  /** Line of the file that its text begins at. */
  readonly line: number;
  readonly document: TextDocument;
}

/** A `.dnn` file as text: places in its code cells are places in the file. */
export class NotebookText {
  /** The texts of the code cells. */
  readonly sources: readonly string[];
  private readonly cells: readonly Cell[];
  private readonly eol: string;

  /** Throws `NotebookError`. */
  constructor(text: string) {
    const { cells, metadata } = parseNotebook(text);
    const code = cells.filter(({ kind }) => kind === 'code');
    this.eol = metadata.eol;
    this.sources = code.map(({ source }) => source);
    this.cells = code.map(({ source, line }) => ({
      line,
      document: TextDocument.create('', 'dnn', 0, source),
    }));
  }

  rangeOf({ cell, start, end }: Location): Range {
    return { start: this.positionOf(cell, start), end: this.positionOf(cell, end) };
  }

  /** The cell around a position, and the offset in it; undefined in Markdown and at fences. */
  placeAt({ line, character }: Position): { cell: number; offset: number } | undefined {
    const cell = this.cells.findIndex(
      ({ line: first, document }) => first <= line && line < first + document.lineCount,
    );
    const found = this.cells[cell];
    if (!found) return undefined;
    return { cell, offset: found.document.offsetAt({ line: line - found.line, character }) };
  }

  /** The parts of cells in a range. */
  locationsIn({ start, end }: Range): readonly Location[] {
    return this.cells.flatMap(({ line, document }, cell) => {
      const last = line + document.lineCount - 1;
      if (last < start.line || end.line < line) return [];
      const offset = ({ line: at, character }: Position) =>
        at < line ? 0 : document.offsetAt({ line: at - line, character });
      return [{ cell, start: offset(start), end: offset(end) }];
    });
  }

  editOf({ location, text }: TextEdit): { range: Range; newText: string } {
    return { range: this.rangeOf(location), newText: text.replaceAll('\n', this.eol) };
  }

  private positionOf(cell: number, offset: number): Position {
    const { line, document } = this.cells[cell] ?? { line: 0, document: empty };
    const position = document.positionAt(offset);
    return { line: line + position.line, character: position.character };
  }
}

const empty = TextDocument.create('', 'dnn', 0, '');
