import * as vscode from 'vscode';
import { CellExecution } from './cellExecution';
import type { CellRunner } from './cellRunner';

/** What a cell is to do once it is its turn; tells whether it succeeded, `undefined` when it was interrupted. */
export type Work = (
  execution: CellExecution,
  token: vscode.CancellationToken,
) => Promise<boolean | undefined>;

interface Job {
  readonly execution: CellExecution;
  readonly work: Work;
  readonly startTime?: number;
  readonly endTime?: number;
}

/** The cells of one notebook that wait to run, and the one that runs. */
export class CellQueue {
  private readonly waiting: Job[] = [];
  private current:
    { readonly job: Job; readonly cancel: vscode.CancellationTokenSource } | undefined;
  private order = 0;
  private draining: Promise<void> = Promise.resolve();

  constructor(
    private readonly controller: vscode.NotebookController,
    private readonly runner: CellRunner,
  ) {}

  /** No cell runs or waits. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && this.current === undefined;
  }

  /** Runs cells after those that wait already; settles when they have ended. */
  run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    return this.add(
      cells.map((cell) => ({
        execution: this.execution(cell),
        work: (execution, token) => this.runner.run(execution, token),
      })),
    );
  }

  /** Lets a cell show something that was not started by running it. */
  show(
    cell: vscode.NotebookCell,
    work: Work,
    times: { readonly startTime?: number; readonly endTime?: number } = {},
  ): Promise<void> {
    return this.add([{ execution: this.execution(cell), work, ...times }]);
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
    return this.draining;
  }

  private drop(which: (job: Job) => boolean): void {
    const dropped = this.waiting.filter(which);
    const kept = this.waiting.filter((job) => !which(job));
    this.waiting.splice(0, this.waiting.length, ...kept);
    dropped.forEach(({ execution }) => execution.end(undefined));
  }

  private async drain(): Promise<void> {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      const { execution, work, startTime, endTime } = job;
      const cancel = new vscode.CancellationTokenSource();
      this.current = { job, cancel };
      let success: boolean | undefined = false;
      try {
        await execution.start(++this.order, startTime);
        success = await work(execution, cancel.token);
      } catch (error) {
        this.drop(() => true);
        throw error;
      } finally {
        execution.end(success, endTime);
        cancel.dispose();
        this.current = undefined;
      }
      if (success === false) this.drop(({ endTime }) => endTime === undefined);
    }
  }
}
