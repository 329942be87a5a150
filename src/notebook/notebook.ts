import * as z from 'zod';

/** The `.dnn` format this code reads and writes. */
export const formatVersion = 1;

/** What keeps a cell's surroundings as they stand in the file; plain JSON, so an editor can carry it along. */
export const cellMetadata = z.object({
  /** Blank lines and cell separators above the cell. */
  before: z.string(),
  /** Opening line of a fence or of an explicit Markdown cell, with its line break. */
  open: z.string().optional(),
  /** Closing line without its line break. */
  close: z.string().optional(),
  /** Line break that ends the cell; empty at the end of a file. */
  end: z.string(),
  /** The source as in the file, where its line breaks are not the notebook's. */
  verbatim: z.string().optional(),
});
export type CellMetadata = z.infer<typeof cellMetadata>;

export const documentMetadata = z.object({
  /** Everything up to and with the closing `---` line, byte order mark included. */
  frontMatter: z.string(),
  eol: z.enum(['\n', '\r\n', '\r']),
  /** What follows the last cell. */
  after: z.string(),
});
export type DocumentMetadata = z.infer<typeof documentMetadata>;

export interface NotebookCell {
  readonly kind: 'code' | 'markdown';
  readonly language: 'dnn' | 'markdown';
  /** Lines end in `\n`, whatever the file has; so a column here is a column in the file. */
  readonly source: string;
  /** File line of the first source line, from 0. */
  readonly line: number;
  readonly metadata: CellMetadata;
}

export interface NotebookDocument {
  /** The front matter's values; keys this version does not know are kept. */
  readonly header: Readonly<Record<string, unknown>> & { readonly dnn: number };
  readonly cells: readonly NotebookCell[];
  readonly metadata: DocumentMetadata;
}

/** What `serializeNotebook` needs; metadata that is missing or does not fit any more is replaced by canonical form. */
export interface WritableNotebook {
  readonly cells: readonly {
    readonly kind: 'code' | 'markdown';
    readonly source: string;
    readonly metadata?: unknown;
  }[];
  readonly metadata?: unknown;
}

export type NotebookErrorCode =
  | 'encoding'
  | 'front-matter-missing'
  | 'front-matter-invalid'
  | 'version-missing'
  | 'version-unsupported'
  | 'unclosed-fence'
  | 'merge-conflict';

/** A file that is not a readable notebook; `line` counts from 0, the message names it from 1. */
export class NotebookError extends Error {
  constructor(
    readonly code: NotebookErrorCode,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line + 1}: ${reason}`);
    this.name = 'NotebookError';
  }
}

/** File line and column (both from 0, UTF-16) of an offset in a cell's source. */
export function filePosition(cell: Pick<NotebookCell, 'line' | 'source'>, offset: number) {
  const before = cell.source.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: cell.line + before.length - 1, column: before[before.length - 1].length };
}
