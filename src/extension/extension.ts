import * as vscode from 'vscode';
import { ActionRunner } from './actionRunner';
import { CellRunner } from './cellRunner';
import { registerCommands } from './commands/commands';
import { trackContext } from './context';
import { Controller } from './controller';
import { Core } from './core';
import { Diagnostics } from './features/diagnostics';
import { registerLanguageFeatures } from './features/features';
import { ExportConsent } from './exportConsent';
import { FoundRates } from './features/foundRates';
import { Inspector } from './inspector/panel';
import { Programs } from './programs';
import { receiveRendererMessages } from './rendererMessages';
import { Restore } from './restore';
import { RunsTree } from './runsTree';
import { Serializer } from './serializer';
import { StatusBar } from './statusBar';
import { Trainings } from './trainings';

/** Builds the services by hand and hands them to VS Code. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('DNN Notebook', { log: true });
  const core = new Core(context.extensionUri, log);
  const programs = new Programs(context.extensionUri, log);
  const trainings = new Trainings(core, log);
  const diagnostics = new Diagnostics(programs);
  const rates = new FoundRates(programs);
  const actions = new ActionRunner(
    core,
    trainings,
    rates,
    log,
    new ExportConsent(context.workspaceState),
  );
  const controller = new Controller(new CellRunner(programs, diagnostics, actions, log));
  const inspector = new Inspector(context, programs, trainings, core, log);
  const runs = new RunsTree(trainings);
  context.subscriptions.push(
    ...[log, core, programs, trainings, diagnostics, controller, inspector, runs],
    Serializer.register(),
    new Restore(controller, programs, trainings, actions, log),
    new StatusBar(trainings),
    registerLanguageFeatures(programs, rates),
    registerCommands({ context, core, programs, trainings, inspector, runs, log }),
    receiveRendererMessages(inspector, programs, log),
    trackContext(core, trainings, log),
  );
}
