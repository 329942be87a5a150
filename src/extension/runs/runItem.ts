import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { headline } from '../../runs/headline';
import { outcomeOf } from '../../runs/outcome';
import type { Run } from '../../runs/run';
import { stateOf, statusNames, type RunState } from '../../runs/state';
import { escapeMarkdown } from '../../text/markdown';
import { formatBytes, formatClock, formatMeasure } from '../../text/numbers';
import { brief, visible } from '../../text/visible';
import { commands } from '../ids';
import type { LiveState } from './liveState';
import { beginningOf, nameOf } from './runNames';

const icons: Record<RunState['status'], vscode.ThemeIcon> = {
  running: new vscode.ThemeIcon('sync~spin'),
  paused: new vscode.ThemeIcon('debug-pause'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  interrupted: new vscode.ThemeIcon('debug-stop'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};

/** Of a run that ended without having learned what it should. */
const doubtful = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

/** Settings shown of a run: more than any training has. */
const mostSettings = 40;
/** Characters of a note in a tooltip. */
const mostNote = 600;

const text = (given: string): string => escapeMarkdown(brief(given));
const plain = (given: string): string => brief(visible(given));
const joined = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('  ·  ');

const joinedWords = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(', ');

/** What is known of a run besides its folder's manifest. */
export interface RunFacts {
  /** Where it is being trained in this window. */
  readonly live?: LiveState | undefined;
  readonly bytes?: number;
}

/** A run in the tree. Its folder may be from elsewhere: text from it is shown as it is, and holds no links. */
export async function runItem(run: Run, { live, bytes }: RunFacts = {}): Promise<vscode.TreeItem> {
  const { manifest, folder, about } = run;
  const state: LiveState = live ?? (await stateOf(run));
  const { status } = state;
  const name = plain(nameOf(run));
  const when = beginningOf(run);
  const score = scoreText(run, state);
  const item = new vscode.TreeItem(name);
  item.id = folder;
  const outcome = plain(outcomeOf(manifest.verdicts ?? []) ?? '');
  item.description = joined([
    status === 'paused' ? vscode.l10n.t('paused') : '',
    outcome,
    live?.epochs === undefined ? '' : vscode.l10n.t('epoch {0}/{1}', live.epoch, live.epochs),
    score,
    timeText(state),
    ...(about.name === undefined ? [] : [when]),
    ...(about.tags ?? []).map(plain),
  ]);
  item.iconPath =
    status === 'done' && (manifest.verdicts ?? []).length > 0 ? doubtful : icons[status];
  item.contextValue = `run.${status}`;
  item.tooltip = tooltip(run, state, bytes);
  item.command = {
    command: commands.showRun,
    title: vscode.l10n.t('Show Run Details'),
    arguments: [run],
  };
  const called = about.name === undefined ? '' : `, ${name}`;
  item.accessibilityInformation = {
    label: joinedWords([
      `${plain(manifest.network)}${called}`,
      statusNames[status],
      outcome,
      score,
      when,
    ]),
  };
  return item;
}

/** The score that is told first, with the measure's name unless it is a fraction. */
function scoreText({ manifest: { measures } }: Run, { scores }: RunState): string {
  const told = headline(measures, scores?.test ?? scores?.validation ?? scores?.train);
  if (!told) return '';
  const { measure, value } = told;
  const shown = formatMeasure(measure, value);
  return plain(measure.unit === 'fraction' ? shown : `${measure.label} ${shown}`);
}

const timeText = ({ seconds, remaining }: LiveState): string =>
  remaining === undefined
    ? formatClock(seconds)
    : vscode.l10n.t('{0} left', formatClock(remaining));

function tooltip(run: Run, { status, step }: RunState, bytes?: number): vscode.MarkdownString {
  const { manifest, folder, about } = run;
  const { notebook, device, reason } = manifest;
  const { name, tags = [], note } = about;
  const lines = [
    ...(manifest.verdicts ?? []).map(({ title, evidence }) => text(`${title}: ${evidence}`)),
    ...(tags.length > 0 ? [`tags ${text(tags.join(', '))}`] : []),
    ...Object.entries(manifest.settings)
      .slice(0, mostSettings)
      .map(([setting, value]) => `${text(setting)} ${text(String(value))}`),
    `device ${text(device)}, seed ${manifest.seed}, ${step} steps`,
    `${text(`${basename(dirname(folder))}/${basename(folder)}`)}` +
      (bytes === undefined ? '' : `, ${formatBytes(bytes)}`),
  ];
  return new vscode.MarkdownString(
    [
      `**${text(name ?? manifest.network)}** (${name === undefined ? '' : `${text(manifest.network)}, `}` +
        `${text(notebook.file)}) ${statusNames[status]}${reason ? `: ${text(reason)}` : ''}`,
      ...(note === undefined ? [] : ['', escapeMarkdown(brief(note, mostNote)), '']),
      ...lines.map((line) => `- ${line}`),
    ].join('\n'),
  );
}
