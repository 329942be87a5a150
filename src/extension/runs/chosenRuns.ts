import * as vscode from 'vscode';
import { openRun, Run } from '../../runs/run';
import { withoutIcons } from '../../text/markdown';
import { restricted } from '../failures';
import { runsIn, type RunNode } from './groups';
import { beginningOf, nameOf } from './runNames';
import type { RunsTree } from './runsTree';

export const isGroup = (asked: unknown): asked is Exclude<RunNode, Run> =>
  typeof asked === 'object' && asked !== null && 'kind' in asked;

/**
 * The runs a command is about: those of the row it was chosen on, or all that are selected with it; a run folder; else those that
 * are selected.
 */
export async function chosenRuns(
  tree: RunsTree,
  asked: unknown,
  selected?: unknown,
): Promise<readonly Run[]> {
  if (!vscode.workspace.isTrusted) throw restricted();
  if (typeof asked === 'string') return [await openRun(asked)];
  if (isGroup(asked)) return runsIn(asked);
  if (!(asked instanceof Run)) return tree.selection;
  const others = Array.isArray(selected) ? selected.filter((node) => node instanceof Run) : [];
  return others.includes(asked) ? others : [asked];
}

/** The same for a command on one run. */
export async function chosenRun(tree: RunsTree, asked: unknown): Promise<Run | undefined> {
  const [run] = await chosenRuns(tree, asked);
  return run;
}

export interface RunPick extends vscode.QuickPickItem {
  readonly run: Run;
}

/** Runs to be chosen from in a list; text from their folders is shown as it is. */
export const runPick = (run: Run, detail?: string): RunPick => ({
  run,
  label: withoutIcons(nameOf(run)),
  description: withoutIcons(
    [run.manifest.network, run.manifest.notebook.file, beginningOf(run)].join('  ·  '),
  ),
  ...(detail !== undefined && { detail }),
});
