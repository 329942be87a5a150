import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { listRuns } from '../../runs/list';
import { openRun, runsFolder, type Run } from '../../runs/run';
import type { HistoryAnswers, HistoryMessage, OtherRun } from '../../views/history';
import type { NetworkPayload } from '../../views/payloads';
import type { Analyses } from '../analyses';
import type { Core } from '../core';
import { ExtensionError, restricted } from '../failures';
import { analysisOfRun } from '../runs/runAnalysis';
import { nameOf } from '../runs/runNames';
import type { EvaluatedNetwork } from './evaluations';

type Request = EvaluatedNetwork['request'];

/** Runs offered for a comparison, at most: the newest. */
const mostRuns = 200;

/** What earlier steps of trainings and other runs have to show beside the network on view. */
export class Histories {
  constructor(
    private readonly core: Core,
    private readonly analyses: Analyses,
  ) {}

  /** Throws what becomes a problem of who asked. */
  async answer(
    message: HistoryMessage,
    request: Request,
  ): Promise<HistoryAnswers[keyof HistoryAnswers]> {
    if (!vscode.workspace.isTrusted) throw restricted();
    switch (message.type) {
      case 'snapshots':
        return this.core.request('snapshots', await requestOf(message, request));
      case 'weightHistory': {
        const { layer } = message;
        const meant = await requestOf(message, request);
        return this.core.request('weightHistory', { ...meant, layer });
      }
      case 'otherRuns':
        return othersOf(request);
      case 'networkOfRun':
        return this.networkOf(message.run, request);
      default:
        return message satisfies never;
    }
  }

  private async networkOf(id: string, request: Request): Promise<NetworkPayload> {
    const run = await runOf(id, request);
    const analysis = await analysisOfRun(this.analyses, run);
    try {
      const network = await analysis.ask('network', run.manifest.network);
      if (network) return network;
    } finally {
      analysis.dispose();
    }
    throw new ExtensionError(
      'no-run',
      vscode.l10n.t('The network of run {0} cannot be read any more.', nameOf(run)),
    );
  }
}

/** The runs of the notebook on view that have parameters, the newest first. */
async function othersOf({ notebook }: Request): Promise<OtherRun[]> {
  const runs = await listRuns(notebook.path);
  return runs.slice(0, mostRuns).map((run) => ({
    run: run.id,
    name: nameOf(run),
    network: run.manifest.network,
  }));
}

/** How the core is asked about a network of the notebook on view: with the run that is named, else as it is on view. */
export async function requestOf<R extends Request>(
  { network, run: id }: { readonly network: string; readonly run?: string | undefined },
  request: R,
): Promise<R & { readonly network: string }> {
  if (id === undefined) return { ...request, network };
  const { folder, manifest } = await runOf(id, request);
  return { ...request, network: manifest.network, run: folder };
}

/** A run by its id: one of the notebook on view, whatever a page asks for. */
async function runOf(id: string, { notebook: { path } }: Request): Promise<Run> {
  const run = await openRun(join(runsFolder(path), basename(id))).catch(() => undefined);
  if (run?.id === id && run.manifest.notebook.file === basename(path)) return run;
  throw new ExtensionError(
    'no-run',
    vscode.l10n.t('The run {0} is not there any more.', id),
    vscode.l10n.t('Choose another run to compare with.'),
  );
}
