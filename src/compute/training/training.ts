import { prefersAlike, type PlanChange } from '../../learning/changes';
import type { TrainingState } from '../../runs/checkpoint';
import { toWire, type RunEvent, type Scores, type SettingChange } from '../../runs/events';
import { planChanges } from '../../runs/manifest';
import type { StoredTensor } from '../../runs/safetensors';
import { Announcer, firstOnes } from './announcer';
import { diverged, goOnElsewhere, notFinite } from './divergence';
import { CoreError } from '../error';
import type { StepResult } from '../devices/executor';
import { Intermission } from './intermission';
import { Pace, round } from './pace';
import { differences, PlanControl } from './planControl';
import type { WantedChange } from '../protocol';
import { StepGroup } from './stepGroup';
import { judgeEpoch, lookFromHere } from './stopping';
import { startingState, type Snapshot, type TrainingJob } from './trainingJob';

type Done = Extract<RunEvent, { event: 'done' }>;

/** After the first ones about so many epochs are told, evenly spread. */
const toldEpochs = 1000;
/** At most about so many checkpoints are written at the ends of epochs, and one in so many seconds within an epoch. */
const epochCheckpoints = 50;
const checkpointSeconds = 120;

/** The training loop: knows nothing of losses, optimizers and devices, only of a step and its state. */
export class Training {
  readonly stepsPerEpoch: number;
  private readonly control: PlanControl;
  private readonly pace: Pace;
  private readonly announcer: Announcer;
  private readonly intermission = new Intermission();
  private state: TrainingState;
  private best: ReadonlyMap<string, StoredTensor> | undefined;
  private resting = false;
  private readonly group: StepGroup;
  private lastCheckpoint = { step: -1, time: performance.now() };

  constructor(private readonly job: TrainingJob) {
    const { plan, dataset, step, checkpoint, run } = job;
    this.state = checkpoint?.state ?? startingState(plan.seed);
    this.announcer = new Announcer(run, job.notify);
    this.group = new StepGroup(job.executor.slots.length);
    // The best parameters are not stored twice when they are the present ones.
    const bestNow = this.state.bestStep === this.state.step;
    this.best = bestNow ? checkpoint?.tensors : checkpoint?.best;
    this.stepsPerEpoch = Math.floor(dataset.splits.train.count / step.batch);
    this.control = new PlanControl(plan, this.stepsPerEpoch, run.manifest.changes, this.state.step);
    this.pace = new Pace(this.state.step, this.state.seconds, this.control.steps, step.batch);
  }

  /** Epochs of the whole training, as it stands. */
  get epochs(): number {
    return this.control.epochs;
  }

  /** Steps done so far. */
  get step(): number {
    return this.state.step;
  }

  get paused(): boolean {
    return this.resting;
  }

  /** The present parameters, between two steps; undefined when the training has ended. */
  snapshot(): Promise<Snapshot | undefined> {
    return this.intermission.do(async () => ({
      step: this.state.step,
      tensors: await this.job.executor.read(),
    }));
  }

  /** Writes a checkpoint and waits, everything kept in memory; false when the training has ended. */
  async pause(): Promise<boolean> {
    const pausing = this.intermission.do(async () => {
      if (this.resting) return true;
      if (this.lastCheckpoint.step !== this.state.step) await this.checkpoint();
      this.resting = true;
      this.pace.pause();
      this.announcer.tell({ event: 'paused', step: this.state.step });
      return true;
    });
    return (await pausing) ?? false;
  }

  /** Ends a pause; false when the training has ended. */
  async continue(): Promise<boolean> {
    const continuing = this.intermission.do(() => {
      if (this.resting) this.announcer.tell({ event: 'continued', step: this.state.step });
      this.pace.continue();
      this.resting = false;
      return Promise.resolve(true);
    });
    return (await continuing) ?? false;
  }

  /** Changes the plan for the steps that follow; gives what has changed, undefined when the training has ended. */
  adjust(wanted: WantedChange): Promise<readonly SettingChange[] | undefined> {
    return this.intermission.do(async () => {
      const change = this.control.understand(wanted, this.state.step, this.rate());
      const changes = this.enforce(change, () => this.control.decide(change));
      await this.job.run.update({ changes: planChanges.parse(this.control.changes) });
      return changes;
    });
  }

  /** Trains to the end, until the stopping rule says so, or until the signal. Throws when it diverges. */
  async run(): Promise<Done> {
    try {
      return await this.loop();
    } catch (error) {
      throw await this.explained(error);
    } finally {
      this.intermission.end();
    }
  }

  private async loop(): Promise<Done> {
    let stoppedEarly = false;
    while (this.state.step < this.control.steps && !stoppedEarly) {
      if (this.isAsked && (await this.betweenSteps())) break;
      if (this.job.signal.aborted) return this.interrupted();
      await this.nextSteps();
      if (this.state.step % this.stepsPerEpoch === 0) stoppedEarly = await this.endEpoch();
      else if (performance.now() - this.lastCheckpoint.time > checkpointSeconds * 1000)
        await this.checkpoint();
    }
    return this.finish(stoppedEarly && this.state.step < this.control.steps);
  }

  /** Saves what a failed device has left, and says how to go on. */
  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof CoreError) || error.code !== 'device-failed') return error;
    const { executor, run, checkpoint } = this.job;
    if (executor.safe) await this.checkpoint().catch(() => undefined);
    const { step } = this.lastCheckpoint;
    return goOnElsewhere(error, run.id, step >= 0 ? step : checkpoint?.state.step);
  }

  /** Something is to be done before the next step. */
  private get isAsked(): boolean {
    return this.intermission.isAsked || this.control.isDue(this.state.step);
  }

  /** Between two steps: renews recorded changes and does what was asked for. Tells whether that ends the training. */
  private async betweenSteps(): Promise<boolean> {
    const { control, intermission, job } = this;
    const { step } = this.state;
    for (let change = control.due(step); change; change = control.due(step)) {
      const due = change;
      this.enforce(due, () => control.make(due));
    }
    await intermission.serve();
    while (this.resting && !job.signal.aborted && step < control.steps) {
      await intermission.rest(job.signal);
      await intermission.serve();
    }
    return step >= control.steps;
  }

  private enforce(change: PlanChange, make: () => void): readonly SettingChange[] {
    const before = { plan: this.control.plan, rate: this.rate() };
    make();
    const { plan } = this.control;
    if (!prefersAlike(before.plan.stop, plan.stop)) {
      this.best = undefined;
      this.state = lookFromHere(this.state);
    }
    this.pace.total = this.control.steps;
    const changes = differences(before.plan, plan, [before.rate, this.rate()]);
    for (const what of changes)
      this.announcer.tell({ event: 'changed', step: change.step, ...what });
    return changes;
  }

  /** Makes the next step, or the next few where one run of the executor is several. */
  private async nextSteps(): Promise<void> {
    const { plan, batches, step: graph, executor } = this.job;
    const { state } = this;
    const rates: number[] = [];
    const left = this.stepsPerEpoch - (state.step % this.stepsPerEpoch);
    const count = this.group.size(Math.min(left, this.control.stepsToChange - state.step));
    for (const slot of executor.slots.slice(0, count)) {
      if (!batches.ready) await batches.wait();
      batches.take(slot);
      rates.push(this.rate(state.step + rates.length));
    }
    const results = await this.group.timed(executor.run(rates, state.step + 1), count);
    results.forEach((result, i) => {
      const wrong = notFinite(result, graph.watched);
      if (wrong !== undefined) throw diverged(wrong, state.step + 1, plan, rates[i]);
      state.step++;
      state.lossSum += result.loss;
      state.correctSum += result.correct ?? 0;
      this.tellStep(result, rates[i]);
    });
  }

  /** Scores the epoch and saves it; true when the stopping rule ends the training. */
  private async endEpoch(): Promise<boolean> {
    const { evaluator, executor, plan, step: graph } = this.job;
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
      throw diverged(`the validation loss is ${validation.loss}`, state.step, plan);
    const stop = await this.judge(validation ?? train);
    const last = stop || state.step === this.control.steps;
    if (last || this.state.epoch <= firstOnes || this.isOneOf(toldEpochs))
      this.announcer.tell({
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
    return this.state.epoch % Math.ceil(this.epochs / count) === 0;
  }

  /** The learning rate of the step after so many. */
  private rate(step = this.state.step): number {
    return this.control.rate(step, this.state.history);
  }

  /** Asks the stopping rule, and keeps a copy of the best parameters so far. */
  private async judge(scores: Scores): Promise<boolean> {
    const { state, stop, isBest } = judgeEpoch(this.control.plan, this.state, scores);
    this.state = state;
    if (isBest) this.best = await this.job.executor.read();
    return stop;
  }

  private async finish(early: boolean): Promise<Done> {
    const { executor, evaluator } = this.job;
    if (this.control.plan.stop && this.best && this.state.bestStep !== this.state.step) {
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
    this.announcer.tell({ event: 'checkpoint', step, file });
  }

  private tellStep({ loss, correct, gradients }: StepResult, rate: number): void {
    const { step, epoch } = this.state;
    this.announcer.tellStep(step, this.control.steps, () => ({
      event: 'step',
      step,
      epoch: epoch + 1,
      loss: toWire(loss),
      ...(correct !== undefined && { accuracy: correct / this.job.step.batch }),
      rate,
      gradients: Array.from(gradients, toWire),
      ...this.pace.mark(step),
    }));
  }
}
