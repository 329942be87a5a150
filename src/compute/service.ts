import { join } from 'node:path';
import type { Network } from '../network/network';
import type { RunEvent } from '../runs/events';
import type { Manifest } from '../runs/manifest';
import type { Handlers, Validated } from './connection';
import { describeData } from './datasets';
import { CoreError, toFailure, userError } from './error';
import { exportNetwork, writeExport } from './export/export';
import { reportDevices } from './devices/proof';
import { explain } from './explain/explain';
import { inspect } from './inspect';
import { assumedLoss, lastTraining, located, networkHash, understand } from './notebook';
import { protocolVersion, type RequestResult, type RunNotification } from './protocol';
import { findRate } from './training/rateSearch';
import { lastTrained, parametersOf } from './export/trained';
import {
  prepareResume,
  prepareTraining,
  type PreparedTraining,
  type TrainingSurroundings,
} from './training/trainingRun';

interface ActiveRun {
  readonly prepared: PreparedTraining;
  readonly abort: AbortController;
  /** Settled when the run is over, however it ended. */
  readonly over: Promise<void>;
}

type ActiveRunResult = RequestResult<'train'>;

/** What the core does for its clients: the handlers of all requests, and the runs going on. */
export class CoreService {
  private readonly runs = new Map<string, ActiveRun>();
  private readonly searches = new Map<string, AbortController>();
  private preparing = 0;

  constructor(
    private readonly broadcast: (notification: RunNotification) => void,
    private readonly onShutdown: () => Promise<void>,
    /** Called when there is nothing more to do. */
    private readonly onIdle: () => void,
  ) {}

  /** Something is being computed; a paused training waits for its clients only. */
  get busy(): boolean {
    const { runs, searches, preparing } = this;
    return (
      preparing + searches.size > 0 ||
      [...runs.values()].some(({ prepared }) => !prepared.training.paused)
    );
  }

  readonly handlers: Handlers = {
    hello: () =>
      Promise.resolve({
        version: protocolVersion,
        pid: process.pid,
        runtime: `Node.js ${process.versions.node}`,
      }),
    train: (request) =>
      this.inNotebook(request.notebook, request.overrides, () =>
        this.begin((surroundings) => prepareTraining(request, surroundings)),
      ),
    resume: (request) => this.begin((surroundings) => prepareResume(request, surroundings)),
    stop: async ({ run }) => {
      this.searches.get(run)?.abort();
      const active = this.runs.get(run);
      active?.abort.abort();
      await active?.over;
      return { stopped: active !== undefined || this.searches.has(run) };
    },
    pause: async ({ run }) => {
      const paused = (await this.runs.get(run)?.prepared.training.pause()) ?? false;
      if (!this.busy) this.onIdle();
      return { paused };
    },
    continue: async ({ run }) => ({
      continued: (await this.runs.get(run)?.prepared.training.continue()) ?? false,
    }),
    adjust: async ({ run, change }) => {
      const changes = await this.runs.get(run)?.prepared.training.adjust(change);
      if (!changes) throw userError('not-training', `Run ${run} is not being trained.`);
      return { changes: [...changes] };
    },
    active: () =>
      Promise.resolve({ runs: [...this.runs.values()].map(({ prepared }) => result(prepared)) }),
    describe: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => describeData(request)),
    inspect: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => inspect(request, this.live)),
    findRate: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => this.search(request)),
    export: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => exportNetwork(request)),
    explain: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => explain(request)),
    devices: async (request) => ({ devices: await reportDevices(request) }),
    shutdown: () => {
      setImmediate(() => void this.onShutdown());
      return Promise.resolve({});
    },
  };

  private async search(request: Validated<'findRate'>): Promise<RequestResult<'findRate'>> {
    const { id } = request;
    const abort = new AbortController();
    this.searches.set(id, abort);
    try {
      const notify = (event: RunEvent) => this.broadcast({ run: id, event });
      return await findRate(request, { signal: abort.signal, notify });
    } finally {
      this.searches.delete(id);
      if (!this.busy) this.onIdle();
    }
  }

  /** Stops every run with a checkpoint. */
  async stopAll(): Promise<void> {
    const runs = [...this.runs.values()];
    for (const { abort } of runs) abort.abort();
    await Promise.all(runs.map(({ over }) => over));
  }

  private async begin(
    prepare: (surroundings: TrainingSurroundings) => Promise<PreparedTraining>,
  ): Promise<ActiveRunResult> {
    const abort = new AbortController();
    const notify = (run: string, event: RunEvent) => this.broadcast({ run, event });
    this.preparing++;
    try {
      const prepared = await prepare({ signal: abort.signal, notify });
      const { id } = prepared.run;
      // The answer goes out first, then the events.
      const over = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        this.carryOut(prepared, notify),
      );
      this.runs.set(id, { prepared, abort, over });
      return result(prepared);
    } finally {
      this.preparing--;
    }
  }

  /** Trains to the end and leaves the run folder in order, whatever happens. */
  private async carryOut(
    prepared: PreparedTraining,
    notify: (run: string, event: RunEvent) => void,
  ): Promise<void> {
    const { run, training, start } = prepared;
    const tell = (event: RunEvent) => {
      try {
        run.append(event);
      } finally {
        notify(run.id, event);
      }
    };
    try {
      tell(start);
      const done = await training.run();
      const { reason, epochs: epoch, steps: step, seconds, train, validation, test } = done;
      const scores = {
        ...(train && { train }),
        ...(validation && { validation }),
        ...(test && { test }),
      };
      const ended: Partial<Manifest> = { reason, epoch, step, seconds, scores };
      await run.update({ ...ended, status: reason === 'interrupted' ? 'interrupted' : 'done' });
      if (reason !== 'interrupted') await this.keepModel(prepared).catch(warn(tell));
      tell(done);
    } catch (error) {
      const failure = located(toFailure(error), prepared.notebook.codeCells);
      const { code, message, hint, exit, line, column } = failure;
      const file = line === undefined ? undefined : prepared.notebook.path;
      const event = { event: 'error', code, message, exit, hint, file, line, column } as const;
      await run
        .update({ status: 'failed', reason: message, step: training.step })
        .catch(() => undefined);
      try {
        tell(JSON.parse(JSON.stringify(event)) as RunEvent); // without absent fields
      } catch {
        // the disk is full: the clients know
      }
      if (failure.code === 'internal') console.error(error);
    } finally {
      this.runs.delete(run.id);
      await prepared.dispose().catch(console.error);
      if (!this.busy) this.onIdle();
    }
  }

  /** Leaves the trained network as `model.onnx` in the run folder. */
  private async keepModel({ notebook, run, network: name }: PreparedTraining): Promise<void> {
    const network = notebook.program.networks.get(name)!;
    const trained = await lastTrained(notebook.path, network);
    if (trained?.run.id !== run.id) return;
    const loss = lastTraining(notebook, name)?.plan ?? assumedLoss(network);
    await writeExport(network, trained, loss, join(run.folder, 'model.onnx'));
  }

  /** The parameters of a training of this very network that is going on. */
  private readonly live = async (notebookPath: string, network: Network) => {
    const hash = networkHash(network);
    for (const { prepared } of [...this.runs.values()].reverse()) {
      const { run, notebook, training } = prepared;
      if (notebook.path !== notebookPath || run.manifest.networkHash !== hash) continue;
      const snapshot = await training.snapshot();
      const parameters = snapshot && parametersOf(network, snapshot.tensors);
      if (parameters) return { run: run.id, step: snapshot.step, parameters };
    }
    return undefined;
  };

  /** Gives a failure the line and column of the notebook it concerns. */
  private async inNotebook<T>(
    notebook: { path: string; text: string },
    overrides: Readonly<Record<string, string>>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') console.error(error);
      if (failure.cell === undefined || failure.line !== undefined) throw new CoreError(failure);
      throw new CoreError(located(failure, understand(notebook, overrides).codeCells));
    }
  }
}

const result = ({ run, notebook, network }: PreparedTraining): ActiveRunResult => ({
  run: run.id,
  folder: run.folder,
  notebook: notebook.path,
  network,
});

const warn = (tell: (event: RunEvent) => void) => (error: unknown) =>
  tell({ event: 'warning', message: toFailure(error).message });
