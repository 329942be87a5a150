import * as vscode from 'vscode';
import type { Core } from '../core';
import { showError } from '../failures';
import { commands, type Command } from '../ids';
import type { Inspector } from '../inspector/panel';
import type { Analyses } from '../analyses';
import type { RunsTree } from '../runsTree';
import type { Trainings } from '../trainings';
import { createNotebook, exportOnnx, trainNetwork } from './notebookCommands';
import { resumeRun, revealRun } from './runCommands';
import { openSample } from './openSample';
import { selectDevice } from './selectDevice';
import {
  changeLearningRate,
  changeStoppingCriterion,
  pauseTraining,
  resumeTraining,
  stopTraining,
} from './trainingCommands';

export interface CommandServices {
  readonly context: vscode.ExtensionContext;
  readonly core: Core;
  readonly analyses: Analyses;
  readonly trainings: Trainings;
  readonly inspector: Inspector;
  readonly runs: RunsTree;
  readonly log: vscode.LogOutputChannel;
}

type Handler = (argument?: unknown) => Promise<void> | void;

/** Every command of the extension. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const { context, core, analyses, trainings, inspector, runs, log } = services;
  const handlers: Record<Command, Handler> = {
    [commands.newNotebook]: () => createNotebook(),
    [commands.openSample]: () => openSample(context.extensionUri),
    [commands.trainNetwork]: (network) => trainNetwork(analyses, network),
    [commands.stopTraining]: (run) => stopTraining(trainings, run),
    [commands.pauseTraining]: (run) => pauseTraining(trainings, run),
    [commands.resumeTraining]: (run) => resumeTraining(trainings, run),
    [commands.changeLearningRate]: (run) => changeLearningRate(trainings, run),
    [commands.changeStoppingCriterion]: (run) => changeStoppingCriterion(trainings, run),
    [commands.openInspector]: () => inspector.open(),
    [commands.exportOnnx]: (network) => exportOnnx(core, analyses, network),
    [commands.selectDevice]: () => selectDevice(core),
    [commands.showLog]: () => log.show(),
    [commands.resumeRun]: (run) => resumeRun(trainings, run),
    [commands.revealRun]: (run) => revealRun(run),
    [commands.refreshRuns]: () => runs.refresh(),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await handler(argument);
        } catch (error) {
          log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
          void showError(error);
        }
      }),
    ),
  );
}
