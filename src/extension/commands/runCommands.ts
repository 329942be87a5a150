import * as vscode from 'vscode';
import { openRun, Run } from '../../runs/run';
import { counted } from '../../text/numbers';
import { withoutLinks } from '../../text/markdown';
import type { Analyses } from '../analyses';
import { ExtensionError, restricted } from '../failures';
import type { Inspector } from '../inspector/panel';
import { withPatience } from '../progress';
import { chosenRun, chosenRuns } from '../runs/chosenRuns';
import { analysisOfRun } from '../runs/runAnalysis';
import { runLink } from '../runs/runLinks';
import { nameOf } from '../runs/runNames';
import type { RunsTree } from '../runs/runsTree';
import { assertIdle, moveToTrash } from '../runs/trash';
import type { Trainings } from '../trainings';

/** `Resume`: a run of the tree, or a run folder. */
export async function resumeRun(trainings: Trainings, run: unknown): Promise<void> {
  const folder = run instanceof Run ? run.folder : run;
  if (typeof folder !== 'string') return;
  if (!vscode.workspace.isTrusted) throw restricted();
  await withPatience(vscode.l10n.t('Resuming from the last checkpoint…'), trainings.resume(folder));
}

/** `Show Run Details`: in the inspector. */
export async function showRun(runs: RunsTree, inspector: Inspector, asked: unknown): Promise<void> {
  const run = await chosenRun(runs, asked);
  // What the list knows of it may be some steps old.
  if (run) await inspector.openRun(await openRun(run.folder));
}

/** `Copy Settings`: the run's `train` as it was written. */
export async function copySettings(
  runs: RunsTree,
  analyses: Analyses,
  asked: unknown,
): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  const analysis = await analysisOfRun(analyses, run);
  try {
    await analysis.outline;
    const text = await analysis.ask('trainSource', run.manifest);
    if (text === undefined)
      throw new ExtensionError(
        'not-runnable',
        vscode.l10n.t('The notebook of this run has no cell that trains its network.'),
      );
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The settings were copied.'), 3000);
  } finally {
    analysis.dispose();
  }
}

/** `Copy Link`: opens the run in the inspector, on this machine. */
export async function copyRunLink(
  runs: RunsTree,
  extension: string,
  asked: unknown,
): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  await vscode.env.clipboard.writeText(runLink(run.folder, extension).toString());
  vscode.window.setStatusBarMessage(vscode.l10n.t('The link was copied.'), 3000);
}

/** `Reveal in Explorer View`: the run's folder. */
export async function revealRun(runs: RunsTree, asked: unknown): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  const folder = vscode.Uri.file(run.folder);
  const isHere = vscode.workspace.getWorkspaceFolder(folder) !== undefined;
  await vscode.commands.executeCommand(isHere ? 'revealInExplorer' : 'revealFileInOS', folder);
}

/** `Move to Trash`: the folders of runs, after a question. */
export async function deleteRuns(runs: RunsTree, asked: unknown, selected: unknown): Promise<void> {
  const chosen = await chosenRuns(runs, asked, selected);
  if (chosen.length === 0) return;
  await assertIdle(chosen);
  const move = vscode.l10n.t('Move to Trash');
  const [first] = chosen;
  const question =
    chosen.length === 1
      ? vscode.l10n.t(
          'Move the run “{0}” of {1} to the trash?',
          nameOf(first),
          first.manifest.network,
        )
      : vscode.l10n.t('Move {0} to the trash?', counted(chosen.length, 'run'));
  const detail = vscode.l10n.t(
    'With it go its curves, its checkpoints and what was inspected. Exported models stay.',
  );
  const options = { modal: true, detail };
  const answer = await vscode.window.showWarningMessage(withoutLinks(question), options, move);
  if (answer !== move) return;
  await moveToTrash(chosen);
  runs.recount();
}
