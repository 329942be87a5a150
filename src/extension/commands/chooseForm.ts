import * as vscode from 'vscode';
import { type ExportRequestForm, writableOpsets } from '../../compute/protocol/exported';
import { int8Samples } from '../../program/calibration';
import { clientKinds, clientNames } from '../../program/clients';
import { formatInteger } from '../../text/numbers';
import {
  afterChange,
  type ExportChoice,
  type ExportChoices,
  formOf,
  keptChoices,
} from './exportChoices';

const memoryKey = 'exportChoices';

const { oldest, newest } = writableOpsets;

/** What an exported file is to be like, and the programs beside it; what was chosen last is proposed. Undefined when it is called off. */
export async function chooseForm(
  memory: vscode.Memento,
  file: string,
): Promise<ExportRequestForm | undefined> {
  const last = keptChoices(memory.get(memoryKey));
  const chosen = await chooseParts(file, last);
  if (!chosen) return undefined;
  const opset = chosen.includes('opset') ? await chooseOpset(last.opset) : last.opset;
  if (chosen.includes('opset') && opset === undefined) return undefined;
  const choices = { chosen, ...(opset !== undefined && { opset }) };
  await memory.update(memoryKey, choices);
  return formOf(choices);
}

interface Part extends vscode.QuickPickItem {
  readonly choice?: ExportChoice;
}

async function chooseParts(
  file: string,
  last: ExportChoices,
): Promise<readonly ExportChoice[] | undefined> {
  const list = vscode.window.createQuickPick<Part>();
  list.title = vscode.l10n.t('How should {0} be written?', file);
  list.placeholder = vscode.l10n.t('Nothing chosen: the model alone, in float32');
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.items = partsOf(last);
  const select = (chosen: readonly ExportChoice[]) => {
    list.selectedItems = list.items.filter(({ choice }) => choice && chosen.includes(choice));
  };
  const choicesIn = (parts: readonly Part[]) => parts.flatMap(({ choice }) => choice ?? []);
  select(last.chosen);
  let before = last.chosen;
  const changing = list.onDidChangeSelection((parts) => {
    const now = choicesIn(parts);
    const after = afterChange(before, now);
    before = after;
    if (after.length < now.length) select(after);
  });
  const parts = await accepted(list);
  changing.dispose();
  return parts && choicesIn(parts);
}

const separator = (label: string): Part => ({ label, kind: vscode.QuickPickItemKind.Separator });

function partsOf({ opset = oldest }: ExportChoices): readonly Part[] {
  const about = {
    python: vscode.l10n.t('a script on onnxruntime and NumPy'),
    node: vscode.l10n.t('a script on onnxruntime-node'),
    web: vscode.l10n.t('one file that any browser opens'),
  };
  return [
    separator(vscode.l10n.t('programs that run it, beside it')),
    ...clientNames.map((client) => ({
      choice: client,
      label: client === 'web' ? vscode.l10n.t('Web page') : clientKinds[client].title,
      description: about[client],
    })),
    separator(vscode.l10n.t('smaller: one of these')),
    {
      choice: 'float16',
      label: 'float16',
      description: vscode.l10n.t('half the size, three significant digits'),
    },
    {
      choice: 'int8',
      label: 'int8',
      description: vscode.l10n.t(
        'about a quarter of the size; {0} samples give the ranges',
        formatInteger(int8Samples),
      ),
    },
    separator(vscode.l10n.t('for programs of your own')),
    {
      choice: 'raw',
      label: 'raw',
      description: vscode.l10n.t('without the normalization of the input'),
    },
    {
      choice: 'logits',
      label: 'logits',
      description: vscode.l10n.t('without the last softmax or logistic'),
    },
    {
      choice: 'opset',
      label: 'opset',
      description: vscode.l10n.t('another than {0}, which is asked for next', oldest),
      ...(opset !== oldest && { detail: vscode.l10n.t('ONNX opset {0}', opset) }),
    },
  ];
}

/** Asks for one of the opsets; the last one is proposed. */
async function chooseOpset(last = newest): Promise<number | undefined> {
  const list = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly opset: number }>();
  list.title = vscode.l10n.t('For which opset of ONNX?');
  list.placeholder = vscode.l10n.t('Newer ones have single operators for more layers');
  const about = new Map([
    [oldest, vscode.l10n.t('every reader knows it')],
    [newest, vscode.l10n.t('the newest')],
  ]);
  list.items = Array.from({ length: newest - oldest + 1 }, (_, i) => oldest + i).map((opset) => ({
    ...{ opset, label: String(opset) },
    ...(about.has(opset) && { description: about.get(opset)! }),
  }));
  list.activeItems = list.items.filter(({ opset }) => opset === last);
  const [chosen] = (await accepted(list)) ?? [];
  return chosen?.opset;
}

/** Shows a list; what is chosen in it, undefined when it is closed otherwise. */
function accepted<T extends vscode.QuickPickItem>(
  list: vscode.QuickPick<T>,
): Promise<readonly T[] | undefined> {
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}
