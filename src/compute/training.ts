import type { Dataset } from '../data/dataset';
import type { TrainPlan } from '../learning/plan';
import { learningRate, readsHistory } from '../learning/schedules';
import type { TrainingStep } from '../learning/step';
import { decideStop } from '../learning/stops';
import type { Checkpoint, TrainingState } from '../runs/checkpoint';
import { toWire, type RunEvent, type Scores } from '../runs/events';
import type { Run } from '../runs/run';
import type { StoredTensor } from '../runs/safetensors';
import type { BatchQueue } from './batches/batchQueue';
import { CoreError } from './error';
import type { Evaluator } from './evaluator';
import type { StepExecutor, StepResult } from './executor';
import { Pace, round } from './pace';

export interface TrainingJob {
  readonly run: Run;
  readonly plan: TrainPlan;
  readonly dataset: Dataset;
  /** From where the training goes on. */
  readonly batches: BatchQueue;
  readonly step: TrainingStep;
  readonly executor: StepExecutor;
  readonly evaluator: Evaluator;
  readonly device: string;
  /** Where to go on; absent: from the start. */
  readonly checkpoint?: Checkpoint;
  /** Aborted when the training is to stop after the present step. */
  readonly signal: AbortSignal;
  /** Tells the clients. */
  readonly notify: (event: RunEvent) => void;
}

/** Parameters and optimizer state after a step. */
export interface Snapshot {
  readonly step: number;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

type Done = Extract<RunEvent, { event: 'done' }>;

/** Steps and epochs at the start that are always told and recorded. */
const firstOnes = 10;
/** Milliseconds between step notifications after that. */
const notifyEvery = 100;
/** About so many steps and epochs of a run are recorded, evenly spread: the same ones each time. */
const recordedSteps = 1000;
const toldEpochs = 1000;
/** At most about so many checkpoints are written at the ends of epochs, and one in so many seconds within an epoch. */
const epochCheckpoints = 50;
const checkpointSeconds = 120;

/** The training loop: knows nothing of losses, optimizers and devices, only of a step and its state. */
export class Training {
  readonly stepsPerEpoch: number;
  private readonly total: number;
  private readonly recordEvery: number;
  private readonly pace: Pace;
  private state: TrainingState;
  private best: ReadonlyMap<string, StoredTensor> | undefined;
  private lastNotified = -Infinity;
  private readonly waiting: ((snapshot: Snapshot | undefined) => void)[] = [];
  private ended = false;
  private lastCheckpoint = { step: -1, time: performance.now() };

  constructor(private readonly job: TrainingJob) {
    const { plan, dataset, step, checkpoint } = job;
    this.state = checkpoint?.state ?? {
      step: 0,
      epoch: 0,
      seed: plan.seed,
      seconds: 0,
      lossSum: 0,
      correctSum: 0,
      history: [],
    };
    this.best = checkpoint?.best;
    this.stepsPerEpoch = Math.floor(dataset.splits.train.count / step.batch);
    this.total = plan.epochs * this.stepsPerEpoch;
    this.recordEvery = Math.max(1, Math.ceil(this.total / recordedSteps));
    this.pace = new Pace(this.state.step, this.state.seconds, this.total, step.batch);
  }

  /** Steps done so far. */
  get step(): number {
    return this.state.step;
  }

  /** The present parameters, between two steps; undefined when the training has ended. */
  snapshot(): Promise<Snapshot | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Trains to the end, until the stopping rule says so, or until the signal. Throws when it diverges. */
  async run(): Promise<Done> {
    try {
      return await this.loop();
    } finally {
      this.ended = true;
      for (const resolve of this.waiting) resolve(undefined);
    }
  }

  private async loop(): Promise<Done> {
    let stoppedEarly = false;
    while (this.state.step < this.total && !stoppedEarly) {
      await this.serveSnapshots();
      if (this.job.signal.aborted) return this.interrupted();
      await this.oneStep();
      if (this.state.step % this.stepsPerEpoch === 0) stoppedEarly = await this.endEpoch();
      else if (performance.now() - this.lastCheckpoint.time > checkpointSeconds * 1000)
        await this.checkpoint();
    }
    return this.finish(stoppedEarly && this.state.step < this.total);
  }

  private async serveSnapshots(): Promise<void> {
    if (this.waiting.length === 0) return;
    const snapshot = { step: this.state.step, tensors: await this.job.executor.read() };
    for (const resolve of this.waiting.splice(0)) resolve(snapshot);
  }

  private async oneStep(): Promise<void> {
    const { batches, executor } = this.job;
    const { state } = this;
    if (!batches.ready) await batches.wait();
    batches.take(executor);
    const rate = this.rate();
    const result = await executor.step(rate, state.step + 1);
    this.assertFinite(result, rate);
    state.step++;
    state.lossSum += result.loss;
    state.correctSum += result.correct ?? 0;
    this.tellStep(result, rate);
  }

  /** Scores the epoch and saves it; true when the stopping rule ends the training. */
  private async endEpoch(): Promise<boolean> {
    const { evaluator, executor, step: graph } = this.job;
    const { state, stepsPerEpoch } = this;
    const train: Scores = {
      loss: state.lossSum / stepsPerEpoch,
      ...(graph.outputs.correct !== undefined && {
        accuracy: state.correctSum / (stepsPerEpoch * graph.batch),
      }),
    };
    const validation = await evaluator.score('validation', (key) => executor.parameter(key));
    const latest = { train, ...(validation && { validation }) };
    this.state = { ...state, epoch: state.epoch + 1, lossSum: 0, correctSum: 0, latest };
    if (validation && !Number.isFinite(validation.loss))
      throw this.diverged(`the validation loss is ${validation.loss}`);
    const stop = await this.applyStoppingRule(validation ?? train);
    const last = stop || state.step === this.total;
    if (last || this.state.epoch <= firstOnes || this.isOneOf(toldEpochs))
      this.tell({
        event: 'epoch',
        epoch: this.state.epoch,
        step: state.step,
        ...latest,
        rate: this.rate(),
        seconds: round(this.pace.seconds, 3),
      });
    if (!last && this.isOneOf(epochCheckpoints)) await this.checkpoint();
    return stop;
  }

  /** Whether the finished epoch is one of about `count` evenly spread ones. */
  private isOneOf(count: number): boolean {
    return this.state.epoch % Math.ceil(this.job.plan.epochs / count) === 0;
  }

  /** The learning rate of the next step. */
  private rate(): number {
    const { optimizer, schedule, epochs } = this.job.plan;
    const { step, history } = this.state;
    return learningRate(optimizer, schedule, {
      step,
      stepsPerEpoch: this.stepsPerEpoch,
      epochs,
      history,
    });
  }

  /** Remembers the scores where something decides from them, and keeps a copy of the best parameters so far. */
  private async applyStoppingRule(scores: Scores): Promise<boolean> {
    const { plan, executor } = this.job;
    if (!plan.stop && !readsHistory(plan.schedule)) return false;
    const history = [...this.state.history, scores];
    this.state = { ...this.state, history };
    if (!plan.stop) return false;
    const { stop, best } = decideStop(plan.stop, history);
    if (best === history.length - 1) {
      this.best = await executor.read();
      this.state = { ...this.state, bestStep: this.state.step, best: this.state.latest };
    }
    return stop;
  }

  private async finish(early: boolean): Promise<Done> {
    const { plan, executor, evaluator } = this.job;
    if (plan.stop && this.best && this.state.bestStep !== this.state.step) {
      executor.write(new Map([...this.best].map(([key, { data }]) => [key, data])));
      this.best = undefined;
      this.state = { ...this.state, latest: this.state.best };
    }
    await this.checkpoint();
    const test = await evaluator.score('test', (key) => executor.parameter(key));
    const scores = { ...this.state.latest, ...(test && { test }) };
    return this.done(early ? 'early-stop' : 'completed', scores);
  }

  private async interrupted(): Promise<Done> {
    if (this.lastCheckpoint.step !== this.state.step) await this.checkpoint();
    return this.done('interrupted', this.state.latest ?? {});
  }

  private done(reason: Done['reason'], scores: Pick<Done, 'train' | 'validation' | 'test'>): Done {
    return {
      event: 'done',
      reason,
      epochs: this.state.epoch,
      steps: this.state.step,
      ...scores,
      seconds: round(this.pace.seconds, 3),
      device: this.job.device,
      run: this.job.run.id,
    };
  }

  private async checkpoint(): Promise<void> {
    const { run, executor } = this.job;
    const state = { ...this.state, seconds: round(this.pace.seconds, 3) };
    const { step, epoch, seconds } = state;
    const best = state.bestStep === step ? undefined : this.best;
    const tensors = await executor.read();
    const file = await run.saveCheckpoint({ state, tensors, ...(best && { best }) });
    await run.update({ step, epoch, seconds });
    this.lastCheckpoint = { step, time: performance.now() };
    this.tell({ event: 'checkpoint', step, file });
  }

  private tell(event: RunEvent): void {
    this.job.run.append(event);
    this.job.notify(event);
  }

  /** Makes an event of a step that is to be told or recorded, and nothing of all the others. */
  private tellStep({ loss, correct, gradients }: StepResult, rate: number): void {
    const { step, epoch } = this.state;
    const always = step <= firstOnes || step === this.total;
    const record = always || step % this.recordEvery === 0;
    const notify = always || performance.now() - this.lastNotified >= notifyEvery;
    if (!record && !notify) return;
    const event: RunEvent = {
      event: 'step',
      step,
      epoch: epoch + 1,
      loss: toWire(loss),
      ...(correct !== undefined && { accuracy: correct / this.job.step.batch }),
      rate,
      gradients: Array.from(gradients, toWire),
      ...this.pace.mark(step),
    };
    if (record) this.job.run.append(event);
    if (!notify) return;
    this.lastNotified = performance.now();
    this.job.notify(event);
  }

  private assertFinite({ loss, gradients }: StepResult, rate: number): void {
    const first = gradients.findIndex((norm) => !Number.isFinite(norm));
    if (Number.isFinite(loss) && first < 0) return;
    const key = this.job.step.watched[first];
    const where =
      key === undefined ? '' : `; the first gradient that is not finite is that of \`${key}\``;
    throw this.diverged(`the loss is ${loss}${where}`, rate);
  }

  private diverged(what: string, rate?: number): CoreError {
    const step = this.state.step + (rate === undefined ? 0 : 1);
    const now = rate === undefined ? '' : ` (now ${Number(rate.toPrecision(3))})`;
    return new CoreError({
      exit: 1,
      code: 'diverged',
      message: `Training diverged at step ${step}: ${what}.`,
      hint: `Lower the learning rate${now}, normalize the data, or look for extreme values in it.`,
      ...this.job.plan.location,
    });
  }
}
