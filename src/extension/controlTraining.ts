import * as vscode from 'vscode';
import type { TrainingControl } from '../views/messages';
import { commands } from './ids';

const commandOf = {
  pause: commands.pauseTraining,
  resume: commands.resumeTraining,
  stop: commands.stopTraining,
  rate: commands.changeLearningRate,
  criterion: commands.changeStoppingCriterion,
} as const satisfies Record<TrainingControl['command'], string>;

/** Does what a button beside a training asks for, wherever that is shown. */
export async function controlTraining({ command, run }: TrainingControl): Promise<void> {
  await vscode.commands.executeCommand(commandOf[command], run);
}
