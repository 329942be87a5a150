import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Exported, RequestParameters } from '../../compute/protocol/protocol';
import { clientKinds } from '../../program/clients';
import { withoutLinks } from '../../text/markdown';
import { exportFacts, quantizedText } from '../../views/results/exported';
import { chosenDevice, type Core } from '../core';
import { withPatience } from '../progress';
import { chooseForm } from './chooseForm';

/** Which network, as the notebook or the run has it. */
type Request = Pick<RequestParameters<'export'>, 'notebook' | 'network' | 'run' | 'overrides'>;

/** Exports a network to a file the user chooses, in the form the user chooses. */
export async function exportModel(
  core: Core,
  memory: vscode.Memento,
  folder: string,
  request: Request,
): Promise<void> {
  const { network } = request;
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, `${network.toLowerCase()}.onnx`)),
    filters: { ONNX: ['onnx'] },
    title: vscode.l10n.t('Export {0} to ONNX', network),
  });
  if (!file) return;
  const form = await chooseForm(memory, basename(file.fsPath));
  if (!form) return;
  const exported = await withPatience(
    vscode.l10n.t('Exporting {0}…', network),
    core.request('export', {
      ...request,
      device: chosenDevice(),
      file: file.fsPath,
      form,
    }),
  );
  await tellExported(exported, file);
}

async function tellExported(
  { file, clients = [], quantized, ...facts }: Exported,
  chosen: vscode.Uri,
): Promise<void> {
  const show = vscode.l10n.t('Show in Folder');
  const open = vscode.l10n.t('Open Page');
  const page = clients.find((each) => each.endsWith(clientKinds.web.ending));
  const names = [file, ...clients].map((each) => basename(each)).join(', ');
  const parts = [names, exportFacts(facts), ...(quantized ? [quantizedText(quantized)] : [])];
  const text = parts.join('  ·  ');
  const answers = page === undefined ? [show] : [open, show];
  const answer = await vscode.window.showInformationMessage(withoutLinks(text), ...answers);
  if (answer === show) await vscode.commands.executeCommand('revealFileInOS', chosen);
  if (answer === open && page !== undefined) await vscode.env.openExternal(vscode.Uri.file(page));
}
