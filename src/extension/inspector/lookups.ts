import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { LookedUp, Lookup, LookupResults } from '../../views/lookups';
import type { SampleChoice } from '../../views/messages';
import type { Analyses } from '../analyses';
import type { Core } from '../core';
import { disposeAll } from '../dispose';
import { explain, ExtensionError } from '../failures';
import type { EvaluatedNetwork } from './evaluations';
import { Histories } from './histories';
import { pack } from './packing';

type Request = EvaluatedNetwork['request'];

/** Looks up what the page asks for by the way, and tells the page how it goes. */
export class Lookups implements vscode.Disposable {
  /** The jobs in the core, by the numbers of the messages. */
  private readonly running = new Map<number, string>();
  private readonly histories: Histories;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly core: Core,
    analyses: Analyses,
    private readonly tell: (message: LookedUp) => void,
  ) {
    this.histories = new Histories(core, analyses);
    this.subscriptions = [
      core.onDidReceive(({ run, event }) => {
        if (event.event !== 'progress') return;
        const { step, steps } = event;
        for (const [id, job] of this.running)
          if (job === run) tell({ type: 'lookedUp', id, progress: { step, steps } });
      }),
    ];
  }

  /** Looks something up in the network on view, and in the sample's data; there is no request when its notebook is closed. */
  async lookUp(
    request: Request | undefined,
    message: Lookup,
    sample: SampleChoice | undefined,
  ): Promise<void> {
    const { id } = message;
    const job = randomUUID();
    this.running.set(id, job);
    try {
      if (!request) throw closed();
      const found = await this.find(request, message, sample, job);
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
    request: Request,
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
        return this.histories.answer(message, request);
    }
  }
}

export const closed = (): ExtensionError =>
  new ExtensionError('no-notebook', vscode.l10n.t('The notebook is closed.'));
