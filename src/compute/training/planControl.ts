import { optimizers } from '../../learning/optimizers';
import { changePlan, finalEpoch, type ChangedPlan, type PlanChange } from '../../learning/changes';
import type { EpochScores } from '../../learning/entries';
import type { TrainPlan } from '../../learning/plan';
import { usesRate } from '../../learning/rules';
import { usualRule } from '../../learning/rules/rule';
import { learningRate } from '../../learning/schedules';
import { LanguageError } from '../../language/source';
import { readStop } from '../../program/stop';
import type { SettingChange } from '../../runs/events';
import { userError } from '../wire/error';
import type { WantedChange } from '../protocol/protocol';
import { formatCall } from '../../language/formatCall';

/** A phase within its training. */
export interface PhasePlace {
  /** Steps and epochs done when it began. */
  readonly step: number;
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** Epochs of the phases after it. */
  readonly laterEpochs: number;
}

/** The plan of a phase as it stands, with the changes made while it goes on. Steps are counted from the start of the training. */
export class PlanControl {
  private current: ChangedPlan;
  private made: PlanChange[];
  /** Changes a run has recorded for steps that are trained again. */
  private recorded: PlanChange[];

  /** `changes` are those of the phase so far, in the order of their steps; `step` is where it goes on. */
  constructor(
    plan: TrainPlan,
    private readonly place: PhasePlace,
    changes: readonly PlanChange[],
    step: number,
  ) {
    this.made = changes.filter((change) => change.step < step);
    this.recorded = changes.filter((change) => change.step >= step);
    this.current = this.made.reduce<ChangedPlan>(changePlan, plan);
  }

  get plan(): ChangedPlan {
    return this.current;
  }

  /** Epochs of the phases before and after this one. */
  get otherEpochs(): number {
    return this.place.epoch + this.place.laterEpochs;
  }

  /** Epochs of the whole training. */
  get epochs(): number {
    return finalEpoch(this.current) + this.otherEpochs;
  }

  /** Steps of the training up to the end of the phase. */
  get steps(): number {
    return this.place.step + finalEpoch(this.current) * this.place.stepsPerEpoch;
  }

  /** All changes once this one is decided on. */
  changesWith(change: PlanChange): readonly PlanChange[] {
    return [...this.made, change];
  }

  /** Steps up to the next recorded change, at most to the end of the phase. */
  get stepsToChange(): number {
    return Math.min(this.steps, this.recorded[0]?.step ?? Infinity);
  }

  /** The learning rate of the step after so many. */
  rate(step: number, history: readonly EpochScores[]): number {
    const { stepsPerEpoch, step: start } = this.place;
    const { optimizer, schedule, epochs } = this.current;
    const progress = { step: step - start, stepsPerEpoch, epochs, history };
    return learningRate(optimizer, schedule, progress);
  }

  /** Whether a change is recorded for this step. */
  isDue(step: number): boolean {
    return this.recorded[0]?.step === step;
  }

  /** The next change recorded for this step. */
  due(step: number): PlanChange | undefined {
    return this.isDue(step) ? this.recorded.shift() : undefined;
  }

  /** Puts a change into force. */
  make(change: PlanChange): void {
    this.made.push(change);
    this.current = changePlan(this.current, change);
  }

  /** A decision of now: those recorded for later steps no longer count. */
  decide(change: PlanChange): void {
    this.recorded = [];
    this.make(change);
  }

  /** What a wish means after `step` steps, where the next step's rate would be `rate`. Throws a `CoreError`. */
  changeFor(wanted: WantedChange, step: number, rate: number): PlanChange {
    const { rate: goal, rateFactor, epochs, stop, finish } = wanted;
    const { step: start, epoch, laterEpochs, stepsPerEpoch } = this.place;
    const begun = Math.max(1, Math.ceil((step - start) / stepsPerEpoch));
    const least = epoch + begun + laterEpochs;
    if (epochs !== undefined && epochs < least)
      throw userError(
        'epochs-past',
        laterEpochs === 0
          ? `Epoch ${least} is already running; epochs cannot be reduced to ${epochs}.`
          : `This and the later phases take at least ${least} epochs; epochs cannot be reduced to ${epochs}.`,
      );
    if (goal !== undefined && rate === 0)
      throw userError(
        'rate-zero',
        'The schedule’s rate is 0 at this step.',
        'Change the rate by a factor instead.',
      );
    const { optimizer } = this.current;
    if ((goal ?? rateFactor) !== undefined && !usesRate(this.current))
      throw userError('no-rate', withoutRate(this.current));
    const factor = rateFactor ?? (goal === undefined ? undefined : goal / rate);
    return {
      step,
      ...(factor !== undefined && {
        rate: (optimizer.arguments.rate as number) * factor,
      }),
      ...(epochs !== undefined && { epochs: epochs - this.otherEpochs, lastEpoch: null }),
      ...(stop !== undefined && { stop: stopOf(stop) }),
      ...(finish !== undefined && { lastEpoch: finish ? begun : null }),
    };
  }
}

/** Why there is no rate to change. */
const withoutRate = ({ optimizer, rule = usualRule }: TrainPlan): string =>
  optimizers.of(optimizer).findsRate
    ? `\`${optimizer.name}\` adapts its own step sizes; it has no learning rate to change.`
    : `\`${rule.name}\` has no learning rate to change.`;

function stopOf(text: string): PlanChange['stop'] {
  try {
    return readStop(text);
  } catch (error) {
    if (error instanceof LanguageError)
      throw userError(error.code, `stop ${text}: ${error.message}`);
    throw error;
  }
}

/** What differs between two plans, as it is told; the rates are those of the next step. */
export function differences(
  before: ChangedPlan,
  after: ChangedPlan,
  rates: readonly [before: number, after: number],
  otherEpochs = 0,
): readonly SettingChange[] {
  const rule = ({ stop }: ChangedPlan) => (stop ? formatCall(stop) : 'none');
  const pairs: readonly SettingChange[] = [
    { what: 'epochs', old: finalEpoch(before) + otherEpochs, new: finalEpoch(after) + otherEpochs },
    { what: 'stop', old: rule(before), new: rule(after) },
    { what: 'rate', old: rates[0], new: rates[1] },
  ];
  return pairs.filter((pair) => pair.old !== pair.new);
}
