import * as vscode from 'vscode';
import { headline } from '../../runs/headline';
import { latestRun } from '../../runs/list';
import type { Run } from '../../runs/run';
import { formatMeasure } from '../../text/numbers';
import { brief, visible } from '../../text/visible';
import type { LensPlace } from '../../services/lensPlaces';
import type { Analyses } from '../analyses';
import { disposeAll } from '../dispose';
import { rangeOf } from '../documents';
import { commands, settings } from '../ids';
import { placeOf, type Place } from '../notebooks';
import { notebookPath } from '../paths';
import type { Trainings } from '../trainings';

/** How long ago something was is told anew so often. */
const tellMilliseconds = 60_000;

/** What can be done with networks and actions, and what the last training of a network reached, above their lines. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly analyses: Analyses,
    trainings: Trainings,
  ) {
    const renew = () => this.changed.fire();
    this.subscriptions = [
      this.changed,
      analyses.onDidChange(renew),
      trainings.onDidChange(renew),
      vscode.workspace.onDidGrantWorkspaceTrust(renew),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.lenses)) renew();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const place = placeOf(document);
    const wanted = vscode.workspace.getConfiguration().get(settings.lenses, true);
    if (!place || !wanted) return [];
    const found = (await this.analyses.ask(place.notebook, 'lenses', place.number)) ?? [];
    const lenses = await Promise.all(found.map((one) => this.lensesAt(one, place)));
    return lenses.flat();
  }

  dispose(): void {
    clearTimeout(this.timer);
    disposeAll(this.subscriptions);
  }

  private async lensesAt(found: LensPlace, place: Place): Promise<vscode.CodeLens[]> {
    const { notebook, cell } = place;
    const { network, location } = found;
    const range = rangeOf(cell.document, location);
    const lens = (title: string, command: string, ...given: unknown[]) =>
      new vscode.CodeLens(range, { title, command, arguments: given });
    const { index } = cell;
    const ranges = [{ start: index, end: index + 1 }];
    const choice = { notebook, network };
    const run = () =>
      lens(vscode.l10n.t('Run'), 'notebook.cell.execute', { ranges, document: notebook.uri });
    if (found.kind === 'action')
      return [run(), ...(found.isTraining ? await this.result(network, place, lens) : [])];
    return [
      ...(found.isTrained ? [lens(vscode.l10n.t('Train'), commands.trainNetwork, choice)] : []),
      lens(vscode.l10n.t('Inspect'), commands.openInspector, choice),
      ...(await this.result(network, place, lens)),
    ];
  }

  /** `98.3% test accuracy, 2 min. ago`; none in Restricted Mode, since run folders may be links. */
  private async result(
    network: string,
    { notebook }: Place,
    lens: (title: string, command: string, ...given: unknown[]) => vscode.CodeLens,
  ): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.isTrusted) return [];
    const run = await latestRun(notebookPath(notebook), network);
    const text = run && resultOf(run);
    if (text === undefined) return [];
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire();
    }, tellMilliseconds).unref();
    return [lens(text, commands.showRun, run)];
  }
}

function resultOf({ manifest }: Run): string | undefined {
  const { measures, scores, created, seconds, status } = manifest;
  const split = (['test', 'validation', 'train'] as const).find((part) => scores?.[part]);
  const told = split && headline(measures, scores?.[split]);
  if (!told || status === 'running') return undefined;
  const { measure, value } = told;
  const score = formatMeasure(measure, value);
  const label = brief(visible(measure.label));
  const ended = Date.parse(created) + 1000 * seconds;
  const when = ago((Date.now() - ended) / 1000);
  switch (split) {
    case 'test':
      return vscode.l10n.t('{0} test {1}, {2}', score, label, when);
    case 'validation':
      return vscode.l10n.t('{0} validation {1}, {2}', score, label, when);
    case 'train':
      return vscode.l10n.t('{0} training {1}, {2}', score, label, when);
  }
}

/** `2 min. ago` */
function ago(seconds: number): string {
  if (seconds < 60) return vscode.l10n.t('just now');
  const format = new Intl.RelativeTimeFormat(vscode.env.language, {
    numeric: 'auto',
    style: 'short',
  });
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? units[2];
  return format.format(-Math.floor(seconds / length), unit);
}
