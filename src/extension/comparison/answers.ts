import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { ComparedAnswers } from '../../views/comparison';
import { chosenDevice, type Core } from '../core';
import { disposeAll } from '../dispose';
import { explain } from '../failures';

/** Has the core compare the answers of two runs, sample by sample. */
export class AnswerComparison implements vscode.Disposable {
  private state: ComparedAnswers | undefined;
  /** The job that goes on in the core. */
  private running: string | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly core: Core,
    private readonly onChange: (state: ComparedAnswers | undefined) => void,
  ) {
    this.subscriptions = [
      core.onDidReceive(({ run, event }) => {
        if (run !== this.running || event.event !== 'progress' || !this.state) return;
        const { step, steps } = event;
        this.show({ ...this.state, running: { step, steps } });
      }),
    ];
  }

  get shown(): ComparedAnswers | undefined {
    return this.state;
  }

  async compare(
    folders: readonly [string, string],
    between: ComparedAnswers['between'],
    split: 'train' | 'validation' | 'test' | undefined,
  ): Promise<void> {
    await this.cancel();
    const id = (this.running = randomUUID());
    this.show({ between, running: { step: 0, steps: 0 } });
    try {
      const result = await this.core.request('differences', {
        runs: [...folders],
        device: chosenDevice(),
        ...(split && { split }),
        id,
      });
      if (this.running === id) this.end({ between, result });
    } catch (error) {
      if (this.running !== id) return;
      const { code, message, hint } = explain(error);
      const problem = { message, ...(hint !== undefined && { hint }) };
      this.end(code === 'cancelled' ? undefined : { between, problem });
    }
  }

  async cancel(): Promise<void> {
    const id = this.running;
    if (id !== undefined) await this.core.request('stop', { run: id });
  }

  /** Forgets all: other runs are compared. */
  clear(): void {
    this.cancel().catch(() => undefined); // nobody waits for it any more
    this.running = undefined;
    this.state = undefined;
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private end(state: ComparedAnswers | undefined): void {
    this.running = undefined;
    this.show(state);
  }

  private show(state: ComparedAnswers | undefined): void {
    this.state = state;
    this.onChange(state);
  }
}
