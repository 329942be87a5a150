import { usesRate } from '../../learning/rules';
import type { Verdict } from '../../runs/verdict';
import { toWire, type RunEvent, type Scores } from '../../runs/events';
import { written } from '../batches/written';
import { CoreError } from '../wire/error';
import type { StepResult } from '../devices/executor';
import { Diagnosing } from './diagnosing';
import { firstOnes } from './runReporter';
import { TrainingProgress, told } from './trainingProgress';
import { diverged, goOnElsewhere, notFinite } from './divergence';
import { round } from '../wire/round';
import { carryOutPass } from './pass';
import { draw } from './pictures';
import { parameterOf } from './evaluator';
import type { PassStage, Stage, StepsStage } from './stage';
import { TrainingControl } from './trainingControl';
import { StepGroup } from './stepGroup';
import { StepTiming, type StepTime } from './stepTiming';
import type { TrainingJob } from './trainingJob';

type Done = Extract<RunEvent, { event: 'done' }>;

/** How a phase came to its end: as planned, by its stopping rule, or not at all. */
type PhaseEnd = 'ended' | 'stopped' | 'interrupted';

/** After the first ones about so many epochs are told, evenly spread. */
const toldEpochs = 1000;
/** At most about so many checkpoints are written at the ends of epochs, and one in so many seconds within an epoch. */
const epochCheckpoints = 50;
const checkpointSeconds = 120;
/** At most about so many pictures are drawn of each kind. */
const drawnEpochs = 20;
/** At most about so many times text is written. */
const writtenEpochs = 10;

/** The training loop: knows nothing of rules, losses, optimizers and devices, only of phases, their steps and their state. */
export class Training {
  private readonly progress: TrainingProgress;
  /** What may be asked of it while it runs. */
  readonly control: TrainingControl;
  private readonly diagnosing: Diagnosing;
  /** What a step of the last phase that made steps took. */
  private stepTime: StepTime | undefined;

  constructor(private readonly job: TrainingJob) {
    this.progress = new TrainingProgress(job);
    this.control = new TrainingControl(job, this.progress);
    this.diagnosing = new Diagnosing(job, this.progress);
  }

  /** Where it stands and what its steps tell, for those who follow it. */
  get outset() {
    const { progress, job } = this;
    const { phases } = job.setup;
    const { index } = progress.state.phase;
    return {
      epochs: progress.epochs,
      stepsPerEpoch: progress.stepsPerEpoch,
      steps: progress.steps,
      batch: progress.batch,
      step: progress.state.step,
      measures: told(progress.stage),
      ...(phases.length > 1 && {
        phase: { name: phases[index].name, index, count: phases.length },
      }),
    };
  }

  /** What is the matter with it, as far as is known. */
  get verdicts(): readonly Verdict[] {
    return this.diagnosing.verdicts;
  }

  /** Trains to the end, until the stopping rule says so, or until the signal. Throws when it diverges. */
  async run(): Promise<Done> {
    try {
      return await this.loop();
    } catch (error) {
      throw await this.explained(error);
    } finally {
      this.control.end();
    }
  }

  async dispose(): Promise<void> {
    await this.diagnosing.dispose();
    await this.progress.dispose();
  }

  private async loop(): Promise<Done> {
    const { progress } = this;
    await progress.takeSnapshot();
    for (;;) {
      const { stage } = progress;
      const end = stage.kind === 'steps' ? await this.makeSteps(stage) : await this.pass(stage);
      if (end === 'interrupted') return this.interrupted();
      if (progress.isLastPhase) return this.finish(end === 'stopped' && !progress.isAtEnd);
      progress.takeBest();
      await progress.enterNextPhase();
      await progress.save();
    }
  }

  private async pass(stage: PassStage): Promise<PhaseEnd> {
    const { progress, job } = this;
    try {
      await carryOutPass(progress, stage, job);
      return 'ended';
    } catch (error) {
      if (job.signal.aborted) return 'interrupted';
      throw error;
    }
  }

  /** The steps of a phase, to its end. */
  private async makeSteps(stage: StepsStage): Promise<PhaseEnd> {
    const { progress, control, job } = this;
    const group = new StepGroup(stage.executor.slots.length);
    const timing = new StepTiming(stage);
    await timing.begin();
    // The core may have ended between the last epoch and telling so.
    let stopped = progress.hasStopped;
    while (!progress.isAtEnd && !stopped) {
      if (control.isAsked) await control.serve();
      if (progress.isAtEnd) break;
      if (job.signal.aborted) break;
      await this.nextSteps(stage, group, timing);
      if (progress.phaseStep % stage.stepsPerEpoch === 0) stopped = await this.endEpoch(stage);
      else if (progress.unsavedSeconds > checkpointSeconds) await progress.save();
    }
    this.stepTime = await timing.end();
    if (job.signal.aborted && !stopped && !progress.isAtEnd) return 'interrupted';
    return stopped ? 'stopped' : 'ended';
  }

  /** Saves what a failed device has left, and says how to go on. */
  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof CoreError)) return error;
    if (error.code === 'diverged') this.diagnosing.hasDiverged();
    if (error.code !== 'device-failed') return error;
    const { progress } = this;
    const { run, checkpoint } = this.job;
    const { stage } = progress;
    if (stage.kind === 'pass' || stage.executor.safe) await progress.save().catch(() => undefined);
    return goOnElsewhere(error, run.id, progress.savedStep ?? checkpoint?.state.step);
  }

  /** Makes the next step, or the next few where one run of the executor is several. */
  private async nextSteps(stage: StepsStage, group: StepGroup, timing: StepTiming): Promise<void> {
    const { batches, step: graph, executor, stepsPerEpoch, phase } = stage;
    const { progress, diagnosing } = this;
    const { state } = progress;
    const rates: number[] = [];
    const left = stepsPerEpoch - (progress.phaseStep % stepsPerEpoch);
    const toMeasured = diagnosing.stepsToMeasured(stage);
    if (toMeasured === 0) await diagnosing.beforeStep(stage);
    const toChange = progress.control.stepsToChange - state.step;
    const count = group.size(Math.min(left, toMeasured || 1, toChange, progress.stepsToSnapshot));
    for (const slot of executor.slots.slice(0, count)) {
      if (!batches.ready) await batches.wait();
      batches.take(slot);
      rates.push(progress.rate(state.step + rates.length));
    }
    const results = await group.timed(executor.run(rates, progress.phaseStep + 1), count);
    timing.add(group.milliseconds, count);
    results.forEach((result, i) => {
      const wrong = notFinite(result, graph.measures);
      if (wrong !== undefined) throw diverged(wrong, state.step + 1, phase.plan, rates[i]);
      state.step++;
      graph.measures.forEach(({ name, items }, m) => {
        if (!items) state.sums[name] = (state.sums[name] ?? 0) + result[m][0];
      });
      this.tellStep(stage, result, rates[i]);
    });
    await progress.takeSnapshot();
    await diagnosing.afterStep(stage);
  }

  /** Scores the epoch and saves it; true when the stopping rule ends the phase. */
  private async endEpoch(stage: StepsStage): Promise<boolean> {
    const { evaluator, executor, phase } = stage;
    const { progress } = this;
    const { state } = progress;
    const train = folded(stage, state.sums);
    const validation = await evaluator.score('validation', (key) => executor.parameter(key));
    const latest = { train, ...(validation && { validation }) };
    progress.state = { ...state, epoch: state.epoch + 1, sums: {}, latest };
    for (const [name, score] of Object.entries(validation ?? {}))
      if (!Number.isFinite(score))
        throw diverged(`the validation ${name} is ${score}`, state.step, phase.plan);
    const stop = await progress.judge(validation ?? train, stage);
    const last = stop || progress.isAtEnd;
    const { epoch } = progress.state;
    if (last || epoch <= firstOnes || this.isOneOf(toldEpochs))
      progress.reporter.tell({
        event: 'epoch',
        epoch,
        step: state.step,
        ...latest,
        ...(usesRate(phase.plan) && { rate: progress.rate() }),
        seconds: round(progress.throughput.seconds, 3),
      });
    if (last || epoch === 1 || this.isOneOf(drawnEpochs))
      await draw(progress, evaluator, (key) => executor.parameter(key));
    if (phase.plan.write !== undefined && (last || this.isOneOf(writtenEpochs) || epoch === 1))
      await this.write(stage, phase.plan.write);
    if (!last) await this.diagnosing.afterEpoch(stage);
    if (!last && this.isOneOf(epochCheckpoints)) await progress.save();
    return stop;
  }

  /** Tells so many characters that the network writes. */
  private async write({ evaluator, executor }: StepsStage, length: number): Promise<void> {
    const { step, epoch } = this.progress.state;
    const { dataset, seed } = this.job.setup;
    const wrote = await written(dataset, {
      ...{ length, temperature: 0.8, seed },
      answer: (sample) => evaluator.answer(sample, (key) => executor.parameter(key)),
    });
    this.progress.reporter.tell({ event: 'written', step, epoch, ...wrote });
  }

  /** Whether the finished epoch is one of about `count` evenly spread ones. */
  private isOneOf(count: number): boolean {
    return this.progress.state.epoch % Math.ceil(this.progress.epochs / count) === 0;
  }

  private async finish(early: boolean): Promise<Done> {
    const { progress } = this;
    progress.takeBest();
    await progress.save();
    const scores = { ...progress.state.latest, ...(await this.lastScores(progress.stage)) };
    const reason = early ? 'early-stop' : 'completed';
    await this.diagnosing.atEnd(reason);
    return this.done(reason, scores);
  }

  /** The scores of what the training has come to; a pass, unlike an epoch, has none before. */
  private async lastScores(stage: Stage): Promise<Pick<Done, 'validation' | 'test'>> {
    if (stage.kind === 'steps') {
      const test = await stage.evaluator.score('test', (key) => stage.executor.parameter(key));
      return { ...(test && { test }) };
    }
    const parameter = parameterOf(this.job.setup.runtime, stage.tensors);
    const validation = await stage.scorer?.score('validation', parameter);
    const test = await stage.scorer?.score('test', parameter);
    return { ...(validation && { validation }), ...(test && { test }) };
  }

  private async interrupted(): Promise<Done> {
    await this.progress.saveOnce();
    await this.diagnosing.atEnd('interrupted');
    return this.done('interrupted', this.progress.state.latest ?? {});
  }

  private done(reason: Done['reason'], scores: Pick<Done, 'train' | 'validation' | 'test'>): Done {
    const { state, throughput, stage } = this.progress;
    return {
      event: 'done',
      reason,
      epochs: state.epoch,
      steps: state.step,
      ...scores,
      seconds: round(throughput.seconds, 3),
      ...(this.stepTime && { stepTime: this.stepTime }),
      device: stage.device,
      run: this.job.run.id,
    };
  }

  private tellStep({ step: graph, phase }: StepsStage, result: StepResult, rate: number): void {
    const { state, steps, throughput, reporter } = this.progress;
    const { step, epoch } = state;
    reporter.tellStep(step, steps, () => ({
      event: 'step',
      step,
      epoch: epoch + 1,
      values: Object.fromEntries(
        graph.measures.map(({ name, items, divisor = 1 }, m) => [
          name,
          items ? Array.from(result[m], toWire) : toWire(result[m][0] / divisor),
        ]),
      ),
      ...(usesRate(phase.plan) && { rate }),
      ...throughput.mark(step),
    }));
  }
}

/** What the steps of an epoch come to. */
const folded = (
  { step, stepsPerEpoch }: StepsStage,
  sums: Readonly<Record<string, number>>,
): Scores =>
  Object.fromEntries(
    step.measures.flatMap(({ name, items, fold, divisor = 1 }) =>
      items ? [] : [[name, sums[name] / (fold === 'mean' ? stepsPerEpoch * divisor : 1)]],
    ),
  );
