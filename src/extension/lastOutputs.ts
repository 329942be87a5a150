import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { opset } from '../graph/opset';
import { latestRun } from '../runs/list';
import { keptReport } from '../runs/reports';
import type { Run } from '../runs/run';
import { resultView } from '../views/results';
import { exportMarkdown } from '../views/results/exported';
import type { DataPayload } from '../views/payloads';
import { cellSnapshot, endTraining, replay } from '../views/training';
import type { Analyses } from './analyses';
import {
  actionsOf,
  type Outline,
  type OutlineAction,
  type OutlineStatement,
} from './analysis/outline';
import type { DataPreviews } from './dataPreviews';
import { markdownItems, outputItems, resultItems } from './outputs';
import { notebookPath, resolveFile } from './paths';
import { meaningsOfRun } from './runs/runAnalysis';

type Items = vscode.NotebookCellOutputItem[];

/** An output that was shown. */
export interface ShownOutput {
  readonly items: Items;
  /** What its statement meant then. */
  readonly origin: string;
}

/** What a cell showed last: its outputs in order, when it trained, and whether that ended well. */
export interface LastOutputs {
  readonly outputs: readonly ShownOutput[];
  readonly success: boolean;
  readonly times?: { readonly startTime: number; readonly endTime: number };
}

/** Rebuilds what the cells of a notebook showed from the folder of its last runs; nothing is computed. */
export class OutputHistory {
  private readonly runs = new Map<string, Promise<Run | undefined>>();

  constructor(
    private readonly notebook: vscode.NotebookDocument,
    private readonly analyses: Analyses,
    private readonly outline: Outline,
    private readonly previews: DataPreviews,
  ) {}

  /** Undefined for a cell that showed nothing, or whose network is being trained now. */
  async of(cell: number): Promise<LastOutputs | undefined> {
    const statements = this.outline.cells[cell] ?? [];
    const runs = await Promise.all(statements.map((statement) => this.runOf(statement)));
    const goesOn = runs.some(
      (run, i) => run?.manifest.status === 'running' && statements[i].kind === 'action',
    );
    if (goesOn) return undefined;
    const outputs: ShownOutput[] = [];
    let success = true;
    let trained: Run | undefined;
    for (const [i, statement] of statements.entries()) {
      const items = await this.items(statement, runs[i]);
      if (!items) continue;
      outputs.push({ items, origin: await this.originOf(statement, runs[i]) });
      if (isTraining(statement)) trained = runs[i];
      if (runs[i]?.manifest.status === 'failed') success = false;
    }
    if (outputs.length === 0) return undefined;
    return { outputs, success, ...(trained && { times: timesOf(trained) }) };
  }

  /** What a cell showed above the output of an action that it is at now. */
  async above(action: OutlineAction): Promise<readonly ShownOutput[]> {
    const statements = this.outline.cells[action.cell] ?? [];
    const end = statements.findIndex((one) => one.kind === 'action' && one.action === action);
    const outputs: ShownOutput[] = [];
    for (const statement of statements.slice(0, Math.max(0, end))) {
      const run = await this.runOf(statement);
      const items = await this.items(statement, run);
      if (items) outputs.push({ items, origin: await this.originOf(statement, run) });
    }
    return outputs;
  }

  /** What a statement meant when its output was made: all but trainings and models are shown only where that is as it was. */
  private async originOf(statement: OutlineStatement, run: Run | undefined): Promise<string> {
    const { meaning } = statement;
    if (statement.kind !== 'action' || !statement.action || !run) return meaning;
    const then = await meaningsOfRun(this.analyses, run);
    if (!then) return meaning;
    if (isTraining(statement)) return then.train ?? '';
    const { network } = run.manifest;
    const isSame =
      then.network === (await this.analyses.ask(this.notebook, 'networkMeaning', network));
    return isSame ? meaning : '';
  }

  /** The last run of a network, undefined for one that was not trained. */
  lastRun(network: string): Promise<Run | undefined> {
    const known = this.runs.get(network);
    if (known) return known;
    const run = latestRun(notebookPath(this.notebook), network);
    this.runs.set(network, run);
    return run;
  }

  private async runOf(statement: OutlineStatement): Promise<Run | undefined> {
    const network = networkOf(statement);
    return network === undefined ? undefined : this.lastRun(network);
  }

  private async items(
    statement: OutlineStatement,
    run: Run | undefined,
  ): Promise<Items | undefined> {
    switch (statement.kind) {
      case 'data':
        return statement.payload && this.data(statement.payload);
      case 'network': {
        if (!run) return undefined;
        const network = await this.analyses.ask(this.notebook, 'network', statement.name);
        return network && outputItems('network', network);
      }
      case 'action':
        return statement.action && run && this.result(statement.action, run);
      default:
        return statement satisfies never;
    }
  }

  private async data(payload: DataPayload): Promise<Items | undefined> {
    const loaded = await this.previews.of(this.notebook, payload);
    return loaded && outputItems('data', { ...payload, ...loaded });
  }

  private result(action: OutlineAction, run: Run): Promise<Items | undefined> {
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
}

const isTraining = (statement: OutlineStatement): boolean =>
  statement.kind === 'action' && statement.action?.result === 'training';

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

function timesOf(run: Run): NonNullable<LastOutputs['times']> {
  const endTime = Date.parse(run.manifest.updated);
  return { startTime: endTime - 1000 * run.manifest.seconds, endTime };
}
