import type { RunEvent, Scores, WireNumber } from '../events';

/** What a run told after a step: numbers by tag, as `train/loss`, `validation/accuracy` or `gradients/C1.weight`. */
export interface ToldStep {
  readonly step: number;
  epoch: number;
  /** Of training so far. */
  seconds: number;
  readonly single: Map<string, number>;
  /** Measures with a number for each parameter. */
  readonly parameters: Map<string, number>;
}

/** The numbers a run has told, a record for each step of which there are any, in their order. */
export function scalarsOf(events: readonly RunEvent[]): ToldStep[] {
  const told = new Map<number, ToldStep>();
  const items = new Map<string, readonly string[]>();
  let [epoch, seconds] = [0, 0];
  const at = (step: number): ToldStep => {
    const known = told.get(step);
    const record = known ?? { step, epoch, seconds, single: new Map(), parameters: new Map() };
    told.set(step, record);
    return Object.assign(record, { epoch, seconds });
  };
  for (const event of events) {
    switch (event.event) {
      case 'start':
      case 'phase':
        for (const measure of event.measures)
          if (measure.items) items.set(measure.name, measure.items);
        break;
      case 'step': {
        ({ epoch, seconds } = event);
        const { single, parameters } = at(event.step);
        for (const [name, value] of Object.entries(event.values)) {
          if (Array.isArray(value)) add(parameters, name, value, items.get(name));
          else single.set(`train/${name}`, Number(value));
        }
        if (event.rate !== undefined) single.set('learning_rate', event.rate);
        single.set('samples_per_second', event.samplesPerSecond);
        break;
      }
      case 'epoch': {
        ({ epoch, seconds } = event);
        const { single } = at(event.step);
        addScores(single, 'epoch', event.train);
        addScores(single, 'validation', event.validation);
        break;
      }
      case 'measured': {
        const { single } = at(event.step);
        // The points of a curve have an axis of their own.
        for (const { name, value, at: point } of event.values)
          if (!point) single.set(`measured/${name}`, value);
        break;
      }
      case 'done': {
        seconds = event.seconds;
        const { single } = at(event.steps);
        addScores(single, 'epoch', event.train);
        addScores(single, 'validation', event.validation);
        addScores(single, 'test', event.test);
        break;
      }
      default:
    }
  }
  return [...told.values()]
    .filter(({ single, parameters }) => single.size + parameters.size > 0)
    .sort((a, b) => a.step - b.step);
}

function addScores(into: Map<string, number>, split: string, scores: Scores = {}): void {
  for (const [name, value] of Object.entries(scores)) {
    const tag = `${split}/${name}`;
    if (!into.has(tag)) into.set(tag, value);
  }
}

function add(
  into: Map<string, number>,
  name: string,
  values: readonly WireNumber[],
  keys: readonly string[] = [],
): void {
  values.forEach((value, i) => into.set(`${name}/${keys[i] ?? i}`, Number(value)));
}
