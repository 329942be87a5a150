import * as vscode from 'vscode';
import { CellExecution } from './cellExecution';
import type { CellRunner } from './cellRunner';
import type { LastOutputs } from './lastOutputs';
import { bringIntoView } from './notebooks';

/** What a cell is to do once it is its turn; tells whether it succeeded, `undefined` when it was interrupted. */
export type Work = (
  execution: CellExecution,
  token: vscode.CancellationToken,
) => Promise<boolean | undefined>;

interface Job {
  readonly execution: CellExecution;
  readonly work: Work;
  readonly startTime?: number;
  /** One of several that were asked for at once. */
  readonly isOneOfMany?: boolean;
}

/** A cell that others were run with is brought into view when it takes longer than this. */
const noticeMilliseconds = 300;

/** The cells of one notebook that wait to run, and the one that runs. */
export class CellQueue {
  private readonly waiting: Job[] = [];
  private current:
    { readonly job: Job; readonly cancel: vscode.CancellationTokenSource } | undefined;
  private order = 0;
  private draining: Promise<void> = Promise.resolve();
  private restoring: Promise<void> = Promise.resolve();

  constructor(
    private readonly controller: vscode.NotebookController,
    private readonly runner: CellRunner,
    /** Other cells wait or run than before. */
    private readonly changed: () => void,
  ) {}

  /** No cell runs or waits. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && this.current === undefined;
  }

  /** 1 for the cell that runs next; undefined for one that does not wait. */
  placeOf(cell: vscode.NotebookCell): number | undefined {
    const index = this.waiting.findIndex(({ execution }) => execution.cell === cell);
    return index < 0 ? undefined : index + 1;
  }

  isRunning(cell: vscode.NotebookCell): boolean {
    return this.current?.job.execution.cell === cell;
  }

  /** Runs cells after those that wait already; settles when they have ended. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    await this.restoring;
    return this.add(
      cells.map((cell) => ({
        execution: this.execution(cell),
        work: (execution, token) => this.runner.run(execution, token),
        isOneOfMany: cells.length > 1,
      })),
    );
  }

  /** Lets a cell follow, in its turn, what was not started by running it. */
  async follow(cell: vscode.NotebookCell, work: Work, startTime: number): Promise<void> {
    await this.restoring;
    return this.add([{ execution: this.execution(cell), work, startTime }]);
  }

  /** Shows again what a cell showed, whatever other cells do meanwhile. */
  restore(cell: vscode.NotebookCell, last: LastOutputs): Promise<void> {
    const restored = this.restoring.then(async () => {
      // What the user runs now is newer.
      if (this.holds(cell)) return;
      const execution = this.execution(cell);
      await execution.start(++this.order, last.times?.startTime);
      for (const { items, origin } of last.outputs) {
        execution.origin = { statement: origin };
        await execution.show(items);
      }
      execution.end(last.success, last.times?.endTime);
    });
    this.restoring = restored.catch(() => undefined);
    return restored;
  }

  /** Stops the running cell; those that wait are not run. */
  async interrupt(): Promise<void> {
    this.drop(() => true);
    this.current?.cancel.cancel();
    await this.draining;
  }

  /** Cells were deleted: they are not run, and the running one is stopped. */
  remove(cells: readonly vscode.NotebookCell[]): void {
    this.drop(({ execution }) => cells.includes(execution.cell));
    if (this.current && cells.includes(this.current.job.execution.cell)) {
      this.current.cancel.cancel();
    }
  }

  /** The notebook was closed: nothing more is shown, but training goes on. */
  close(): void {
    this.drop(() => true);
    this.current?.job.execution.detach();
  }

  private execution(cell: vscode.NotebookCell): CellExecution {
    return new CellExecution(this.controller.createNotebookCellExecution(cell));
  }

  private add(jobs: readonly Job[]): Promise<void> {
    const idle = this.isIdle;
    this.waiting.push(...jobs);
    if (idle) this.draining = this.drain();
    this.changed();
    return this.draining;
  }

  private drop(which: (job: Job) => boolean): void {
    const dropped = this.waiting.filter(which);
    const kept = this.waiting.filter((job) => !which(job));
    this.waiting.splice(0, this.waiting.length, ...kept);
    dropped.forEach(({ execution }) => execution.end(undefined, Date.now()));
    if (dropped.length > 0) this.changed();
  }

  private holds(cell: vscode.NotebookCell): boolean {
    const jobs = this.current ? [this.current.job, ...this.waiting] : this.waiting;
    return jobs.some(({ execution }) => execution.cell === cell);
  }

  private async drain(): Promise<void> {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      const { execution, work, startTime = Date.now() } = job;
      const cancel = new vscode.CancellationTokenSource();
      this.current = { job, cancel };
      this.changed();
      const noticing = setTimeout(() => {
        if (job.isOneOfMany) bringIntoView(execution.cell);
      }, noticeMilliseconds);
      let success: boolean | undefined = false;
      try {
        await execution.start(++this.order, startTime);
        success = await work(execution, cancel.token);
      } catch (error) {
        this.drop(() => true);
        throw error;
      } finally {
        clearTimeout(noticing);
        execution.end(success, Date.now());
        cancel.dispose();
        this.current = undefined;
        this.changed();
      }
      if (success === false) this.drop(() => true);
    }
  }
}
