import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { opset } from '../graph/builder';
import { latestRun } from '../runs/list';
import { keptReport } from '../runs/reports';
import type { Run } from '../runs/run';
import { resultView } from '../views/results';
import { exportMarkdown } from '../views/results/exported';
import { cellSnapshot, endTraining, replay } from '../views/training';
import type { Analyses } from './analyses';
import {
  actionsOf,
  type Outline,
  type OutlineAction,
  type OutlineStatement,
} from './analysis/outline';
import { markdownItems, outputItems, resultItems } from './outputs';
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
    if (!action) return undefined;
    switch (action.result) {
      case 'training':
        return this.training(action, run);
      case 'exported':
        return this.exported(action, run);
      default:
        return this.report(action, run);
    }
  }

  private async training(action: OutlineAction, run: Run): Promise<Items | undefined> {
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

  /** What was found out about the run and kept in its folder. */
  private async report(
    { network, result: kind, question }: OutlineAction,
    run: Run,
  ): Promise<Items | undefined> {
    if (question === undefined) return undefined;
    const hash = await this.analyses.ask(this.notebook, 'networkHash', network);
    if (run.manifest.networkHash !== hash) return undefined;
    const report = await keptReport(run.folder, kind, question);
    const read = resultView(kind).schema.safeParse(report);
    return read.success ? resultItems(kind, read.data, this.folder) : undefined;
  }

  /** A model that is where it was exported to. */
  private async exported({ writes }: OutlineAction, run: Run): Promise<Items | undefined> {
    if (writes === undefined) return undefined;
    const file = resolveFile(this.notebook, writes);
    const found = await stat(file).catch(() => undefined);
    if (!found || found.mtimeMs < Date.parse(run.manifest.created)) return undefined;
    return markdownItems(exportMarkdown({ file, bytes: found.size, opset }, this.folder));
  }

  private get folder(): string {
    return dirname(notebookPath(this.notebook));
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

function timesOf(run: Run): LastOutputs['times'] {
  const endTime = Date.parse(run.manifest.updated);
  return { startTime: endTime - 1000 * run.manifest.seconds, endTime };
}
