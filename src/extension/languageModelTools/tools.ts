import { basename } from 'node:path';
import * as vscode from 'vscode';
import { latestRun } from '../../runs/list';
import { networkMarkdown, trainingMarkdown } from '../../views/markdown';
import { endTraining, replay } from '../../views/training';
import type { Analyses } from '../analyses';
import { networksOf } from '../analysis/outline';
import { runCell } from '../cells/rerun';
import { rangeOf } from '../documents';
import { ExtensionError, restricted } from '../failures';
import { codeCells } from '../notebooks';
import { notebookPath } from '../paths';
import type { Training, Trainings } from '../trainings';
import { answer } from './answer';
import type { ToolInput, ToolName } from './inputs';
import { chooseName, notebookOf, trainingOf } from './subject';

export interface Confirmation {
  readonly title: string;
  readonly message: string;
}

export interface Tool {
  /** What VS Code says while it works. */
  readonly doing: string;
  /** What the user is asked first; absent for what only reads. */
  readonly confirm?: (input: ToolInput) => Promise<Confirmation>;
  readonly invoke: (input: ToolInput, token: vscode.CancellationToken) => Promise<string>;
}

/** Findings told at once. */
const mostFindings = 100;
/** How long starting waits for the first sign of the training. */
const startMilliseconds = 60_000;

/** Everything a language model may do with notebooks. */
export function toolsOf(analyses: Analyses, trainings: Trainings): Record<ToolName, Tool> {
  const fileOf = (notebook: vscode.NotebookDocument) => basename(notebookPath(notebook));

  const runningOf = async (input: ToolInput): Promise<Training> => {
    const training = trainings.of(await notebookOf(input), input.network);
    if (training) return training;
    throw new ExtensionError('no-run', vscode.l10n.t('Nothing is being trained.'));
  };

  return {
    dnn_describeNetwork: {
      doing: vscode.l10n.t('Describing the network'),
      async invoke(input) {
        const notebook = await notebookOf(input);
        const names = networksOf(await analyses.outline(notebook));
        const name = chooseName(names, input.network, trainings.of(notebook)?.identity.network);
        const network = await analyses.ask(notebook, 'network', name);
        return answer(
          'A network with its layers.',
          `${fileOf(notebook)}: ${name}\n\n${network ? networkMarkdown(network) : ''}`,
        );
      },
    },
    dnn_checkNotebook: {
      doing: vscode.l10n.t('Checking the notebook'),
      async invoke(input) {
        const notebook = await notebookOf(input);
        const { diagnostics } = await analyses.outline(notebook);
        const all = [...diagnostics, ...analyses.findings(notebook)];
        const cells = codeCells(notebook);
        const lines = all.slice(0, mostFindings).map(({ severity, message, location }) => {
          const document = cells[location.cell]?.document;
          const line = document ? rangeOf(document, location).start.line + 1 : 1;
          return `code cell ${location.cell + 1}, line ${line}: ${severity}: ${message}`;
        });
        return all.length === 0
          ? 'The notebook has no errors.'
          : answer(`${all.length} findings.`, [fileOf(notebook), ...lines].join('\n'));
      },
    },
    dnn_startTraining: {
      doing: vscode.l10n.t('Starting the training'),
      async confirm(input) {
        const { action, cell } = await trainingOf(analyses, input);
        return {
          title: vscode.l10n.t('Train {0}?', action.network),
          message: vscode.l10n.t(
            'The cell of {0} that trains {1} is run on this machine, until its epochs are done or it is stopped.',
            fileOf(cell.notebook),
            action.network,
          ),
        };
      },
      async invoke(input, token) {
        if (!vscode.workspace.isTrusted) throw restricted();
        const { action, cell } = await trainingOf(analyses, input);
        const { notebook } = cell;
        if (trainings.of(notebook, action.network))
          return answer('It is being trained already.', action.network);
        const begun = beginning(trainings, notebook, action.network, token);
        await vscode.window.showNotebookDocument(notebook, { preserveFocus: true });
        // It ends with the training.
        void runCell(cell);
        const training = await begun;
        return training
          ? answer('Training has begun.', `${action.network}: run ${training.identity.run}`)
          : 'The training has not begun yet; the cell of the notebook says why.';
      },
    },
    dnn_stopTraining: {
      doing: vscode.l10n.t('Stopping the training'),
      async confirm(input) {
        const { identity } = await runningOf(input);
        return {
          title: vscode.l10n.t('Stop the training of {0}?', identity.network),
          message: vscode.l10n.t('It ends with a checkpoint and can be continued later.'),
        };
      },
      async invoke(input) {
        const training = await runningOf(input);
        await trainings.stop(training);
        return answer('The training was stopped, with a checkpoint.', training.identity.network);
      },
    },
    dnn_readMetrics: {
      doing: vscode.l10n.t('Reading the metrics'),
      async invoke(input) {
        if (!vscode.workspace.isTrusted) throw restricted();
        const notebook = await notebookOf(input);
        const running = trainings.of(notebook, input.network);
        const names = networksOf(await analyses.outline(notebook));
        const name = chooseName(names, input.network, running?.identity.network);
        if (running?.snapshot)
          return answer('It is being trained.', trainingMarkdown(running.snapshot));
        const run = await latestRun(notebookPath(notebook), name);
        const snapshot = run && replay(await run.events());
        if (!snapshot) return answer('It has not been trained.', name);
        endTraining(snapshot);
        return answer('The last training.', trainingMarkdown(snapshot));
      },
    },
  };
}

/** The training of a network that begins from now on; undefined when none does in time. */
function beginning(
  trainings: Trainings,
  notebook: vscode.NotebookDocument,
  network: string,
  token: vscode.CancellationToken,
): Promise<Training | undefined> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve(trainings.of(notebook, network));
    };
    const timer = setTimeout(end, startMilliseconds);
    const listening = vscode.Disposable.from(
      trainings.onDidChange(() => trainings.of(notebook, network) && end()),
      token.onCancellationRequested(end),
    );
  });
}
