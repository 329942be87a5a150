import type { Handlers } from '../wire/connection';
import { describeData } from './describeData';
import { reportDevices } from '../deviceCheck/deviceCheck';
import { CoreError, toFailure, userError } from '../wire/error';
import { compareAnswers } from '../evaluation/differences';
import { confused, evaluate } from '../evaluation/evaluate';
import { maximallyActivating } from '../evaluation/maximallyActivating';
import { explain } from '../explain/explain';
import { exportNetwork } from '../export/export';
import { inspect } from '../inspect/inspect';
import { KeptNetworks } from '../inspect/keptNetworks';
import { listSnapshots, weightHistory } from '../inspect/weightHistory';
import { Jobs, undisturbed, type Surroundings } from '../jobs/jobs';
import { analyzeNotebook, located } from '../notebooks/notebook';
import { runModel } from '../modelRun/runModel';
import { notebookMeant, openNotebookOfRun } from '../notebooks/runNotebook';
import { readOwnSound } from './ownSound';
import { perform } from './perform';
import { protocolVersion, type RunNotification } from '../protocol/protocol';
import './runners';
import { ActiveRuns } from '../training/activeRuns';
import { prepareTraining } from '../training/trainingRun';

/** What the core does for its clients: the handlers of all requests. */
export class CoreService {
  /** What is being computed or waits for its clients; a training that is stopped keeps a checkpoint. */
  readonly jobs: Jobs;
  private readonly runs: ActiveRuns;
  private readonly kept = new KeptNetworks();

  constructor(
    broadcast: (notification: RunNotification) => void,
    private readonly onShutdown: () => Promise<void>,
    /** Called when there is nothing more to do. */
    onIdle: () => void,
  ) {
    this.jobs = new Jobs((run, event) => broadcast({ run, event }), onIdle);
    this.runs = new ActiveRuns(this.jobs);
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
    stop: async ({ run }) => ({ stopped: await this.jobs.stop(run) }),
    pause: async ({ run }) => {
      const paused = (await this.runs.control(run)?.pause()) ?? false;
      this.jobs.checkIdle();
      return { paused };
    },
    continue: async ({ run }) => ({
      continued: (await this.runs.control(run)?.continue()) ?? false,
    }),
    adjust: async ({ run, change }) => {
      const changes = await this.runs.control(run)?.adjust(change);
      if (!changes) throw userError('not-training', `Run ${run} is not being trained.`);
      return { changes: [...changes] };
    },
    active: () => Promise.resolve({ runs: this.runs.list() }),
    describe: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => describeData(request)),
    inspect: ({ notebook, overrides, id, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        const look = (surroundings: Surroundings) =>
          inspect(analyzed, { ...request, run }, this.runs.live, surroundings);
        return id === undefined ? look(undisturbed) : this.jobs.run(id, look);
      }),
    evaluate: ({ notebook, overrides, id, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        const work = (surroundings: Surroundings) =>
          evaluate(analyzed, { ...request, run }, this.runs.live, surroundings);
        return id === undefined ? work(undisturbed) : this.jobs.run(id, work);
      }),
    maximallyActivating: ({ notebook, overrides, id, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        const work = (surroundings: Surroundings) =>
          maximallyActivating(analyzed, { ...request, run }, this.runs.live, surroundings);
        return id === undefined ? work(undisturbed) : this.jobs.run(id, work);
      }),
    confused: ({ notebook, overrides, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        return confused(analyzed, { ...request, run }, this.runs.live);
      }),
    differences: ({ id, ...request }) => {
      const work = (surroundings: Surroundings) =>
        compareAnswers(request, this.runs.live, surroundings);
      return id === undefined ? work(undisturbed) : this.jobs.run(id, work);
    },
    answer: ({ notebook, overrides, ...request }) =>
      this.inNotebook(notebook, overrides, () =>
        this.kept.answer({ notebook, overrides, ...request }, this.runs.live),
      ),
    snapshots: ({ notebook, overrides, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        return listSnapshots(analyzed, { ...request, run }, this.runs.live);
      }),
    weightHistory: ({ notebook, overrides, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { run, notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        return weightHistory(analyzed, { ...request, run }, this.runs.live);
      }),
    ownSound: ({ notebook, overrides, ...request }) =>
      this.inNotebook(notebook, overrides, async () => {
        const { notebook: analyzed } = await notebookMeant(notebook, overrides, request.run);
        return readOwnSound(analyzed, request);
      }),
    perform: (request) =>
      this.inNotebook(request.notebook, request.overrides, () =>
        this.jobs.run(request.id, (surroundings) =>
          perform(request, { ...surroundings, live: this.runs.live }),
        ),
      ),
    export: (request) =>
      this.inNotebook(request.notebook, request.overrides, async () => {
        if (request.run === undefined)
          return exportNetwork(
            analyzeNotebook(request.notebook, request.overrides),
            request,
            this.runs.live,
          );
        const { run, notebook } = await openNotebookOfRun(request.run);
        return exportNetwork(notebook, request, this.runs.live, { run });
      }),
    runModel: async (request) => {
      try {
        return await runModel(request);
      } catch (error) {
        throw new CoreError(toFailure(error));
      }
    },
    explain: (request) =>
      this.inNotebook(request.notebook, request.overrides, () => explain(request)),
    devices: async (request) => ({ devices: await reportDevices(request) }),
    shutdown: () => {
      setImmediate(() => void this.onShutdown());
      return Promise.resolve({});
    },
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
      throw new CoreError(located(failure, analyzeNotebook(notebook, overrides).codeCells));
    }
  }
}
