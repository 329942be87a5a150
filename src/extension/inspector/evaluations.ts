import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { EvaluateMessage, EvaluationState } from '../../views/evaluation';
import type { NetworkPayload } from '../../views/payloads';
import type { chosenDevice, Core } from '../core';
import { disposeAll } from '../dispose';
import { explain } from '../failures';

/** The network on view, and how requests name its notebook and, where one is chosen, its run. */
export interface EvaluatedNetwork {
  readonly request: {
    readonly notebook: { readonly path: string; readonly text: string };
    readonly seed?: number;
    readonly overrides?: Record<string, string>;
    readonly run?: string;
    readonly device: ReturnType<typeof chosenDevice>;
  };
  readonly network: NetworkPayload;
}

/** Has the core evaluate the network on view: the last evaluation asked for, and the samples of one cell of its matrix. */
export class Evaluations implements vscode.Disposable {
  private state: EvaluationState | undefined;
  /** The job that goes on in the core. */
  private running: string | undefined;
  /** What the result is about, as it was then. */
  private evaluated: NetworkPayload | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly core: Core,
    private readonly onChange: (state: EvaluationState | undefined) => void,
  ) {
    this.subscriptions = [
      core.onDidReceive(({ run, event }) => {
        if (run !== this.running || event.event !== 'progress') return;
        const { step, steps } = event;
        this.show({ ...this.state, running: { step, steps } });
      }),
    ];
  }

  async evaluate(
    { request, network }: EvaluatedNetwork,
    { data, split }: Omit<EvaluateMessage, 'type'>,
  ): Promise<void> {
    await this.cancel();
    const id = (this.running = randomUUID());
    const { problem: _, ...before } = this.state ?? {};
    this.show({ ...before, running: { step: 0, steps: 0 } });
    try {
      const result = await this.core.request('evaluate', {
        ...request,
        ...{ network: network.name, data, split, id },
      });
      if (this.running !== id) return;
      this.evaluated = network;
      this.end({ result });
    } catch (error) {
      if (this.running !== id) return;
      const { code, message, hint } = explain(error);
      const failed = { problem: { message, ...(hint !== undefined && { hint }) } };
      const { running: _, ...rest } = this.state ?? {};
      this.end(code === 'cancelled' ? rest : { ...rest, ...failed });
    }
  }

  async cancel(): Promise<void> {
    const id = this.running;
    if (id !== undefined) await this.core.request('stop', { run: id });
  }

  /** Looks for the samples of a cell; without one, none are shown any more. */
  async showPair(
    { request }: EvaluatedNetwork,
    pair: { truth: number; predicted: number } | undefined,
  ): Promise<void> {
    const { pair: _, problem: __, ...state } = this.state ?? {};
    this.show({ ...state, ...(pair && { pair }) });
    const { result } = state;
    if (!pair || !result) return;
    const { network, data, split, run, step } = result;
    const isWanted = () => this.state?.result === result && this.state.pair === pair;
    try {
      const found = await this.core.request('confused', {
        ...request,
        ...{ network, data, split, evaluated: { run, step }, ...pair },
      });
      if (isWanted()) this.show({ ...this.state, pair: { ...pair, found } });
    } catch (error) {
      const { message, hint } = explain(error);
      if (isWanted())
        this.show({ ...state, problem: { message, ...(hint !== undefined && { hint }) } });
    }
  }

  /** Says of a result that its network is another one by now. */
  compare(networks: readonly NetworkPayload[]): void {
    const { result, stale, ...state } = this.state ?? {};
    const now = networks.find(({ name }) => name === result?.network);
    const isStale = JSON.stringify(now) !== JSON.stringify(this.evaluated);
    if (!result || isStale === (stale ?? false)) return;
    this.show({ ...state, result, ...(isStale && { stale: true }) });
  }

  /** Forgets all: another network is on view. */
  clear(): void {
    this.cancel().catch(() => undefined); // nobody waits for it any more
    this.running = undefined;
    this.evaluated = undefined;
    if (this.state) this.show(undefined);
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private end(state: EvaluationState): void {
    this.running = undefined;
    this.show(state);
  }

  private show(state: EvaluationState | undefined): void {
    this.state = state;
    this.onChange(state);
  }
}
