import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { LookedUp, Lookup, LookupResults } from '../../views/lookups';
import type { SampleChoice } from '../../views/messages';
import type { Core } from '../core';
import { disposeAll } from '../dispose';
import { explain } from '../failures';
import type { EvaluatedNetwork } from './evaluations';
import { pack } from './packing';

/** Has the core look up what the page asks for by the way, and tells the page how it goes. */
export class Lookups implements vscode.Disposable {
  /** The jobs in the core, by the numbers of the messages. */
  private readonly running = new Map<number, string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly core: Core,
    private readonly tell: (message: LookedUp) => void,
  ) {
    this.subscriptions = [
      core.onDidReceive(({ run, event }) => {
        if (event.event !== 'progress') return;
        const { step, steps } = event;
        for (const [id, job] of this.running)
          if (job === run) tell({ type: 'lookedUp', id, progress: { step, steps } });
      }),
    ];
  }

  /** Looks something up in the network on view, and in the sample's data. */
  async lookUp(
    subject: EvaluatedNetwork,
    message: Lookup,
    sample: SampleChoice | undefined,
  ): Promise<void> {
    const { id } = message;
    const job = randomUUID();
    this.running.set(id, job);
    try {
      const found = await this.find(subject, message, sample, job);
      this.tell({ type: 'lookedUp', id, found });
    } catch (error) {
      const { code, message, hint } = explain(error);
      this.tell(
        code === 'cancelled'
          ? { type: 'lookedUp', id, cancelled: true }
          : { type: 'lookedUp', id, problem: { message, ...(hint !== undefined && { hint }) } },
      );
    } finally {
      this.running.delete(id);
    }
  }

  async cancel(id: number): Promise<void> {
    const run = this.running.get(id);
    if (run !== undefined) await this.core.request('stop', { run });
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async find(
    { request }: EvaluatedNetwork,
    message: Lookup,
    sample: SampleChoice | undefined,
    id: string,
  ): Promise<LookupResults[keyof LookupResults]> {
    const about = { ...request, network: message.network, data: sample?.data };
    switch (message.type) {
      case 'activating': {
        const { layer, unit: first } = message;
        const found = await this.core.request('maximallyActivating', {
          ...about,
          ...{ layer, first, split: sample?.split, id },
        });
        return pack(found);
      }
      case 'sound': {
        const bytes = Buffer.from(message.bytes).toString('base64');
        const file = { name: message.name, bytes };
        return pack(await this.core.request('ownSound', { ...about, file }));
      }
      default:
        return message satisfies never;
    }
  }
}
