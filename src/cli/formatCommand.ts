import { readFile, realpath, stat } from 'node:fs/promises';
import { decodeNotebook } from '../notebook/parse';
import { formatNotebook } from '../program/formatNotebook';
import { writeAtomic } from '../runs/atomic';
import { counted } from '../text/numbers';
import { visible } from '../text/visible';
import { Failed } from './failed';
import { eachFile } from './eachFile';
import { orUnreadable } from './file';
import type { Output } from './output';

/** Of `dnn format`. */
export interface FormatOptions {
  readonly check?: boolean;
}

/** `dnn format`: writes those notebooks anew that are not formatted, or only tells which they are. */
export async function formatCommand(
  files: readonly string[],
  { check = false }: FormatOptions,
  output: Output,
): Promise<void> {
  let unformatted = 0;
  await eachFile(files, output, async (file) => {
    const isFormatted = await format(file, check);
    if (isFormatted) return;
    unformatted++;
    output.json({ event: check ? 'unformatted' : 'formatted', file });
    output.print(`${visible(file)}: ${check ? 'not formatted' : 'formatted'}`);
  });
  if (unformatted === 0) return output.print(`${counted(files.length, 'notebook')}: nothing to do`);
  const message = `${counted(unformatted, 'notebook')} not formatted`;
  if (check) throw new Failed({ exit: 1, code: 'unformatted', message }, true);
}

/** Whether a notebook was formatted already; now it is, unless it is only `looked` at. */
async function format(file: string, looked: boolean): Promise<boolean> {
  const { path, text, formatted } = await orUnreadable(file, async () => {
    const path = await realpath(file);
    const text = decodeNotebook(await readFile(path));
    return { path, text, formatted: formatNotebook(text) };
  });
  if (formatted === text) return true;
  if (!looked) await writeAtomic(path, formatted, (await stat(path)).mode);
  return false;
}
