import * as vscode from 'vscode';

/** An execution that ends exactly once, and that a deleted cell or a closed notebook does not upset. */
export class CellExecution {
  private state: 'waiting' | 'running' | 'ended' = 'waiting';
  private detached = false;
  private readonly detaching: (() => void)[] = [];

  constructor(private readonly execution: vscode.NotebookCellExecution) {}

  get cell(): vscode.NotebookCell {
    return this.execution.cell;
  }

  get isDetached(): boolean {
    return this.detached;
  }

  async start(order: number, startTime = Date.now()): Promise<void> {
    if (this.state !== 'waiting') return;
    this.state = 'running';
    this.execution.executionOrder = order;
    this.execution.start(startTime);
    await this.safely(() => this.execution.clearOutput());
  }

  /** Adds an output below the others; what it shows can be replaced in place. */
  async show(items: vscode.NotebookCellOutputItem[]): Promise<LiveOutput> {
    const output = new vscode.NotebookCellOutput(items);
    await this.safely(() => this.execution.appendOutput(output));
    return {
      replace: (next) => this.safely(() => this.execution.replaceOutputItems(next, output)),
    };
  }

  end(success: boolean | undefined, endTime = Date.now()): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    try {
      this.execution.end(success, endTime);
    } catch {
      // the notebook is gone
    }
  }

  /** Nothing is shown from here on; whoever waits for the cell's work is told. */
  detach(): void {
    this.detached = true;
    this.detaching.forEach((listener) => listener());
  }

  onDetach(listener: () => void): void {
    if (this.detached) listener();
    else this.detaching.push(listener);
  }

  private async safely(act: () => Thenable<void>): Promise<void> {
    if (this.detached || this.state !== 'running' || this.cell.index < 0) return;
    try {
      await act();
    } catch {
      // the cell or its notebook has just gone
    }
  }
}

export interface LiveOutput {
  replace(items: vscode.NotebookCellOutputItem[]): Promise<void>;
}
