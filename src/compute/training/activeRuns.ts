import { join, resolve } from 'node:path';
import { networkHash } from '../../network/networkHash';
import { RunError } from '../../runs/runError';
import type { RunEvent } from '../../runs/events';
import { RunLock } from '../../runs/lock';
import type { Manifest } from '../../runs/manifest';
import { openRun, type Run } from '../../runs/run';
import { toFailure } from '../wire/error';
import { trainedModel } from '../export/exportable';
import { writeExport } from '../export/writeExport';
import { lastTrained, parametersOf } from '../notebooks/trained';
import type { LiveParameters } from '../jobs/liveParameters';
import type { Job, Jobs } from '../jobs/jobs';
import { located } from '../notebooks/notebook';
import type { RequestResult } from '../protocol/protocol';
import type { TrainingControl } from './trainingControl';
import {
  prepareResume,
  type PreparedTraining,
  type ResumeRequest,
  type TrainingSurroundings,
} from './trainingRun';

/** Milliseconds between two tries to write to a full disk. */
const retryEvery = 5000;

/** A training that goes on; its id is that of its run. */
interface ActiveRun extends Job<void> {
  readonly prepared: PreparedTraining;
  /** Milliseconds since 1970. */
  readonly began: number;
}

const isRun = (job: Job | undefined): job is ActiveRun => job !== undefined && 'prepared' in job;

/** The trainings of a core that are going on, among its jobs. */
export class ActiveRuns {
  constructor(private readonly jobs: Jobs) {}

  private get runs(): readonly ActiveRun[] {
    return this.jobs.all.filter(isRun);
  }

  list(): RequestResult<'train'>[] {
    return this.runs.map(described);
  }

  /** What may be asked of a run's training, while it goes on. */
  control(run: string): TrainingControl | undefined {
    const job = this.jobs.get(run);
    return isRun(job) ? job.prepared.training.control : undefined;
  }

  /** Gets a training ready and starts it; its progress follows as events. */
  begin(
    prepare: (surroundings: TrainingSurroundings) => Promise<PreparedTraining>,
  ): Promise<RequestResult<'train'>> {
    const began = Date.now();
    return this.jobs.prepare(async () => {
      const abort = new AbortController();
      const { notify } = this.jobs;
      const prepared = await prepare({ signal: abort.signal, notify });
      // The answer goes out first, then the events.
      const result = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        this.carryOut(prepared),
      );
      const isBusy = () => !prepared.training.control.paused;
      const run: ActiveRun = { id: prepared.run.id, abort, isBusy, result, prepared, began };
      this.jobs.begin(run);
      return described(run);
    });
  }

  /** Goes on with a run, unless it goes on already, here or elsewhere. */
  resume(request: ResumeRequest): Promise<RequestResult<'train'>> {
    const folder = resolve(request.folder);
    return this.begin((surroundings) => prepareResume({ ...request, folder }, surroundings));
  }

  /** The parameters of a training of this very network that is going on. */
  readonly live: LiveParameters = async (notebookPath, network) => {
    const hash = networkHash(network);
    for (const { prepared } of this.runs.toReversed()) {
      const { run, notebook, training } = prepared;
      if (notebook.path !== notebookPath || run.manifest.networkHash !== hash) continue;
      const snapshot = await training.control.snapshot();
      const parameters = snapshot && parametersOf(network, snapshot.tensors);
      if (parameters) return { run: run.id, step: snapshot.step, parameters };
    }
    return undefined;
  };

  /** Trains to the end and leaves the run folder in order, whatever happens. */
  private async carryOut(prepared: PreparedTraining): Promise<void> {
    const { run, lock } = prepared;
    const end = await this.train(prepared).catch((error: unknown) => fail(prepared, error));
    lock.release(); // before anyone hears of the end and goes on with it
    this.jobs.end(run.id);
    this.jobs.notify(run.id, end);
    await prepared.dispose().catch(console.error);
    this.jobs.checkIdle();
  }

  private async train(prepared: PreparedTraining): Promise<RunEvent> {
    const { run, training, start } = prepared;
    const tell = (event: RunEvent) => {
      try {
        run.append(event);
      } finally {
        this.jobs.notify(run.id, event);
      }
    };
    tell(start);
    const done = await training.run();
    const { reason, epochs: epoch, steps: step, seconds, train, validation, test } = done;
    const scores = {
      ...(train && { train }),
      ...(validation && { validation }),
      ...(test && { test }),
    };
    const ended = { reason, epoch, step, seconds, scores, ...verdictsOf(training) };
    if (reason !== 'interrupted') await keepModel(prepared).catch(warn(tell));
    // Told before it counts: what counts as done, wherever the core was ended, has its result.
    run.append(done);
    await run.update({ ...ended, status: reason === 'interrupted' ? 'interrupted' : 'done' });
    return done;
  }
}

/** Records in the run folder why a training failed; gives what its clients are told. */
async function fail(
  { run, notebook, training }: PreparedTraining,
  error: unknown,
): Promise<RunEvent> {
  const failure = located(toFailure(error), notebook.codeCells);
  const { code, message, hint, exit, line, column } = failure;
  const file = line === undefined ? undefined : notebook.path;
  const event = { event: 'error', code, message, exit, hint, file, line, column } as const;
  const told = JSON.parse(JSON.stringify(event)) as RunEvent; // without absent fields
  const { step } = training.outset;
  const ended = { status: 'failed', reason: message, step, ...verdictsOf(training) } as const;
  await run.update(ended).catch(() => recordLater(run, ended));
  try {
    run.append(told);
  } catch {
    // the disk is full: the clients hear of it
  }
  if (failure.code === 'internal') console.error(error);
  return told;
}

/** Records how a run ended as soon as the disk has room, unless the run goes on before. */
function recordLater(run: Run, ended: Partial<Manifest>): void {
  const timer = setInterval(() => {
    record(run, ended).then(
      () => clearInterval(timer),
      () => undefined,
    );
  }, retryEvery);
  timer.unref();
}

async function record(run: Run, ended: Partial<Manifest>): Promise<void> {
  const lock = await RunLock.take(run.folder).catch((error: unknown) => {
    if (error instanceof RunError && error.code === 'still-running') return undefined;
    throw error;
  });
  try {
    const { manifest } = await openRun(run.folder);
    if (lock && manifest.updated === run.manifest.updated) await run.update(ended);
  } finally {
    lock?.release();
  }
}

/** Leaves the trained network as `model.onnx` in the run folder. */
async function keepModel({ notebook, run, network: name }: PreparedTraining): Promise<void> {
  const network = notebook.program.networks.get(name)!;
  const trained = await lastTrained(notebook.path, network);
  if (trained?.run.id !== run.id) return;
  await writeExport(trainedModel(network, trained), join(run.folder, 'model.onnx'));
}

/** What was the matter, as the manifest has it. */
const verdictsOf = ({ verdicts }: PreparedTraining['training']): Pick<Manifest, 'verdicts'> =>
  verdicts.length === 0 ? {} : { verdicts: [...verdicts] };

const described = ({ prepared, began }: ActiveRun): RequestResult<'train'> => ({
  run: prepared.run.id,
  folder: prepared.run.folder,
  notebook: prepared.notebook.path,
  network: prepared.network,
  began,
});

const warn = (tell: (event: RunEvent) => void) => (error: unknown) =>
  tell({ event: 'warning', message: toFailure(error).message });
