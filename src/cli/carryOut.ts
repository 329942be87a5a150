import { readFile } from 'node:fs/promises';
import type { Action, Program } from '../program/program';
import { Actions, type ActionOptions } from './actions';
import { Core } from './core';
import { exitCodes, Failed, Interrupted, problemOf } from './failed';
import { readNotebook, stopOnErrors, type NotebookFile } from './file';
import type { CommonOptions, StepCommandOptions } from './options';
import { Output } from './output';

/** How a command is carried out: its notebook, its core, its end. */

/** The data of no action: what is asked for on the command line is checked by the core. */
export const none = (): readonly Action[] => [];

/** Reads a notebook without errors and works on its actions; `using` are those whose data is checked at once. */
export function withNotebook(
  options: StepCommandOptions,
  file: string,
  using: (program: Program) => readonly Action[],
  work: (actions: Actions, notebook: NotebookFile) => Promise<void>,
): Promise<void> {
  return carryOut(options, file, async (output) => {
    const notebook = await readNotebook(file, options.set, using);
    for (const finding of notebook.findings)
      if (finding.severity !== 'information')
        output.finding(finding, notebook.text, process.stderr);
    stopOnErrors(notebook);
    const settings: ActionOptions = {
      device: options.device,
      overrides: options.set,
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.passes && { passes: options.passes }),
    };
    await withCore((core) => work(new Actions(core, output, notebook, settings), notebook));
  });
}

/** Works with a core that ends afterwards. */
export async function withCore(work: (core: Core) => Promise<void>): Promise<void> {
  const core = await Core.start();
  try {
    await work(core);
  } finally {
    await core.end();
  }
}

/** Does a command's work and turns its end into the exit code. */
export async function carryOut(
  { json, quiet }: CommonOptions,
  file: string | undefined,
  work: (output: Output) => Promise<void>,
): Promise<void> {
  const output = new Output({ json, quiet });
  try {
    await work(output);
  } catch (error) {
    if (error instanceof Interrupted) {
      process.exitCode = exitCodes.interrupted;
      return;
    }
    const problem = problemOf(error, file);
    if (!(error instanceof Failed && error.told))
      output.problem(problem, await textOf(problem.file));
    process.exitCode = problem.exit;
  }
}

async function textOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return readFile(file, 'utf8').catch(() => undefined);
}
