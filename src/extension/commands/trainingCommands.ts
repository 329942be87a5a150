import * as vscode from 'vscode';
import type { WantedChange } from '../../compute/protocol/protocol';
import { Run } from '../../runs/run';
import { withoutIcons, withoutLinks } from '../../text/markdown';
import { brief } from '../../text/visible';
import { objectiveText } from '../../views/training';
import { withPatience } from '../progress';
import type { Training, Trainings } from '../trainings';
import { formatNumber } from '../../text/numbers';

/** `Stop Training`: ends with a checkpoint, so that it can go on later. */
export async function stopTraining(trainings: Trainings, run?: unknown): Promise<void> {
  const title = vscode.l10n.t('Stop which training?');
  const training = await chooseTraining(trainings.active, run, title);
  if (!training) return;
  await withPatience(
    vscode.l10n.t('Stopping {0}…', training.identity.network),
    trainings.stop(training),
  );
}

/** `Pause Training`: waits between two steps, with everything kept in memory and a checkpoint on the disk. */
export async function pauseTraining(trainings: Trainings, run?: unknown): Promise<void> {
  const going = trainings.active.filter(({ isPaused }) => !isPaused);
  const training = await chooseTraining(going, run, vscode.l10n.t('Pause which training?'));
  if (!training) return;
  await withPatience(
    vscode.l10n.t('Pausing {0}…', training.identity.network),
    trainings.pause(training),
  );
}

/** `Resume Training`: ends a pause. */
export async function resumeTraining(trainings: Trainings, run?: unknown): Promise<void> {
  const paused = trainings.active.filter(({ isPaused }) => isPaused);
  const training = await chooseTraining(paused, run, vscode.l10n.t('Resume which training?'));
  if (training) await trainings.continue(training);
}

/** `Change Learning Rate…`: from the next step on. */
export async function changeLearningRate(trainings: Trainings, run?: unknown): Promise<void> {
  const title = vscode.l10n.t('Change the learning rate of which training?');
  const training = await chooseTraining(trainings.active, run, title);
  if (!training) return;
  const now = training.snapshot?.progress.rate;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Learning rate of {0} from the next step on', training.identity.network),
    prompt: vscode.l10n.t(
      'A rate, or a factor such as `× 0.5` or `/ 10`. The schedule scales with it.',
    ),
    value: now === undefined ? '' : formatNumber(now),
    validateInput: (input) =>
      readRate(input)
        ? undefined
        : vscode.l10n.t('Enter a number above 0, or a factor such as `× 0.5` or `/ 10`.'),
  });
  const change = text === undefined ? undefined : readRate(text);
  if (change) await trainings.adjust(training, change);
}

/** `0.01`, `× 0.5`, `/ 10` */
export function readRate(text: string): WantedChange | undefined {
  const [, operator, digits] = /^\s*([×*x/÷]?)\s*([0-9.]+(?:e[-+]?\d+)?)\s*$/i.exec(text) ?? [];
  const value = Number(digits);
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  if (operator === '') return { rate: value };
  return { rateFactor: operator === '/' || operator === '÷' ? 1 / value : value };
}

interface StopItem extends vscode.QuickPickItem {
  readonly change: () => Promise<WantedChange | undefined> | WantedChange;
}

/** `Stop Training When…`: the number of epochs, early stopping, or the end of this epoch. */
export async function changeStoppingCriterion(trainings: Trainings, run?: unknown): Promise<void> {
  const title = vscode.l10n.t('Change when which training stops?');
  const training = await chooseTraining(trainings.active, run, title);
  if (!training) return;
  const epochs = training.snapshot?.epochs;
  const items: readonly StopItem[] = [
    {
      label: vscode.l10n.t('$(debug-stop) Stop after This Epoch'),
      detail: vscode.l10n.t('The epoch is evaluated and saved, then training stops.'),
      change: () => ({ finish: true }),
    },
    {
      label: vscode.l10n.t('$(list-ordered) Number of Epochs…'),
      description: epochs === undefined ? '' : vscode.l10n.t('now {0}', epochs),
      detail: vscode.l10n.t('Schedules that span the training are rescaled.'),
      change: async () => {
        const count = await askCount(vscode.l10n.t('Number of epochs, in all'), epochs);
        return count === undefined ? undefined : { epochs: count };
      },
    },
    {
      label: vscode.l10n.t('$(history) Stop Early…'),
      detail: vscode.l10n.t(
        'When validation has not improved for some epochs; the best epoch is kept.',
      ),
      change: async () => {
        const patience = await askCount(vscode.l10n.t('Epochs to wait for an improvement'), 3);
        return patience === undefined ? undefined : { stop: `early(patience: ${patience})` };
      },
    },
    {
      label: vscode.l10n.t('$(circle-slash) Do Not Stop Early'),
      change: () => ({ stop: 'none', finish: false }),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('When {0} stops', withoutIcons(training.identity.network)),
    matchOnDetail: true,
  });
  const change = await chosen?.change();
  if (change) await trainings.adjust(training, change);
}

async function askCount(title: string, value: number | undefined): Promise<number | undefined> {
  const isCount = (text: string) => /^\s*[1-9]\d{0,5}\s*$/.test(text);
  const text = await vscode.window.showInputBox({
    title,
    value: value === undefined ? '' : String(value),
    validateInput: (input) =>
      isCount(input) ? undefined : vscode.l10n.t('Enter a whole number of at least 1.'),
  });
  return text === undefined || !isCount(text) ? undefined : Number(text);
}

/** The training of this run (of the tree) or run id, else the only one, else the one the user picks. */
async function chooseTraining(
  active: readonly Training[],
  chosen: unknown,
  title: string,
): Promise<Training | undefined> {
  const run = chosen instanceof Run ? chosen.id : chosen;
  const named = active.find(({ identity }) => identity.run === run);
  if (named) return named;
  if (chosen instanceof Run) {
    const text = vscode.l10n.t(
      '{0} is being trained by another process; control it there.',
      brief(chosen.id),
    );
    void vscode.window.showInformationMessage(withoutLinks(text));
    return undefined;
  }
  if (active.length === 0) {
    noTraining();
    return undefined;
  }
  if (active.length === 1) return active[0];
  const items = active.map(trainingItem);
  return (await vscode.window.showQuickPick(items, { title }))?.training;
}

export const noTraining = (): void =>
  void vscode.window.showInformationMessage(vscode.l10n.t('No network is being trained.'));

/** A training in a list to choose from. What it is called may come from a run folder. */
export const trainingItem = (
  training: Training,
): vscode.QuickPickItem & { readonly training: Training } => ({
  label: withoutIcons(training.identity.network),
  description: withoutIcons(training.identity.run),
  ...(training.snapshot && { detail: withoutIcons(objectiveText(training.snapshot)) }),
  training,
});
