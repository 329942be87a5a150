import * as vscode from 'vscode';
import type { ComparisonPanel } from '../comparison/comparison';
import type { Core } from '../core';
import { showError } from '../failures';
import { commands, type Command } from '../ids';
import type { Designer } from '../designer/panel';
import type { Inspector } from '../inspector/panel';
import type { ModelEditor } from '../modelEditor/modelEditor';
import type { Analyses } from '../analyses';
import type { RunsTree } from '../runs/runsTree';
import type { TemplateGallery } from '../templates/panel';
import type { Trainings } from '../trainings';
import { createNotebook, exportOnnx, isChoice, trainNetwork } from './notebookCommands';
import { compareRuns } from './compareRuns';
import {
  copyRunLink,
  copySettings,
  deleteRuns,
  resumeRun,
  revealRun,
  showRun,
} from './runCommands';
import { noteRun, renameRun, tagRuns } from './describeRun';
import { exportRun, exportRunMeasures } from './exportRun';
import { freeSpace } from './freeSpace';
import { openSample } from './openSample';
import { rerunCell } from '../cells/rerun';
import { selectDevice } from './selectDevice';
import { showTraining } from './showTraining';
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
  readonly designer: Designer;
  readonly gallery: TemplateGallery;
  readonly inspector: Inspector;
  readonly runs: RunsTree;
  readonly comparison: ComparisonPanel;
  readonly models: ModelEditor;
  readonly log: vscode.LogOutputChannel;
}

/** On rows of a list there are the row and all that are selected. */
type Handler = (argument?: unknown, selected?: unknown) => Promise<void> | void;

/** Every command of the extension. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const {
    context,
    core,
    analyses,
    trainings,
    designer,
    gallery,
    inspector,
    runs,
    comparison,
    models,
    log,
  } = services;
  const handlers: Record<Command, Handler> = {
    [commands.newNotebook]: () => createNotebook(),
    [commands.newFromTemplate]: () => gallery.open(),
    [commands.openSample]: () => openSample(context.extensionUri),
    [commands.trainNetwork]: (network) => trainNetwork(analyses, network),
    [commands.stopTraining]: (run) => stopTraining(trainings, run),
    [commands.pauseTraining]: (run) => pauseTraining(trainings, run),
    [commands.resumeTraining]: (run) => resumeTraining(trainings, run),
    [commands.changeLearningRate]: (run) => changeLearningRate(trainings, run),
    [commands.changeStoppingCriterion]: (run) => changeStoppingCriterion(trainings, run),
    [commands.openDesigner]: () => designer.open(),
    [commands.openInspector]: (choice) =>
      isChoice(choice) ? inspector.open(choice.notebook, choice.network) : inspector.open(),
    [commands.showTraining]: () => showTraining(trainings, inspector),
    [commands.exportOnnx]: (network) => exportOnnx(core, analyses, context.globalState, network),
    [commands.selectDevice]: () => selectDevice(core),
    [commands.showLog]: () => log.show(),
    [commands.resumeRun]: (run) => resumeRun(trainings, run),
    [commands.showRun]: (run) => showRun(runs, inspector, run),
    [commands.compareRuns]: (run, selected) => compareRuns(runs, comparison, run, selected),

    [commands.renameRun]: (run) => renameRun(runs, run),
    [commands.tagRun]: (run, selected) => tagRuns(runs, run, selected),
    [commands.noteRun]: (run) => noteRun(runs, run),
    [commands.exportRun]: (run) => exportRun(core, runs, context.globalState, run),
    [commands.exportMeasures]: (run, selected) => exportRunMeasures(runs, run, selected),
    [commands.copySettings]: (run) => copySettings(runs, analyses, run),
    [commands.revealRun]: (run) => revealRun(runs, run),
    [commands.deleteRun]: (run, selected) => deleteRuns(runs, run, selected),
    [commands.freeSpace]: (run) => freeSpace(runs, run),
    [commands.refreshRuns]: () => runs.refresh(),
    [commands.copyRunLink]: (run) => copyRunLink(runs, context.extension.id, run),
    [commands.rerunCell]: (uri) => rerunCell(uri),

    [commands.makeNotebook]: (model) => models.makeNotebook(model),
    [commands.compareModels]: (model, selected) => models.compare(model, selected),
    [commands.runOnImage]: (model) => models.runOnImage(model),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
        try {
          await handler(argument, selected);
        } catch (error) {
          log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
          void showError(error);
        }
      }),
    ),
  );
}
