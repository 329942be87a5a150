import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { headline } from '../runs/headline';
import type { Run } from '../runs/run';
import { stateOf, type RunState } from '../runs/state';
import { escapeMarkdown } from '../text/markdown';
import { formatClock, formatMeasure } from '../text/numbers';
import { brief, visible } from '../text/visible';

const icons: Record<RunState['status'], vscode.ThemeIcon> = {
  running: new vscode.ThemeIcon('sync~spin'),
  paused: new vscode.ThemeIcon('debug-pause'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  interrupted: new vscode.ThemeIcon('debug-stop'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};

const dateFormat = () =>
  new Intl.DateTimeFormat(vscode.env.language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Settings shown of a run: more than any training has. */
const mostSettings = 40;

const text = (given: string): string => escapeMarkdown(brief(given));

/** A run in the tree. Its folder may be from elsewhere: text from it is shown as it is, and holds no links. */
export async function runItem(run: Run): Promise<vscode.TreeItem> {
  const { manifest, folder } = run;
  const { created, notebook, device, reason } = manifest;
  const network = brief(visible(manifest.network));
  const { scores, status, seconds, step } = await stateOf(run);
  const item = new vscode.TreeItem(network);
  const best = scores?.test ?? scores?.validation ?? scores?.train;
  const told = headline(manifest.measures, best);
  const value = told ? formatMeasure(told.measure, told.value) : '';
  const isPlain = told?.measure.unit === 'fraction';
  const score = told ? brief(visible(isPlain ? value : `${told.measure.label} ${value}`)) : '';
  const when = dateFormat().format(new Date(created));
  item.id = folder;
  item.description = [
    status === 'paused' ? vscode.l10n.t('paused') : '',
    score,
    formatClock(seconds),
    when,
  ]
    .filter((text) => text)
    .join('  ·  ');
  item.iconPath = icons[status];
  item.contextValue = status;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${text(manifest.network)}** (${text(notebook.file)}) ${status}` +
        (reason ? `: ${text(reason)}` : ''),
      ...[
        ...Object.entries(manifest.settings)
          .slice(0, mostSettings)
          .map(([name, value]) => `${text(name)} ${text(String(value))}`),
        `device ${text(device)}, seed ${manifest.seed}, ${step} steps`,
        text(`${basename(dirname(folder))}/${basename(folder)}`),
      ].map((line) => `- ${line}`),
    ].join('\n'),
  );
  item.accessibilityInformation = { label: `${network}, ${status}, ${score}, ${when}` };
  return item;
}
