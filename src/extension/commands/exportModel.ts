import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Exported, RequestParameters } from '../../compute/protocol/protocol';
import { clientKinds, clientNames, type ClientName } from '../../program/clients';
import { withoutLinks } from '../../text/markdown';
import { exportFacts } from '../../views/results/exported';
import { chosenDevice, type Core } from '../core';
import { withPatience } from '../progress';

/** Which network, as the notebook or the run has it. */
type Request = Pick<RequestParameters<'export'>, 'notebook' | 'network' | 'run' | 'overrides'>;

const memoryKey = 'exportClients';

/** Exports a network to a file the user chooses, with the clients the user chooses beside it; what was chosen last is proposed. */
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
  const clients = await chooseClients(memory, basename(file.fsPath));
  if (!clients) return;
  const exported = await withPatience(
    vscode.l10n.t('Exporting {0}…', network),
    core.request('export', {
      ...request,
      device: chosenDevice(),
      file: file.fsPath,
      form: { clients },
    }),
  );
  await tellExported(exported, file);
}

/** The clients that are to be written; undefined when the user calls it off. */
async function chooseClients(
  memory: vscode.Memento,
  model: string,
): Promise<ClientName[] | undefined> {
  const last = memory.get<readonly string[]>(memoryKey, []);
  const items = clientNames.map((client) => ({
    client,
    ...described()[client],
    picked: last.includes(client),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Write programs that run {0} beside it?', model),
    placeHolder: vscode.l10n.t('None: the model alone'),
  });
  const clients = chosen?.map(({ client }) => client);
  if (clients) await memory.update(memoryKey, clients);
  return clients;
}

const described = (): Readonly<Record<ClientName, { label: string; description: string }>> => ({
  python: {
    label: clientKinds.python.title,
    description: vscode.l10n.t('a script on onnxruntime and NumPy'),
  },
  node: {
    label: clientKinds.node.title,
    description: vscode.l10n.t('a script on onnxruntime-node'),
  },
  web: {
    label: vscode.l10n.t('Web page'),
    description: vscode.l10n.t('one file that any browser opens'),
  },
});

async function tellExported(
  { file, clients = [], ...facts }: Exported,
  chosen: vscode.Uri,
): Promise<void> {
  const show = vscode.l10n.t('Show in Folder');
  const open = vscode.l10n.t('Open Page');
  const page = clients.find((each) => each.endsWith(clientKinds.web.ending));
  const names = [file, ...clients].map((each) => basename(each)).join(', ');
  const text = `${names}  ·  ${exportFacts(facts)}`;
  const answers = page === undefined ? [show] : [open, show];
  const answer = await vscode.window.showInformationMessage(withoutLinks(text), ...answers);
  if (answer === show) await vscode.commands.executeCommand('revealFileInOS', chosen);
  if (answer === open && page !== undefined) await vscode.env.openExternal(vscode.Uri.file(page));
}
