import * as vscode from 'vscode';
import { escapeMarkdown, withoutIcons } from '../text/markdown';
import { brief } from '../text/visible';
import { formatProgress } from '../text/numbers';
import { statusText } from '../views/markdown';
import type { TrainingSnapshot } from '../views/payloads';
import { objectiveText } from '../views/training';
import { commands, type Command } from './ids';

/** What the status bar says. */
export interface Status {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string | vscode.MarkdownString;
  readonly command: Command;
}

/** A training as the status bar knows it. The names of one that is resumed come from its run folder. */
export interface ShownTraining {
  readonly run: string;
  readonly network: string;
  readonly snapshot: TrainingSnapshot;
}

/** Trainings named one by one; of more, the first ones. */
const mostNamed = 3;

/** How far trainings are: of one with what it pursues, of several each with its part. */
export function trainingStatus(trainings: readonly [ShownTraining, ...ShownTraining[]]): Status {
  const [{ network, snapshot }] = trainings;
  const isPaused = trainings.every((training) => training.snapshot.paused);
  const parts = trainings.slice(0, mostNamed).map(partText);
  const more = trainings.length > mostNamed ? ', …' : '';
  const text =
    trainings.length === 1
      ? `${partText({ network, snapshot })}  ${withoutIcons(objectiveText(snapshot))}`
      : vscode.l10n.t('{0} trainings: {1}', trainings.length, `${parts.join(', ')}${more}`);
  return {
    icon: isPaused ? 'debug-pause' : 'sync~spin',
    text,
    tooltip: tooltip(trainings),
    command: trainings.length === 1 ? commands.openInspector : commands.showTraining,
  };
}

/** `Net paused 45%` */
function partText({ network, snapshot }: Pick<ShownTraining, 'network' | 'snapshot'>): string {
  const { progress, steps, paused } = snapshot;
  const state = paused ? ` ${vscode.l10n.t('paused')}` : '';
  return `${withoutIcons(network)}${state} ${formatProgress(progress.step / Math.max(1, steps))}`;
}

/** Each training with links to control it; nothing but these commands can be called from it. */
function tooltip(trainings: readonly ShownTraining[]): vscode.MarkdownString {
  const click =
    trainings.length === 1
      ? vscode.l10n.t('Click to open the inspector.')
      : vscode.l10n.t('Click to choose the one to show.');
  const text = new vscode.MarkdownString([...trainings.map(trainingLine), click].join('\n\n'));
  text.isTrusted = {
    enabledCommands: [commands.stopTraining, commands.pauseTraining, commands.resumeTraining],
  };
  return text;
}

function trainingLine({ run, network, snapshot }: ShownTraining): string {
  const plain = (given: string) => escapeMarkdown(brief(given));
  const link = (title: string, command: Command) =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([run]))})`;
  const pause = snapshot.paused
    ? link(vscode.l10n.t('Resume'), commands.resumeTraining)
    : link(vscode.l10n.t('Pause'), commands.pauseTraining);
  const stop = link(vscode.l10n.t('Stop'), commands.stopTraining);
  const part = partText({ network: '', snapshot }).trim();
  return (
    `**${plain(network)}** ${part}, ${plain(snapshot.device)}: ${plain(statusText(snapshot))}` +
    `  ${pause} · ${stop}`
  );
}

export const preparationStatus = (network: string): Status => ({
  icon: 'sync~spin',
  text: `${withoutIcons(network)} ${vscode.l10n.t('preparing')}`,
  tooltip: vscode.l10n.t('Preparing data and network…'),
  command: commands.openInspector,
});
