import type { Examination, Measure, RunEvent } from '../runs/events';
import { objectiveOf } from '../runs/headline';
import type { Scores } from '../runs/measures';
import { fromWire } from '../runs/wireNumber';

/** A finished epoch. */
export interface EpochRecord {
  readonly epoch: number;
  readonly step: number;
  readonly train: Scores;
  readonly validation?: Scores;
  readonly rate?: number;
}

/** A number at a step. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

/** Steps at the start whose gradients are kept. */
const keptGradients = 10;
/** Points of the objective that are kept; beyond, every other one is dropped. */
const keptPoints = 2000;

/** What a phase of a training has told so far, as far as diagnoses read it: folded from its events, in bounded memory. */
export class TrainingRecord {
  /** What training pursues: the loss, mostly. */
  objective: Measure | undefined;
  /** Parameters that have gradients, and the magnitudes of these in the first steps, in that order. */
  gradientKeys: readonly string[] = [];
  firstGradients: (readonly number[])[] = [];
  /** The objective of batches, thinned. */
  points: Point[] = [];
  readonly epochs: EpochRecord[] = [];
  readonly examinations: Examination[] = [];
  /** Steps done, those of the phase when it is done, and how many epochs are planned. */
  step = 0;
  /** Where the phase began. */
  since = 0;
  plannedEpochs = 0;
  stepsPerEpoch = 0;
  batch = 0;
  /** The rate of the newest step. */
  rate: number | undefined;
  /** How it ended; undefined while it goes on. */
  end: 'completed' | 'early-stop' | 'interrupted' | 'diverged' | undefined;
  /** Told points are this many told ones apart. */
  private stride = 1;
  private told = 0;

  /** Takes in what happened. */
  add(event: RunEvent): void {
    switch (event.event) {
      case 'start':
        this.batch = event.batch;
        this.goBackTo(event.step);
        this.begin(event);
        return;
      case 'phase':
        this.forget(event.step);
        this.begin(event);
        return;
      case 'step':
        this.addStep(event);
        return;
      case 'epoch': {
        const { epoch, step, train, validation, rate } = event;
        this.step = step;
        this.rate = rate;
        this.epochs.push({
          ...{ epoch, step, train },
          ...(rate !== undefined && { rate }),
          ...(validation && { validation }),
        });
        return;
      }
      case 'examined': {
        const { event: _, ...examination } = event;
        this.examinations.push(examination);
        return;
      }
      case 'changed':
        if (event.what === 'epochs') this.plannedEpochs = Number(event.new);
        return;
      case 'done':
        this.step = event.steps;
        this.end = event.reason;
        return;
      case 'error':
        if (event.code === 'diverged') this.end = 'diverged';
        return;
      case 'picture':
      case 'written':
      case 'measured':
      case 'verdicts':
      case 'checkpoint':
      case 'paused':
      case 'continued':
      case 'warning':
        return;
      default:
        event satisfies never;
    }
  }

  private begin(event: Pick<RunEventOf<'start'>, 'measures' | 'epochs' | 'stepsPerEpoch'>): void {
    const { measures, epochs, stepsPerEpoch } = event;
    this.objective = objectiveOf(measures);
    this.gradientKeys = measures.find(({ name }) => name === 'gradients')?.items ?? [];
    this.plannedEpochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.end = undefined;
  }

  private addStep({ step, values, rate }: RunEventOf<'step'>): void {
    this.step = step;
    this.rate = rate;
    const { gradients } = values;
    if (Array.isArray(gradients) && this.firstGradients.length < keptGradients)
      this.firstGradients.push(gradients.map(fromWire));
    const value = this.objective && values[this.objective.name];
    if (value === undefined || Array.isArray(value)) return;
    if (this.told++ % this.stride > 0) return;
    this.points.push({ step, value: fromWire(value) });
    if (this.points.length < keptPoints) return;
    this.points = this.points.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  /** A resumed run makes again what came after a checkpoint. */
  private goBackTo(step: number): void {
    const isBefore = (each: { readonly step: number }): boolean => each.step <= step;
    this.points = this.points.filter(isBefore);
    for (const list of [this.epochs, this.examinations]) {
      const kept = list.filter(isBefore).length;
      list.length = kept;
    }
    this.step = step;
  }

  /** A phase has numbers of its own. */
  private forget(step: number): void {
    Object.assign(this, { since: step, points: [], firstGradients: [] });
    this.epochs.length = 0;
    this.examinations.length = 0;
    this.stride = 1;
  }
}

type RunEventOf<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

/** What a run has told, as a record. */
export function recordOf(events: Iterable<RunEvent>): TrainingRecord {
  const record = new TrainingRecord();
  for (const event of events) record.add(event);
  return record;
}
