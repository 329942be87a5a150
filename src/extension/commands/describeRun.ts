import * as vscode from 'vscode';
import { readTags, runAbout, type RunAbout } from '../../runs/about';
import { withoutLinks } from '../../text/markdown';
import { chosenRun, chosenRuns } from '../runs/chosenRuns';
import { nameOf } from '../runs/runNames';
import type { RunsTree } from '../runs/runsTree';

/** `Rename…`: an empty name leaves the run with that of its beginning. */
export async function renameRun(runs: RunsTree, asked: unknown): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the run'),
    prompt: vscode.l10n.t('Leave it empty to call the run by its date.'),
    value: run.about.name ?? '',
    validateInput: (text) => objection({ name: text }),
  });
  if (name === undefined) return;
  await run.describe({ name });
  runs.refresh();
}

/** `Edit Tags…`: of one run, or the same for several. */
export async function tagRuns(runs: RunsTree, asked: unknown, selected: unknown): Promise<void> {
  const chosen = await chosenRuns(runs, asked, selected);
  if (chosen.length === 0) return;
  const shared = chosen[0].about.tags ?? [];
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tags'),
    prompt: vscode.l10n.t('Words to find runs by, separated by commas.'),
    value: shared
      .filter((tag) => chosen.every(({ about }) => about.tags?.includes(tag)))
      .join(', '),
    validateInput: (input) => objection({ tags: readTags(input) }),
  });
  if (text === undefined) return;
  for (const run of chosen) await run.describe({ tags: readTags(text) });
  runs.refresh();
}

/** `Edit Note…` */
export async function noteRun(runs: RunsTree, asked: unknown): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  const note = await vscode.window.showInputBox({
    title: withoutLinks(vscode.l10n.t('Note on the run “{0}”', nameOf(run))),
    value: run.about.note ?? '',
    validateInput: (text) => objection({ note: text }),
  });
  if (note === undefined) return;
  await run.describe({ note });
  runs.refresh();
}

/** Why something cannot be said of a run; an empty text takes back what was said. */
function objection(said: RunAbout): string | undefined {
  const given = Object.entries(said).filter(([, value]) => String(value).trim() !== '');
  if (runAbout.safeParse(Object.fromEntries(given)).success) return undefined;
  return vscode.l10n.t('This is too long.');
}
