import type { RunEvent } from '../runs/events';
import type { Handlers, Validated } from './connection';
import { describeData } from './datasets';
import { reportDevices } from './devices/proof';
import { CoreError, toFailure, userError } from './error';
import { explain } from './explain/explain';
import { exportNetwork } from './export/export';
import { inspect } from './inspect/inspect';
import { located, understand } from './notebook';
import { protocolVersion, type RequestResult, type RunNotification } from './protocol';
import { ActiveRuns } from './training/activeRuns';
import { findRate } from './training/rateSearch';
import { prepareTraining } from './training/trainingRun';

/** What the core does for its clients: the handlers of all requests. */
export class CoreService {
  private readonly runs: ActiveRuns;
  private readonly searches = new Map<string, AbortController>();

  constructor(
    private readonly broadcast: (notification: RunNotification) => void,
    private readonly onShutdown: () => Promise<void>,
    /** Called when there is nothing more to do. */
    private readonly onIdle: () => void,
  ) {
    this.runs = new ActiveRuns(
      (run, event) => broadcast({ run, event }),
      () => this.checkIdle(),
    );
  }

  /** Something is being computed; a paused training waits for its clients only. */
  get busy(): boolean {
    return this.runs.busy || this.searches.size > 0;
  }

  /** Stops every run with a checkpoint. */
  stopAll(): Promise<void> {
    return this.runs.stopAll();
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
        this.runs.begin((surroundings) => prepareTraining(request, surroundings)),
      ),
    resume: (request) => this.runs.resume(request),
    stop: async ({ run }) => {
      const search = this.searches.get(run);
      search?.abort();
      return { stopped: (await this.runs.stop(run)) || search !== undefined };
    },
    pause: async ({ run }) => {
      const paused = (await this.runs.steering(run)?.pause()) ?? false;
      this.checkIdle();
      return { paused };
    },
    continue: async ({ run }) => ({
      continued: (await this.runs.steering(run)?.continue()) ?? false,
    }),
    adjust: async ({ run, change }) => {
      const changes = await this.runs.steering(run)?.adjust(change);
      if (!changes) throw userError('not-training', `Run ${run} is not being trained.`);
      return { changes: [...changes] };
    },
    active: () => Promise.resolve({ runs: this.runs.list() }),
    describe: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => describeData(request)),
    inspect: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => inspect(request, this.runs.live)),
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
      this.checkIdle();
    }
  }

  private checkIdle(): void {
    if (!this.busy) this.onIdle();
  }

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
