import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Diagnostic, Location } from '../language/source';
import { filePosition, NotebookError, type NotebookCell } from '../notebook/notebook';
import { decodeNotebook, parseNotebook } from '../notebook/parse';
import { analyze } from '../program/analyze';
import { OverrideError, type Overrides } from '../program/overrides';
import { checkAgainstData } from '../program/checkAgainstData';
import { findingsOf } from '../program/hints';
import { modelFiles } from '../program/modelFiles';
import type { Action, Program } from '../program/program';
import { Failed } from './failed';

/** A finding at its place in the file; line and column count from 1. */
export interface Finding {
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters the finding covers on that line. */
  readonly length: number;
  readonly fix?: string;
}

/** A notebook file, read and analyzed. */
export interface NotebookFile {
  /** As named on the command line. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly findings: readonly Finding[];
  readonly cells: readonly NotebookCell[];
}

/** Line and column of a place in the file, from 1. */
export function placeIn({ cells }: Pick<NotebookFile, 'cells'>, { cell, start }: Location) {
  const { line, column } = filePosition(cells[cell], start);
  return { line: line + 1, column: column + 1 };
}

/**
 * Reads and analyzes a notebook together with the head of the data files that some of its actions use, by default of all
 * there are. Throws `Failed` when the file cannot be read as a notebook.
 */
export async function readNotebook(
  file: string,
  overrides: Overrides,
  using: (program: Program) => readonly Action[] | undefined = () => undefined,
): Promise<NotebookFile> {
  const path = resolve(file);
  return orUnreadable(file, async () => {
    const text = decodeNotebook(await readFile(path));
    return understand({ file, path, text }, overrides, using);
  });
}

/** Analyzes the same text once more, since what an action wrote may be what a network is from. Throws `Failed`. */
export async function readAgain(
  { file, path, text }: NotebookFile,
  overrides: Overrides,
): Promise<NotebookFile> {
  return orUnreadable(file, () => understand({ file, path, text }, overrides, () => []));
}

/** Does something with a notebook's file. Throws `Failed` where it is not there or cannot be read as a notebook. */
export async function orUnreadable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Throws a `NotebookError` or an `OverrideError`. */
async function understand(
  { file, path, text }: Pick<NotebookFile, 'file' | 'path' | 'text'>,
  overrides: Overrides,
  using: (program: Program) => readonly Action[] | undefined,
): Promise<NotebookFile> {
  const cells = parseNotebook(text).cells.filter(({ kind }) => kind === 'code');
  const sources = cells.map(({ source }) => source);
  const look = async (overrides: Overrides) => {
    const program = analyze(sources, { overrides, ...modelFiles(contextOf(path)) });
    const inData = await checkAgainstData(program, contextOf(path), using(program));
    return { program, diagnostics: [...findingsOf(program, sources), ...inData] };
  };
  const { program, diagnostics } = await look(overrides).catch(async (error: unknown) => {
    // What an override is meant for may be lost in a line with a mistake, which is the one to tell.
    if (!(error instanceof OverrideError)) throw error;
    const written = await look({});
    if (!written.diagnostics.some(isError)) throw error;
    return written;
  });
  const error = diagnostics.find(isError);
  const given = Object.entries(overrides).map(([name, value]) => `--set ${name}=${value}`);
  if (error && given.length > 0 && !(await look({})).diagnostics.some(isError))
    throw new OverrideError(`${given.join(' ')}: ${error.message}`);
  const findings = diagnostics.map((diagnostic): Finding => {
    const { severity, code, message, location, fix } = diagnostic;
    const cell = cells[location.cell];
    const covered = cell.source.slice(location.start, location.end).split('\n')[0] ?? '';
    return {
      severity,
      code,
      message,
      file,
      ...placeIn({ cells }, location),
      length: Math.max(1, covered.length),
      ...(fix && { fix: fix.title }),
    };
  });
  return { file, path, text, program, findings, cells };
}

/** Ends the command when a notebook has errors; they have been told. */
export function stopOnErrors({ findings }: NotebookFile): void {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw new Failed({ exit: 1, code: error.code, message: error.message }, true);
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** Where the files are looked for that a notebook reads. */
export const contextOf = (path: string) => ({
  notebookFolder: dirname(path),
  environment: process.env,
  seed: 0,
});

/** Why a file is not read. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; give the path of a notebook in it',
  EACCES: 'permission denied; change its permissions',
  ENAMETOOLONG: 'its name or path is too long for a file; choose a shorter one',
  ENOTDIR: 'there is no such file: part of its path is not a folder',
  EMFILE: 'too many open files; raise the limit with `ulimit -n 1024`',
  EIO: 'the disk reports an error',
};

function unreadable(file: string, error: unknown): unknown {
  if (error instanceof NotebookError) {
    const { code, reason, line } = error;
    return new Failed({ exit: 1, code, message: reason, file, line: line + 1, column: 1 });
  }
  if (error instanceof OverrideError)
    return new Failed({ exit: 2, code: 'usage', message: error.message });
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  const what = reasons[code] ?? `it cannot be read (${code})`;
  return new Failed({ exit: 1, code: 'no-file', message: what, file });
}
