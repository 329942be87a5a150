import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { networkHash } from '../compute/notebook';
import { inspection } from '../compute/protocol';
import { opset } from '../graph/builder';
import type { Statement } from '../language/syntax';
import type { Network } from '../network/network';
import type { Action, ExportAction, InspectAction, Program, TrainAction } from '../program/program';
import { latestRun } from '../runs/list';
import { keptReport } from '../runs/reports';
import type { Run } from '../runs/run';
import { networkPayload } from '../views/network';
import { cellSnapshot, endTraining, replay } from '../views/training';
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
    private readonly program: Program,
  ) {}

  /** Undefined for a cell whose networks were not trained, or are being trained now. */
  async of(cell: number): Promise<LastOutputs | undefined> {
    const outputs: Items[] = [];
    let success = true;
    let shown: Run | undefined;
    for (const statement of this.program.cells[cell] ?? []) {
      const network = this.networkOf(statement);
      const run = network && (await this.lastRun(network.name));
      if (!network || !run) continue;
      if (run.manifest.status === 'running' && statement.kind === 'action') return undefined;
      const items = await this.items(statement, network, run);
      if (!items) continue;
      outputs.push(items);
      shown = run;
      if (run.manifest.status === 'failed') success = false;
    }
    return shown && { outputs, success, times: timesOf(shown) };
  }

  private networkOf(statement: Statement): Network | undefined {
    if (statement.kind === 'network') return this.program.networks.get(statement.name.text);
    return statement.kind === 'action' ? this.actionOf(statement)?.network : undefined;
  }

  private actionOf({ location }: Statement): Action | undefined {
    const { cell, start } = location;
    return this.program.actions.find((a) => a.cell === cell && a.location.start === start);
  }

  private async items(
    statement: Statement,
    network: Network,
    run: Run,
  ): Promise<Items | undefined> {
    if (statement.kind === 'network') return outputItems('network', networkPayload(network));
    const action = this.actionOf(statement);
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

  private async training(action: TrainAction, run: Run): Promise<Items | undefined> {
    const network = action.network.name;
    const { actions } = this.program;
    // A network trained by several actions shows its last run at the action that made it.
    const first = actions.find((a) => a.kind === 'train' && a.network.name === network);
    const made = actions[run.manifest.action] ?? first;
    if (made?.kind === 'train' && made.network.name === network && made !== action)
      return undefined;
    const snapshot = replay(await run.events());
    if (!snapshot) return undefined;
    endTraining(snapshot);
    return outputItems('training', cellSnapshot(snapshot));
  }

  private async inspection({ plan, network }: InspectAction, run: Run): Promise<Items | undefined> {
    if (run.manifest.networkHash !== networkHash(network)) return undefined;
    const report = await keptReport(run.folder, 'inspection', inspected(plan));
    const read = inspection.safeParse(report);
    return read.success ? outputItems('inspection', read.data) : undefined;
  }

  private async export(action: ExportAction, run: Run): Promise<Items | undefined> {
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

/** What an inspection was asked for. */
export const inspected = ({ network, data, split, index, features }: InspectAction['plan']) => ({
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
