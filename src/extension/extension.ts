import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ActionRunner } from './actionRunner';
import { Analyses } from './analyses';
import { CellRunner } from './cellRunner';
import { OutputChanges } from './cells/changes';
import { CellStatus } from './cells/status';
import { registerCommands } from './commands/commands';
import { trackContext } from './context';
import { ComparisonPanel } from './comparison/comparison';
import { Controller } from './controller';
import { Core } from './core';
import { DataPreviews } from './dataPreviews';
import { Diagnostics } from './features/diagnostics';
import { registerLanguageFeatures } from './features/features';
import { ExportConsent } from './exportConsent';
import { FoundRates } from './features/foundRates';
import { TrainingVerdicts } from './features/verdicts';
import { Designer } from './designer/panel';
import { notebookType, taskType } from './ids';
import { ModelEditor } from './modelEditor/modelEditor';
import { Inspector } from './inspector/panel';
import { registerLanguageModelTools } from './languageModelTools/register';
import { receiveRendererMessages } from './rendererMessages';
import { Restore } from './restore';
import { RunLinks } from './runs/runLinks';
import { RunsTree } from './runs/runsTree';
import { Serializer } from './serializer';
import { TemplateGallery } from './templates/panel';
import { Templates } from './templates/templates';
import { StatusBar } from './statusBar';
import { NotebookTasks } from './tasks';
import { Trainings } from './trainings';

/** Builds the services by hand and hands them to VS Code. */
export function activate(context: vscode.ExtensionContext): void {
  // For `src/views`, whose texts the command line shows as well.
  if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
  const log = vscode.window.createOutputChannel('DNN Notebook', { log: true });
  const core = new Core(context.extensionUri, log);
  const analyses = new Analyses(context.extensionUri, log);
  const trainings = new Trainings(core, log);
  const diagnostics = new Diagnostics(analyses);
  const rates = new FoundRates(analyses);
  const verdicts = new TrainingVerdicts(analyses, rates, trainings);
  const consent = new ExportConsent(context.workspaceState);
  const previews = new DataPreviews(context, log);
  const actions = new ActionRunner(core, trainings, log, consent, previews);
  const controller = new Controller(
    new CellRunner(analyses, diagnostics, actions, log),
    context.extension.id,
  );
  const templates = new Templates(context.extensionUri, analyses);
  const designer = new Designer(context, analyses, trainings, templates, log);
  const gallery = new TemplateGallery(context.extensionUri, templates, designer, log);
  const changes = new OutputChanges(analyses, log);
  const cellStatus = new CellStatus(analyses, trainings, controller, changes);
  const inspector = new Inspector(context, analyses, trainings, actions, core, designer, log);
  const runs = new RunsTree(trainings);
  const comparison = new ComparisonPanel(context, core, trainings, log);
  const models = new ModelEditor(context.extensionUri, core, log);
  context.subscriptions.push(
    ...[
      log,
      core,
      analyses,
      trainings,
      diagnostics,
      verdicts,
      actions,
      controller,
      designer,
      gallery,
      changes,
      cellStatus,
      inspector,
      runs,
    ],
    comparison,
    models,
    actions.onDidPerform((performed) => rates.remember(performed)),
    // The next cell may be about what this one wrote; the file watcher is slower, and sees the workspace only.
    actions.onDidPerform(({ action }) => action.writes === undefined || analyses.renew()),
    Serializer.register(),
    new Restore({ controller, analyses, trainings, actions, previews, verdicts, log }),
    new StatusBar(trainings),
    registerLanguageFeatures(analyses, rates, verdicts, trainings),
    registerCommands({
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
    }),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, cellStatus),
    receiveRendererMessages(analyses, changes, designer, log),
    registerLanguageModelTools(analyses, trainings),
    vscode.window.registerUriHandler(new RunLinks()),
    vscode.tasks.registerTaskProvider(taskType, new NotebookTasks(context.extensionUri)),
    trackContext(core, trainings, log),
  );
}
