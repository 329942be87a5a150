import { estimateStep, type MeasuredStep } from '../../program/cost/estimate';
import { StepTimes } from '../../program/cost/stepTimes';
import { workOf } from '../../program/cost/work';
import type { RunEvent } from '../../runs/events';
import { round } from '../wire/round';
import type { StepsStage } from './stage';

export type StepTime = NonNullable<Extract<RunEvent, { event: 'done' }>['stepTime']>;

/** Fewer steps tell little. */
const leastSteps = 10;
/** Times kept of a phase: the newest. */
const mostTimes = 2000;

/** What the steps of a phase take, beside what was expected of them; later estimates go by it. */
export class StepTiming {
  private readonly times: number[] = [];
  private estimated: number | undefined;

  constructor(
    private readonly stage: StepsStage,
    private readonly remembered = new StepTimes(),
  ) {}

  /** Estimates what a step will take. */
  async begin(): Promise<void> {
    const { step, device } = this.stage;
    const calibration = await this.remembered.calibration();
    this.estimated = estimateStep(workOf(step.graph), device, calibration)?.milliseconds;
  }

  /** Notes what each of some steps took. */
  add(milliseconds: number, count: number): void {
    for (let i = 0; i < count; i++) this.times.push(milliseconds);
    if (this.times.length > 2 * mostTimes) this.times.splice(0, this.times.length - mostTimes);
  }

  /** The median, remembered; undefined after too few steps. */
  async end(): Promise<StepTime | undefined> {
    const { times, stage, estimated } = this;
    if (times.length < leastSteps) return undefined;
    const milliseconds = times.sort((a, b) => a - b)[times.length >> 1];
    const measured: MeasuredStep = {
      device: stage.device,
      work: workOf(stage.step.graph),
      milliseconds,
      estimated,
    };
    await this.remembered.keep(measured);
    return {
      milliseconds: round(milliseconds, 4),
      ...(estimated !== undefined && { estimated: round(estimated, 4) }),
    };
  }
}
