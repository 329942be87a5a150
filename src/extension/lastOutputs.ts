import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { inspection } from '../compute/protocol';
import { opset } from '../graph/builder';
import type { InspectPlan } from '../program/program';
import { latestRun } from '../runs/list';
import { keptReport } from '../runs/reports';
import type { Run } from '../runs/run';
import { cellSnapshot, endTraining, replay } from '../views/training';
import type { Analyses } from './analyses';
import { actionsOf, type ActionOf, type Outline, type OutlineStatement } from './analysis/outline';
import { exportText } from './exportText';
import { markdownItems, outputItems } from './outputs';
import { notebookPath, resolveFile } from './paths';

type Items = vscode.NotebookCellOutputItem[];

/** What a cell showed last: its outputs in order, when, and whether that ended well. */
export interface LastOutputs {
  readonly outputs: readonly Items[];
  readonly success: boolean;
  readonly times: { readonly startTime: number; readonly endTime: number };
}

/** Rebuilds what the cells of a notebook showed from the folder of its last runs; nothing is computed. */
export class OutputHistory {
  private readonly runs = new Map<string, Promise<Run | undefined>>();

  constructor(
    private readonly notebook: vscode.NotebookDocument,
    private readonly analyses: Analyses,
    private readonly outline: Outline,
  ) {}

  /** Undefined for a cell whose networks were not trained, or are being trained now. */
  async of(cell: number): Promise<LastOutputs | undefined> {
    const outputs: Items[] = [];
    let success = true;
    let shown: Run | undefined;
    for (const statement of this.outline.cells[cell] ?? []) {
      const network = networkOf(statement);
      const run = network === undefined ? undefined : await this.lastRun(network);
      if (!run) continue;
      if (run.manifest.status === 'running' && statement.kind === 'action') return undefined;
      const items = await this.items(statement, run);
      if (!items) continue;
      outputs.push(items);
      shown = run;
      if (run.manifest.status === 'failed') success = false;
    }
    return shown && { outputs, success, times: timesOf(shown) };
  }

  private async items(statement: OutlineStatement, run: Run): Promise<Items | undefined> {
    if (statement.kind === 'network') {
      const network = await this.analyses.ask(this.notebook, 'network', statement.name);
      return network && outputItems('network', network);
    }
    const action = statement.kind === 'action' ? statement.action : undefined;
    switch (action?.kind) {
      case 'train':
        return this.training(action, run);
      case 'inspect':
        return this.inspection(action, run);
      case 'export':
        return this.export(action, run);
      case 'find':
      case undefined:
        return undefined;
      default:
        return action satisfies never;
    }
  }

  private async training(action: ActionOf<'train'>, run: Run): Promise<Items | undefined> {
    const { network } = action;
    const actions = actionsOf(this.outline);
    // A network trained by several actions shows its last run at the action that made it.
    const first = actions.find((each) => each.kind === 'train' && each.network === network);
    const made = actions[run.manifest.action] ?? first;
    if (made?.kind === 'train' && made.network === network && made !== action) return undefined;
    const snapshot = replay(await run.events());
    if (!snapshot) return undefined;
    endTraining(snapshot);
    return outputItems('training', cellSnapshot(snapshot));
  }

  private async inspection(
    { plan, network }: ActionOf<'inspect'>,
    run: Run,
  ): Promise<Items | undefined> {
    const hash = await this.analyses.ask(this.notebook, 'networkHash', network);
    if (run.manifest.networkHash !== hash) return undefined;
    const report = await keptReport(run.folder, 'inspection', inspected(plan));
    const read = inspection.safeParse(report);
    return read.success ? outputItems('inspection', read.data) : undefined;
  }

  private async export(action: ActionOf<'export'>, run: Run): Promise<Items | undefined> {
    const file = resolveFile(this.notebook, action.file);
    const found = await stat(file).catch(() => undefined);
    if (!found || found.mtimeMs < Date.parse(run.manifest.created)) return undefined;
    const folder = dirname(notebookPath(this.notebook));
    return markdownItems(exportText(folder, file, found.size, opset));
  }

  private lastRun(network: string): Promise<Run | undefined> {
    const known = this.runs.get(network);
    if (known) return known;
    const run = latestRun(notebookPath(this.notebook), network);
    this.runs.set(network, run);
    return run;
  }
}

function networkOf(statement: OutlineStatement): string | undefined {
  switch (statement.kind) {
    case 'network':
      return statement.isComplete ? statement.name : undefined;
    case 'action':
      return statement.action?.network;
    case 'data':
      return undefined;
    default:
      return statement satisfies never;
  }
}

/** What an inspection was asked for. */
export const inspected = ({ network, data, split, index, features }: InspectPlan) => ({
  network,
  data,
  split,
  index,
  features,
});

function timesOf(run: Run): LastOutputs['times'] {
  const endTime = Date.parse(run.manifest.updated);
  return { startTime: endTime - 1000 * run.manifest.seconds, endTime };
}
