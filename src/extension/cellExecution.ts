import * as vscode from 'vscode';
import { originMetadata, type Origin } from './cells/origin';

/** An execution that ends exactly once, and that a deleted cell or a closed notebook does not upset. */
export class CellExecution {
  private state: 'waiting' | 'running' | 'ended' = 'waiting';
  private detached = false;
  private readonly detaching: (() => void)[] = [];
  private placeholder: vscode.NotebookCellOutput | undefined;

  /** What the next outputs are made from. */
  origin: Origin | undefined;

  constructor(private readonly execution: vscode.NotebookCellExecution) {}

  get cell(): vscode.NotebookCell {
    return this.execution.cell;
  }

  get isDetached(): boolean {
    return this.detached;
  }

  /** Without a time, the cell will not tell how long it took. */
  async start(order: number, startTime: number | undefined): Promise<void> {
    if (this.state !== 'waiting') return;
    this.state = 'running';
    this.execution.executionOrder = order;
    this.execution.start(startTime);
    await this.safely(() => this.execution.clearOutput());
  }

  /** Adds an output below the others, or where a placeholder is; what it shows can be replaced in place. */
  async show(items: vscode.NotebookCellOutputItem[]): Promise<LiveOutput> {
    if (!this.placeholder) return this.append(this.output(items));
    const output = this.live(this.placeholder);
    this.placeholder = undefined;
    await output.replace(items);
    return output;
  }

  /** Shows something until the next output, an error perhaps, takes its place. */
  showMeanwhile(items: vscode.NotebookCellOutputItem[]): Promise<LiveOutput> {
    this.placeholder = this.output(items);
    return this.append(this.placeholder);
  }

  end(success: boolean | undefined, endTime?: number): void {
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

  private output(items: vscode.NotebookCellOutputItem[]): vscode.NotebookCellOutput {
    return new vscode.NotebookCellOutput(items, this.origin && originMetadata(this.origin));
  }

  private async append(output: vscode.NotebookCellOutput): Promise<LiveOutput> {
    await this.safely(() => this.execution.appendOutput(output));
    return this.live(output);
  }

  private live(output: vscode.NotebookCellOutput): LiveOutput {
    return {
      replace: (items) => this.safely(() => this.execution.replaceOutputItems(items, output)),
    };
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
