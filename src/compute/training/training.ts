import { toWire, type RunEvent, type Scores } from '../../runs/events';
import { CoreError } from '../error';
import type { StepResult } from '../devices/executor';
import { firstOnes } from './announcer';
import { Course, told } from './course';
import { diverged, goOnElsewhere, notFinite } from './divergence';
import { round } from '../round';
import { carryOutPass } from './pass';
import { draw } from './pictures';
import type { StepsStage } from './stage';
import { Steering } from './steering';
import { StepGroup } from './stepGroup';
import type { TrainingJob } from './trainingJob';

type Done = Extract<RunEvent, { event: 'done' }>;

/** After the first ones about so many epochs are told, evenly spread. */
const toldEpochs = 1000;
/** At most about so many checkpoints are written at the ends of epochs, and one in so many seconds within an epoch. */
const epochCheckpoints = 50;
const checkpointSeconds = 120;
/** At most about so many pictures are drawn of each kind. */
const drawnEpochs = 20;

/** The training loop: knows nothing of rules, losses, optimizers and devices, only of phases, their steps and their state. */
export class Training {
  private readonly course: Course;
  /** What may be asked of it while it runs. */
  readonly steering: Steering;

  constructor(private readonly job: TrainingJob) {
    this.course = new Course(job);
    this.steering = new Steering(job, this.course);
  }

  /** Where it stands and what its steps tell, for those who follow it. */
  get outset() {
    const { course, job } = this;
    const { phases } = job.setup;
    const { index } = course.state.phase;
    return {
      epochs: course.epochs,
      stepsPerEpoch: course.stepsPerEpoch,
      steps: course.steps,
      batch: course.batch,
      step: course.state.step,
      measures: told(course.stage),
      ...(phases.length > 1 && {
        phase: { name: phases[index].name, index, count: phases.length },
      }),
    };
  }

  /** Trains to the end, until the stopping rule says so, or until the signal. Throws when it diverges. */
  async run(): Promise<Done> {
    try {
      return await this.loop();
    } catch (error) {
      throw await this.explained(error);
    } finally {
      this.steering.end();
    }
  }

  dispose(): Promise<void> {
    return this.course.dispose();
  }

  private async loop(): Promise<Done> {
    const { course, job } = this;
    for (;;) {
      const { stage } = course;
      let stoppedEarly = false;
      if (stage.kind === 'steps') {
        const end = await this.makeSteps(stage);
        if (end === 'interrupted') return this.interrupted();
        stoppedEarly = end === 'stopped';
      } else {
        const found = await carryOutPass(course, stage, job).catch((error: unknown) => {
          if (job.signal.aborted) return undefined;
          throw error;
        });
        if (!found) return this.interrupted();
        if (!course.isLastPhase) {
          await course.enterNextPhase(found);
          continue;
        }
        course.keep(found);
      }
      if (course.isLastPhase) return this.finish(stoppedEarly && !course.isAtEnd);
      course.takeBest();
      await course.enterNextPhase();
      await course.save();
    }
  }

  /** The steps of a phase, to its end. */
  private async makeSteps(stage: StepsStage): Promise<'ended' | 'stopped' | 'interrupted'> {
    const { course, steering, job } = this;
    const group = new StepGroup(stage.executor.slots.length);
    // The core may have ended between the last epoch and telling so.
    let stopped = course.hasStopped;
    while (!course.isAtEnd && !stopped) {
      if (steering.isAsked) await steering.serve();
      if (course.isAtEnd) break;
      if (job.signal.aborted) return 'interrupted';
      await this.nextSteps(stage, group);
      if (course.phaseStep % stage.stepsPerEpoch === 0) stopped = await this.endEpoch(stage);
      else if (course.unsavedSeconds > checkpointSeconds) await course.save();
    }
    return stopped ? 'stopped' : 'ended';
  }

  /** Saves what a failed device has left, and says how to go on. */
  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof CoreError) || error.code !== 'device-failed') return error;
    const { course } = this;
    const { run, checkpoint } = this.job;
    const { stage } = course;
    if (stage.kind === 'pass' || stage.executor.safe) await course.save().catch(() => undefined);
    return goOnElsewhere(error, run.id, course.savedStep ?? checkpoint?.state.step);
  }

  /** Makes the next step, or the next few where one run of the executor is several. */
  private async nextSteps(stage: StepsStage, group: StepGroup): Promise<void> {
    const { batches, step: graph, executor, stepsPerEpoch, phase } = stage;
    const { course } = this;
    const { state } = course;
    const rates: number[] = [];
    const left = stepsPerEpoch - (course.phaseStep % stepsPerEpoch);
    const count = group.size(Math.min(left, course.control.stepsToChange - state.step));
    for (const slot of executor.slots.slice(0, count)) {
      if (!batches.ready) await batches.wait();
      batches.take(slot);
      rates.push(course.rate(state.step + rates.length));
    }
    const results = await group.timed(executor.run(rates, course.phaseStep + 1), count);
    results.forEach((result, i) => {
      const wrong = notFinite(result, graph.measures);
      if (wrong !== undefined) throw diverged(wrong, state.step + 1, phase.plan, rates[i]);
      state.step++;
      graph.measures.forEach(({ name, items }, m) => {
        if (!items) state.sums[name] = (state.sums[name] ?? 0) + result[m][0];
      });
      this.tellStep(stage, result, rates[i]);
    });
  }

  /** Scores the epoch and saves it; true when the stopping rule ends the phase. */
  private async endEpoch(stage: StepsStage): Promise<boolean> {
    const { evaluator, executor, phase } = stage;
    const { course } = this;
    const { state } = course;
    const train = folded(stage, state.sums);
    const validation = await evaluator.score('validation', (key) => executor.parameter(key));
    const latest = { train, ...(validation && { validation }) };
    course.state = { ...state, epoch: state.epoch + 1, sums: {}, latest };
    for (const [name, score] of Object.entries(validation ?? {}))
      if (!Number.isFinite(score))
        throw diverged(`the validation ${name} is ${score}`, state.step, phase.plan);
    const stop = await course.judge(validation ?? train, stage);
    const last = stop || course.isAtEnd;
    const { epoch } = course.state;
    if (last || epoch <= firstOnes || this.isOneOf(toldEpochs))
      course.announcer.tell({
        event: 'epoch',
        epoch,
        step: state.step,
        ...latest,
        rate: course.rate(),
        seconds: round(course.pace.seconds, 3),
      });
    if (last || epoch === 1 || this.isOneOf(drawnEpochs)) await draw(course, stage);
    if (!last && this.isOneOf(epochCheckpoints)) await course.save();
    return stop;
  }

  /** Whether the finished epoch is one of about `count` evenly spread ones. */
  private isOneOf(count: number): boolean {
    return this.course.state.epoch % Math.ceil(this.course.epochs / count) === 0;
  }

  private async finish(early: boolean): Promise<Done> {
    const { course } = this;
    course.takeBest();
    await course.save();
    const { stage } = course;
    const test =
      stage.kind === 'steps'
        ? await stage.evaluator.score('test', (key) => stage.executor.parameter(key))
        : undefined;
    const scores = { ...course.state.latest, ...(test && { test }) };
    return this.done(early ? 'early-stop' : 'completed', scores);
  }

  private async interrupted(): Promise<Done> {
    await this.course.saveOnce();
    return this.done('interrupted', this.course.state.latest ?? {});
  }

  private done(reason: Done['reason'], scores: Pick<Done, 'train' | 'validation' | 'test'>): Done {
    const { state, pace, stage } = this.course;
    return {
      event: 'done',
      reason,
      epochs: state.epoch,
      steps: state.step,
      ...scores,
      seconds: round(pace.seconds, 3),
      device: stage.device,
      run: this.job.run.id,
    };
  }

  private tellStep({ step: graph }: StepsStage, result: StepResult, rate: number): void {
    const { state, steps, pace, announcer } = this.course;
    const { step, epoch } = state;
    announcer.tellStep(step, steps, () => ({
      event: 'step',
      step,
      epoch: epoch + 1,
      values: Object.fromEntries(
        graph.measures.map(({ name, items, divisor = 1 }, m) => [
          name,
          items ? Array.from(result[m], toWire) : toWire(result[m][0] / divisor),
        ]),
      ),
      rate,
      ...pace.mark(step),
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
