import { readFile } from 'node:fs/promises';
import { Failed, problemOf } from './failed';
import type { Output } from './output';

/**
 * Does the same with several files: what is wrong with one of them is told, and the others have their turn. Throws the first
 * failure at the end, and at once one that is no fault of the file.
 */
export async function eachFile(
  files: readonly string[],
  output: Output,
  work: (file: string) => Promise<void>,
): Promise<void> {
  let first: Failed | undefined;
  for (const file of files) {
    try {
      await work(file);
    } catch (error) {
      const problem = problemOf(error, file);
      if (problem.exit !== 1) throw error;
      if (!(error instanceof Failed && error.told))
        output.problem(problem, await readFile(file, 'utf8').catch(() => undefined));
      first ??= new Failed(problem, true);
    }
  }
  if (first) throw first;
}
