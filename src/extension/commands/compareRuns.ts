import * as vscode from 'vscode';
import type { ComparisonPanel } from '../comparison/comparison';
import { ExtensionError } from '../failures';
import { chosenRuns, runPick } from '../runs/chosenRuns';
import type { RunsTree } from '../runs/runsTree';

/** More curves than can be told apart. */
const mostRuns = 12;

/** `Compare Runs…`: those that are selected in the list, else some that are chosen from all. */
export async function compareRuns(
  tree: RunsTree,
  panel: ComparisonPanel,
  asked: unknown,
  selected: unknown,
): Promise<void> {
  const chosen = await chosenRuns(tree, asked, selected);
  const runs = chosen.length >= 2 ? chosen : await pickRuns(tree, chosen[0]?.folder);
  if (!runs) return;
  if (runs.length < 2)
    throw new ExtensionError('not-runnable', vscode.l10n.t('Choose two or more runs to compare.'));
  if (runs.length > mostRuns)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('At most {0} runs can be compared at once.', mostRuns),
    );
  panel.open(runs);
}

async function pickRuns(tree: RunsTree, picked: string | undefined) {
  const all = await tree.all();
  const items = all.map((run) => ({ ...runPick(run), picked: run.folder === picked }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    title: vscode.l10n.t('Compare Which Runs?'),
  });
  return chosen?.map(({ run }) => run);
}
