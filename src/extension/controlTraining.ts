import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { runsFolder } from '../runs/run';
import type { TrainingControl } from '../views/messages';
import { commands } from './ids';

const commandOf = {
  pause: commands.pauseTraining,
  resume: commands.resumeTraining,
  stop: commands.stopTraining,
  rate: commands.changeLearningRate,
  criterion: commands.changeStoppingCriterion,
} as const satisfies Record<Exclude<TrainingControl['command'], 'continue'>, string>;

/** Does what a button beside a training asks for, wherever that is shown; its run is one of the notebook's at `path`. */
export async function controlTraining(
  { command, run }: TrainingControl,
  path: string,
): Promise<void> {
  if (command === 'continue') {
    const folder = join(runsFolder(path), basename(run));
    await vscode.commands.executeCommand(commands.resumeRun, folder);
    return;
  }
  await vscode.commands.executeCommand(commandOf[command], run);
}
