import { prefersAlike, type PlanChange } from '../../learning/changes';
import type { TrainingState } from '../../runs/checkpoint';
import type { Measure, Scores, SettingChange } from '../../runs/events';
import { isSingle } from '../../runs/headline';
import { recorded } from '../../runs/measures';
import { RunReporter } from './runReporter';
import { round } from '../wire/round';
import { Throughput } from './throughput';
import { differences, PlanControl } from './planControl';
import { Snapshotting } from './snapshotting';
import { batchesOf, openStage, type Stage, type StepsStage, type Tensors } from './stage';
import { hasStopped, judgeEpoch, lookFromHere } from './stopping';
import { startingState, type TrainingJob } from './trainingJob';

/** Where a training stands: its phase, its counters, the plan in force and the best parameters so far; all that a checkpoint holds. */
export class TrainingProgress {
  control: PlanControl;
  readonly throughput: Throughput;
  readonly reporter: RunReporter;
  state: TrainingState;
  private readonly snapshots: Snapshotting;
  private present: Stage;
  private best: Tensors | undefined;
  /** What the phases after the present one take, as planned. */
  private later: { readonly epochs: number; readonly steps: number };
  private saved = { step: -1, phase: -1, time: performance.now() };

  constructor(private readonly job: TrainingJob) {
    const { plan, checkpoint, run, stage, notebook } = job;
    this.state = checkpoint?.state ?? startingState(plan.seed);
    this.reporter = new RunReporter(run, job.notify, job.record);
    this.present = stage;
    const network = notebook.program.networks.get(run.manifest.network)!;
    this.snapshots = new Snapshotting(run, network, checkpoint?.state.step);
    // The best parameters are not stored twice when they are the present ones.
    const bestNow = this.state.bestStep === this.state.step;
    this.best = bestNow ? checkpoint?.tensors : checkpoint?.best;
    this.later = this.laterPhases();
    this.control = this.controlOf();
    this.throughput = new Throughput(this.state.step, this.state.seconds, this.steps, this.batch);
  }

  get stage(): Stage {
    return this.present;
  }

  /** Batches in an epoch of the present phase. */
  get stepsPerEpoch(): number {
    return this.present.kind === 'steps' ? this.present.stepsPerEpoch : 0;
  }

  /** Epochs and steps of the whole training, as it stands. */
  get epochs(): number {
    return this.control.epochs;
  }
  get steps(): number {
    return this.control.steps + this.later.steps;
  }

  /** Samples in a batch. */
  get batch(): number {
    const { setup } = this.job;
    return batchesOf(this.present.phase, setup.data, setup.dataset).batch;
  }

  /** Steps done in the present phase. */
  get phaseStep(): number {
    return this.state.step - this.state.phase.step;
  }

  /** No step is left of the phase. */
  get isAtEnd(): boolean {
    return this.state.step >= this.control.steps;
  }

  get isLastPhase(): boolean {
    return this.state.phase.index === this.job.setup.phases.length - 1;
  }

  /** The stopping rule has ended the phase with the epoch just done. A rule set since then looks at the next one. */
  get hasStopped(): boolean {
    const isEpochDone = this.phaseStep % this.stepsPerEpoch === 0;
    return isEpochDone && hasStopped(this.control.plan, this.state);
  }

  /** The learning rate of the step after so many. */
  rate(step = this.state.step): number {
    return this.control.rate(step, this.state.history);
  }

  /** All there is: parameters of this and of other phases, and what rule and optimizer remember. */
  async read(): Promise<Tensors> {
    const { present } = this;
    if (present.kind === 'pass') return present.tensors;
    return new Map([...present.kept, ...(await present.executor.read())]);
  }

  /** Puts a change of the plan into force by `make`, and tells what it changed. */
  enforce(change: PlanChange, make: () => void): readonly SettingChange[] {
    const before = { plan: this.control.plan, rate: this.rate() };
    make();
    const { plan } = this.control;
    if (!prefersAlike(before.plan.stop, plan.stop)) {
      this.best = undefined;
      this.state = lookFromHere(this.state);
    }
    this.throughput.total = this.steps;
    const rates = [before.rate, this.rate()] as const;
    const changes = differences(before.plan, plan, rates, this.control.otherEpochs);
    for (const what of changes)
      this.reporter.tell({ event: 'changed', step: change.step, ...what });
    return changes;
  }

  /** All changes of the training once this one is decided on. */
  changesWith(change: PlanChange): readonly PlanChange[] {
    const { phase } = this.state;
    const earlier = this.job.run.manifest.changes.filter(({ step }) => step < phase.step);
    return [...earlier, ...this.control.changesWith(change)];
  }

  /** Asks the stopping rule about a finished epoch, and keeps a copy of the best parameters so far. */
  async judge(scores: Scores, { executor }: StepsStage): Promise<boolean> {
    const { state, stop, isBest } = judgeEpoch(this.control.plan, this.state, scores);
    this.state = state;
    if (isBest) this.best = await executor.read();
    return stop;
  }

  /** Goes back to the best parameters where a stopping rule wants them. */
  takeBest(): void {
    const { present } = this;
    if (present.kind === 'pass') return;
    if (!this.control.plan.stop || !this.best || this.state.bestStep === this.state.step) return;
    present.executor.write(new Map([...this.best].map(([key, { data }]) => [key, data])));
    this.best = undefined;
    this.state = { ...this.state, latest: this.state.best };
  }

  /** Takes what a pass has found. */
  keep(found: Tensors): void {
    const { present } = this;
    if (present.kind === 'pass')
      this.present = { ...present, tensors: new Map([...present.tensors, ...found]) };
  }

  /** Opens the next phase: parameters go on by their keys, what rule and optimizer remember does not. */
  async enterNextPhase(): Promise<void> {
    const { setup, device } = this.job;
    const { step, epoch, seed, seconds, phase, latest } = this.state;
    const tensors = await this.parameters();
    await this.present.dispose();
    const since = { index: phase.index + 1, step, epoch };
    const position = { index: since.index, since, step, epoch };
    this.present = await openStage(setup, position, tensors, device);
    this.best = undefined;
    this.state = {
      ...{ step, epoch, seed, seconds, phase: since, sums: {}, history: [] },
      ...(latest && { latest }),
    };
    this.later = this.laterPhases();
    this.control = this.controlOf();
    this.throughput.total = this.steps;
    this.throughput.batch = this.batch;
    if (this.present.kind === 'steps')
      await this.job.run.update({
        device: this.present.device,
        measures: told(this.present).filter(isSingle),
      });
    this.tellPhase();
  }

  /** Says which phase goes on, where there are several. */
  private tellPhase(): void {
    const { phases } = this.job.setup;
    const { index } = this.state.phase;
    const { present } = this;
    this.reporter.tell({
      event: 'phase',
      step: this.state.step,
      phase: { name: phases[index].name, index, count: phases.length },
      device: present.device,
      measures: told(present),
      epochs: this.epochs,
      steps: this.steps,
      stepsPerEpoch: this.stepsPerEpoch,
    });
  }

  /** Steps until the next one whose parameters are kept. */
  get stepsToSnapshot(): number {
    return this.snapshots.stepsLeft(this.state.step);
  }

  /** Keeps the present parameters where their step is one of those that are kept. */
  async takeSnapshot(): Promise<void> {
    if (this.stepsToSnapshot === 0) await this.snapshots.take(this.state.step, await this.read());
  }

  /** Step of the last checkpoint of this process; undefined before the first one. */
  get savedStep(): number | undefined {
    return this.saved.step < 0 ? undefined : this.saved.step;
  }

  /** Seconds since the last checkpoint. */
  get unsavedSeconds(): number {
    return (performance.now() - this.saved.time) / 1000;
  }

  async save(): Promise<void> {
    const { run } = this.job;
    const state = { ...this.state, seconds: round(this.throughput.seconds, 3) };
    const { step, epoch, seconds, phase } = state;
    const best = state.bestStep === step ? undefined : this.best;
    const tensors = await this.read();
    await this.snapshots.write(step);
    const file = await run.saveCheckpoint({ state, tensors, ...(best && { best }) });
    await run.update({ step, epoch, seconds });
    this.saved = { step, phase: phase.index, time: performance.now() };
    this.reporter.tell({ event: 'checkpoint', step, file });
  }

  /** Writes a checkpoint unless the last one is of this very step. */
  async saveOnce(): Promise<void> {
    const { step, phase } = this.saved;
    if (step !== this.state.step || phase !== this.state.phase.index) await this.save();
  }

  dispose(): Promise<void> {
    return this.present.dispose();
  }

  /** The parameters alone. */
  private async parameters(): Promise<Tensors> {
    const { present } = this;
    if (present.kind === 'pass') return present.tensors;
    const remembered = new Set(
      present.step.state.flatMap(({ kind, key }) => (kind === 'state' ? [key] : [])),
    );
    return new Map([...(await this.read())].filter(([key]) => !remembered.has(key)));
  }

  private controlOf(): PlanControl {
    const { run } = this.job;
    const { phase, step } = this.state;
    const { kind } = this.present;
    const { plan } = this.present.phase;
    const changes = run.manifest.changes.filter((change) => change.step >= phase.step);
    return new PlanControl(
      kind === 'pass' ? { ...plan, epochs: 0 } : plan,
      { ...phase, stepsPerEpoch: this.stepsPerEpoch, laterEpochs: this.later.epochs },
      changes,
      step,
    );
  }

  private laterPhases(): TrainingProgress['later'] {
    const { phases, data, dataset } = this.job.setup;
    let [epochs, steps] = [0, 0];
    for (const phase of phases.slice(this.state.phase.index + 1)) {
      if (phase.kind === 'pass') continue;
      epochs += phase.plan.epochs;
      steps += phase.plan.epochs * batchesOf(phase, data, dataset).stepsPerEpoch;
    }
    return { epochs, steps };
  }
}

/** What steps and scores of a phase tell; a pass has at most scores of its outcome. */
export function told(stage: Stage): Measure[] {
  if (stage.kind === 'pass') return (stage.scorer?.measures ?? []).map(recorded);
  const { step, evaluator } = stage;
  const names = new Set(step.measures.map(({ name }) => name));
  const scoredOnly = evaluator.measures.filter(({ name }) => !names.has(name));
  return [...step.measures, ...scoredOnly].map(recorded);
}
