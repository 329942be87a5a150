import * as vscode from 'vscode';
import {
  bytesOf,
  oldRuns,
  prune,
  spareCheckpoints,
  spareSnapshots,
  type Removal,
} from '../../runs/prune';
import { counted, formatBytes } from '../../text/numbers';
import { isGroup, runPick, type RunPick } from '../runs/chosenRuns';
import { runsIn } from '../runs/groups';
import type { RunsTree } from '../runs/runsTree';
import { moveToTrash } from '../runs/trash';

interface WayItem extends vscode.QuickPickItem {
  readonly removals: readonly Removal[];
  readonly isWhole: boolean;
}

/** `Free Up Space…`: checkpoints that are not needed any more, or whole finished runs; what goes is said and asked before. */
export async function freeSpace(runs: RunsTree, asked: unknown): Promise<void> {
  const among = isGroup(asked) ? runsIn(asked) : await runs.all();
  const checkpoints = await spareCheckpoints(among);
  const snapshots = await spareSnapshots(among);
  const finished = await oldRuns(among, 0);
  const ways: readonly WayItem[] = [
    {
      label: vscode.l10n.t('Checkpoints of Finished Runs'),
      description: formatBytes(bytesOf(checkpoints)),
      detail: vscode.l10n.t('All but the last and the best one of each run.'),
      removals: checkpoints,
      isWhole: false,
    },
    {
      label: vscode.l10n.t('Earlier Steps of Finished Runs'),
      description: formatBytes(bytesOf(snapshots)),
      detail: vscode.l10n.t('Feature maps and weights then show the last step alone.'),
      removals: snapshots,
      isWhole: false,
    },
    {
      label: vscode.l10n.t('Whole Runs…'),
      description: vscode.l10n.t('up to {0}', formatBytes(bytesOf(finished))),
      detail: vscode.l10n.t('Finished runs without a name, a tag or a note, which you choose.'),
      removals: finished,
      isWhole: true,
    },
  ];
  const offered = ways.filter(({ removals }) => removals.length > 0);
  if (offered.length === 0) {
    const text = vscode.l10n.t('The runs hold nothing that is not needed any more.');
    void vscode.window.showInformationMessage(text);
    return;
  }
  const way = await vscode.window.showQuickPick(offered, {
    title: vscode.l10n.t('Free Up Space'),
    placeHolder: vscode.l10n.t('Unfinished runs keep everything they need to go on.'),
  });
  if (!way) return;
  if (way.isWhole) await removeRuns(runs, way.removals);
  else await removeFiles(runs, way.removals, way.removals === snapshots);
}

async function removeFiles(
  runs: RunsTree,
  removals: readonly Removal[],
  areSnapshots: boolean,
): Promise<void> {
  const files = removals.flatMap(({ paths }) => paths).length;
  const question = vscode.l10n.t(
    'Delete {0} of {1}?',
    counted(files, areSnapshots ? 'earlier step' : 'checkpoint'),
    counted(removals.length, 'finished run'),
  );
  const detail = vscode.l10n.t(
    'This frees {0}. The last and the best checkpoint of each run stay.',
    formatBytes(bytesOf(removals)),
  );
  const answer = vscode.l10n.t('Delete');
  if (
    (await vscode.window.showWarningMessage(question, { modal: true, detail }, answer)) !== answer
  )
    return;
  tellFreed(await prune(removals));
  runs.recount();
}

async function removeRuns(runs: RunsTree, removals: readonly Removal[]): Promise<void> {
  const items = removals.map((removal): RunPick & { readonly removal: Removal } => ({
    ...runPick(removal.run),
    detail: formatBytes(removal.bytes),
    removal,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Runs to Move to the Trash'),
  });
  if (!chosen || chosen.length === 0) return;
  const picked = chosen.map(({ removal }) => removal);
  const question = vscode.l10n.t('Move {0} to the trash?', counted(picked.length, 'run'));
  const detail = vscode.l10n.t(
    'They take {0}. The space is free when the trash is emptied.',
    formatBytes(bytesOf(picked)),
  );
  const answer = vscode.l10n.t('Move to Trash');
  if (
    (await vscode.window.showWarningMessage(question, { modal: true, detail }, answer)) !== answer
  )
    return;
  await moveToTrash(picked.map(({ run }) => run));
  runs.recount();
}

function tellFreed(removed: readonly Removal[]): void {
  const text = vscode.l10n.t('{0} freed.', formatBytes(bytesOf(removed)));
  void vscode.window.showInformationMessage(text);
}
