import { toWire, type RunEvent, type Scores } from '../../runs/events';
import { CoreError } from '../error';
import type { StepResult } from '../devices/executor';
import { firstOnes } from './announcer';
import { Course } from './course';
import { diverged, goOnElsewhere, notFinite } from './divergence';
import { round } from './pace';
import { Steering } from './steering';
import { StepGroup } from './stepGroup';
import type { TrainingJob } from './trainingJob';

type Done = Extract<RunEvent, { event: 'done' }>;

/** After the first ones about so many epochs are told, evenly spread. */
const toldEpochs = 1000;
/** At most about so many checkpoints are written at the ends of epochs, and one in so many seconds within an epoch. */
const epochCheckpoints = 50;
const checkpointSeconds = 120;

/** The training loop: knows nothing of losses, optimizers and devices, only of a step and its state. */
export class Training {
  private readonly course: Course;
  /** What may be asked of it while it runs. */
  readonly steering: Steering;
  private readonly group: StepGroup;

  constructor(private readonly job: TrainingJob) {
    this.course = new Course(job);
    this.steering = new Steering(job, this.course);
    this.group = new StepGroup(job.executor.slots.length);
  }

  get stepsPerEpoch(): number {
    return this.course.stepsPerEpoch;
  }

  /** Epochs of the whole training, as it stands. */
  get epochs(): number {
    return this.course.control.epochs;
  }

  /** Steps done so far. */
  get step(): number {
    return this.course.state.step;
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

  private async loop(): Promise<Done> {
    const { course, steering, job } = this;
    // The core may have ended between the last epoch and telling so.
    let stoppedEarly = course.hasStopped;
    while (!course.isAtEnd && !stoppedEarly) {
      if (steering.isAsked) await steering.serve();
      if (course.isAtEnd) break;
      if (job.signal.aborted) return this.interrupted();
      await this.nextSteps();
      if (course.state.step % this.stepsPerEpoch === 0) stoppedEarly = await this.endEpoch();
      else if (course.unsavedSeconds > checkpointSeconds) await course.save();
    }
    return this.finish(stoppedEarly && !course.isAtEnd);
  }

  /** Saves what a failed device has left, and says how to go on. */
  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof CoreError) || error.code !== 'device-failed') return error;
    const { course } = this;
    const { executor, run, checkpoint } = this.job;
    if (executor.safe) await course.save().catch(() => undefined);
    return goOnElsewhere(error, run.id, course.savedStep ?? checkpoint?.state.step);
  }

  /** Makes the next step, or the next few where one run of the executor is several. */
  private async nextSteps(): Promise<void> {
    const { plan, batches, step: graph, executor } = this.job;
    const { course } = this;
    const { state } = course;
    const rates: number[] = [];
    const left = this.stepsPerEpoch - (state.step % this.stepsPerEpoch);
    const count = this.group.size(Math.min(left, course.control.stepsToChange - state.step));
    for (const slot of executor.slots.slice(0, count)) {
      if (!batches.ready) await batches.wait();
      batches.take(slot);
      rates.push(course.rate(state.step + rates.length));
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
    const { course, stepsPerEpoch } = this;
    const { state } = course;
    const train: Scores = {
      loss: state.lossSum / stepsPerEpoch,
      ...(graph.outputs.correct !== undefined && {
        accuracy: state.correctSum / (stepsPerEpoch * graph.batch),
      }),
    };
    const validation = await evaluator.score('validation', (key) => executor.parameter(key));
    const latest = { train, ...(validation && { validation }) };
    course.state = { ...state, epoch: state.epoch + 1, lossSum: 0, correctSum: 0, latest };
    if (validation && !Number.isFinite(validation.loss))
      throw diverged(`the validation loss is ${validation.loss}`, state.step, plan);
    const stop = await course.judge(validation ?? train);
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
    if (!last && this.isOneOf(epochCheckpoints)) await course.save();
    return stop;
  }

  /** Whether the finished epoch is one of about `count` evenly spread ones. */
  private isOneOf(count: number): boolean {
    return this.course.state.epoch % Math.ceil(this.epochs / count) === 0;
  }

  private async finish(early: boolean): Promise<Done> {
    const { executor, evaluator } = this.job;
    this.course.takeBest();
    await this.course.save();
    const test = await evaluator.score('test', (key) => executor.parameter(key));
    const scores = { ...this.course.state.latest, ...(test && { test }) };
    return this.done(early ? 'early-stop' : 'completed', scores);
  }

  private async interrupted(): Promise<Done> {
    await this.course.saveOnce();
    return this.done('interrupted', this.course.state.latest ?? {});
  }

  private done(reason: Done['reason'], scores: Pick<Done, 'train' | 'validation' | 'test'>): Done {
    const { state, pace } = this.course;
    return {
      event: 'done',
      reason,
      epochs: state.epoch,
      steps: state.step,
      ...scores,
      seconds: round(pace.seconds, 3),
      device: this.job.device,
      run: this.job.run.id,
    };
  }

  private tellStep({ loss, correct, gradients }: StepResult, rate: number): void {
    const { state, control, pace, announcer } = this.course;
    const { step, epoch } = state;
    announcer.tellStep(step, control.steps, () => ({
      event: 'step',
      step,
      epoch: epoch + 1,
      loss: toWire(loss),
      ...(correct !== undefined && { accuracy: correct / this.job.step.batch }),
      rate,
      gradients: Array.from(gradients, toWire),
      ...pace.mark(step),
    }));
  }
}
