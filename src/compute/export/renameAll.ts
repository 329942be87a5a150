import { rename } from 'node:fs/promises';

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** There may be nothing to rename. */
  readonly optional?: true;
}

/** Renames files one after the other; when one cannot be, those before it get their names back, and the error is thrown. */
export async function renameAll(renamings: readonly Renaming[]): Promise<void> {
  const done: Renaming[] = [];
  try {
    for (const each of renamings) if (await renamed(each)) done.push(each);
  } catch (error) {
    for (const { from, to } of done.reverse()) await rename(to, from);
    throw error;
  }
}

async function renamed({ from, to, optional }: Renaming): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
