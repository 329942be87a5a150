import * as l10n from '@vscode/l10n';
import type { RunEvent, SettingChange } from '../runs/events';
import { isSingle, objectiveOf } from '../runs/headline';
import { formatInteger, formatMeasure, formatNumber } from '../text/numbers';
import { withMeasured } from './measured';
import type {
  History,
  Measure,
  StartEvent,
  StepEvent,
  TrainingSnapshot,
  WireNumber,
} from './payloads';

/** Points a history keeps (even numbers); beyond, neighbours are merged and the stride doubles. */
const curvePoints = 1000;
const layerPoints = 400;

const emptyHistory = (columns: number): History => ({
  stride: 1,
  filled: 0,
  steps: [],
  columns: Array.from({ length: columns }, () => []),
});

/** The snapshot of a run that has just started. */
export function startTraining(event: StartEvent): TrainingSnapshot {
  const { event: _, measures, phase, ...start } = event;
  const snapshot: TrainingSnapshot = {
    ...start,
    measures: [],
    ...(phase && { phase }),
    phases: phase ? [{ name: phase.name, step: start.step }] : [],
    status: 'running',
    changes: [],
    curves: emptyHistory(0),
    layers: {},
    pictures: [],
    measured: [],
    progress: { step: 0, epoch: Math.min(1, event.epochs), values: {}, seconds: 0 },
    epochScores: [],
    warnings: [],
    verdicts: [],
  };
  addMeasures(snapshot, measures);
  return snapshot;
}

/** Makes room for what the steps of a phase tell. */
function addMeasures(snapshot: TrainingSnapshot, measures: readonly Measure[]): void {
  const layers: TrainingSnapshot['layers'] = {};
  for (const { name, items } of measures)
    if (items) layers[name] = { values: [], history: emptyHistory(items.length) };
  const renamed = new Set(measures.map(({ name }) => name));
  const known = snapshot.measures.filter(isSingle).map(({ name }) => name);
  const fresh = measures.filter((measure) => isSingle(measure) && !known.includes(measure.name));
  const { curves } = snapshot;
  curves.columns.push(...fresh.map(() => curves.steps.map(() => null)));
  // Columns stay in their order; what has a number for each parameter belongs to its phase.
  const before = snapshot.measures
    .filter(isSingle)
    .map((old) => (renamed.has(old.name) ? measures.find(({ name }) => name === old.name)! : old));
  const many = measures.filter((measure) => !isSingle(measure));
  snapshot.measures = [...before, ...fresh, ...many];
  snapshot.layers = layers;
}

/** Adds what happened to the snapshot, in place. */
export function recordEvent(snapshot: TrainingSnapshot, event: RunEvent): void {
  switch (event.event) {
    case 'start':
      resume(snapshot, event);
      return;
    case 'step':
      recordStep(snapshot, event);
      return;
    case 'phase': {
      const { phase, step, measures, epochs, steps, stepsPerEpoch } = event;
      const { device = snapshot.device } = event;
      Object.assign(snapshot, { phase, device, epochs, steps, stepsPerEpoch });
      snapshot.phases = [...snapshot.phases, { name: phase.name, step }];
      snapshot.verdicts = [];
      addMeasures(snapshot, measures);
      return;
    }
    case 'picture': {
      const { event: _, ...picture } = event;
      const others = snapshot.pictures.filter(({ name }) => name !== picture.name);
      snapshot.pictures = [...others, picture];
      return;
    }
    case 'written': {
      const { event: _, ...written } = event;
      snapshot.written = written;
      return;
    }
    case 'measured': {
      snapshot.measured = withMeasured(snapshot.measured, event.values);
      return;
    }
    case 'epoch': {
      const { epoch, step, train, validation } = event;
      snapshot.epochScores.push({ epoch, step, train, ...(validation && { validation }) });
      return;
    }
    case 'verdicts':
      snapshot.verdicts = event.verdicts;
      return;
    case 'examined':
      return;
    case 'checkpoint':
      snapshot.checkpoint = { step: event.step, file: event.file };
      return;
    case 'changed': {
      const { event: _, ...change } = event;
      if (snapshot.changes.some((known) => isSame(known, change))) return;
      snapshot.changes = [...snapshot.changes, change];
      if (change.what === 'epochs') {
        snapshot.steps += (Number(change.new) - snapshot.epochs) * snapshot.stepsPerEpoch;
        snapshot.epochs = Number(change.new);
      }
      return;
    }
    case 'paused':
      // Not every step is told.
      snapshot.progress = { ...snapshot.progress, step: event.step };
      snapshot.paused = true;
      return;
    case 'continued':
      delete snapshot.paused;
      return;
    case 'done': {
      const { reason, train, validation, test, seconds, epochs, steps, stepTime } = event;
      if (stepTime) snapshot.stepTime = stepTime;
      snapshot.status = reason;
      delete snapshot.paused;
      // Not every step is told: the last one told may be some before the end.
      const step = Math.max(snapshot.progress.step, steps);
      const epoch = Math.max(snapshot.progress.epoch, epochs);
      snapshot.progress = { ...snapshot.progress, step, epoch, seconds, remaining: 0 };
      snapshot.result = {
        ...(train && { train }),
        ...(validation && { validation }),
        ...(test && { test }),
      };
      return;
    }
    case 'warning':
      snapshot.warnings.push(event.message);
      return;
    case 'error':
      failTraining(snapshot, event.message, event.hint);
      return;
    default:
      event satisfies never;
  }
}

/** A window that attaches may be told again what it has read. */
const isSame = (
  a: TrainingSnapshot['changes'][number],
  b: TrainingSnapshot['changes'][number],
): boolean => a.step === b.step && a.what === b.what && a.old === b.old && a.new === b.new;

/** A snapshot read from the disk is not going on. */
export function endTraining(snapshot: TrainingSnapshot): void {
  if (snapshot.status === 'running') snapshot.status = 'interrupted';
  delete snapshot.paused;
}

export function failTraining(snapshot: TrainingSnapshot, message: string, hint?: string): void {
  snapshot.status = 'failed';
  delete snapshot.paused;
  snapshot.error = { message, ...(hint !== undefined && { hint }) };
}

/** The snapshot of a run rebuilt from its events, or undefined when it never started. */
export function replay(events: Iterable<RunEvent>): TrainingSnapshot | undefined {
  let snapshot: TrainingSnapshot | undefined;
  for (const event of events) {
    if (!snapshot && event.event === 'start') snapshot = startTraining(event);
    else if (snapshot) recordEvent(snapshot, event);
  }
  return snapshot;
}

/** A resumed run goes on from a checkpoint: what came after that step is trained again. */
function resume(snapshot: TrainingSnapshot, start: StartEvent): void {
  const { step, epochs, steps, stepsPerEpoch, phase, measures } = start;
  snapshot.status = 'running';
  Object.assign(snapshot, { epochs, steps, stepsPerEpoch });
  snapshot.changes = snapshot.changes.filter((change) => change.step < step);
  delete snapshot.paused;
  delete snapshot.error;
  delete snapshot.result;
  delete snapshot.stepTime;
  snapshot.verdicts = [];
  snapshot.epochScores = snapshot.epochScores.filter((scores) => scores.step <= step);
  const hasChanged = snapshot.phase?.index !== phase?.index;
  if (phase) {
    snapshot.phase = phase;
    snapshot.phases = snapshot.phases.slice(0, phase.index + 1);
  }
  if (hasChanged) addMeasures(snapshot, measures);
  const histories = Object.values(snapshot.layers).flatMap(({ history }) => history ?? []);
  for (const history of [snapshot.curves, ...histories]) {
    const kept = history.steps.filter((point) => point <= step).length;
    if (kept < history.steps.length) history.filled = history.stride;
    history.steps.length = kept;
    for (const column of history.columns) column.length = kept;
  }
}

/** `rate 0.1 → 0.05 from step 501` */
export function changeText({
  what,
  old,
  new: now,
  step,
}: SettingChange & { readonly step: number }): string {
  const show = (value: number | string) =>
    typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : String(value);
  return l10n.t('{0} {1} → {2} from step {3}', what, show(old), show(now), formatInteger(step + 1));
}

/** A column of scores: a measure of one split. */
export interface ScoreColumn {
  readonly split: 'train' | 'validation';
  readonly measure: Measure;
}

/** The columns in which the epochs of a training can be told. */
export function scoreColumns({ measures, epochScores }: TrainingSnapshot): ScoreColumn[] {
  return (['train', 'validation'] as const).flatMap((split) =>
    measures
      .filter(({ name }) => epochScores.some((epoch) => epoch[split]?.[name] !== undefined))
      .map((measure) => ({ split, measure })),
  );
}

/** What the newest phase pursues, as its last step told it: `last batch: loss 0.0421`; empty before. */
export function objectiveText({ measures, progress }: TrainingSnapshot): string {
  const told = measures.filter(({ name }) => name in progress.values);
  const objective = objectiveOf(told.length > 0 ? told : measures);
  if (!objective) return '';
  const value = progress.values[objective.name];
  if (value === undefined) return '';
  return l10n.t('last batch: {0} {1}', objective.label, formatMeasure(objective, value));
}

/** The part of a snapshot a cell output shows. */
export function cellSnapshot({ layers, ...shown }: TrainingSnapshot): TrainingSnapshot {
  const values = Object.entries(layers).map(([name, { values }]) => [name, { values }] as const);
  return { ...shown, layers: Object.fromEntries(values) };
}

function recordStep(snapshot: TrainingSnapshot, event: StepEvent): void {
  const { event: _, values: told, ...progress } = event;
  const single = snapshot.measures.filter(isSingle).map(({ name }) => {
    const value = told[name];
    return [name, Array.isArray(value) ? undefined : value] as const;
  });
  const present = single.filter((pair): pair is [string, WireNumber] => pair[1] !== undefined);
  snapshot.progress = { ...progress, values: Object.fromEntries(present) };
  const column = single.map(([, value]) => value);
  record(snapshot.curves, event.step, column, curvePoints);
  for (const [name, { history }] of Object.entries(snapshot.layers)) {
    const values = told[name];
    if (!Array.isArray(values)) continue;
    snapshot.layers[name] = { values, ...(history && { history }) };
    if (history) record(history, event.step, values, layerPoints);
  }
}

function record(
  history: History,
  step: number,
  values: readonly (WireNumber | undefined)[],
  limit: number,
): void {
  const last = history.steps.length - 1;
  if (last >= 0 && history.filled < history.stride) {
    history.filled++;
    history.steps[last] = step;
    history.columns.forEach((column, series) => {
      const value = finite(values[series]);
      const mean = column[last] ?? null;
      column[last] =
        value === null || mean === null ? (value ?? mean) : mean + (value - mean) / history.filled;
    });
    return;
  }
  history.steps.push(step);
  history.columns.forEach((column, series) => column.push(finite(values[series])));
  history.filled = 1;
  if (history.steps.length > limit) halve(history);
}

/** Merges neighbouring points. Limits are even, so the newest point, just begun, is left alone. */
function halve(history: History): void {
  const merge = <T>(list: readonly T[], pair: (a: T, b: T) => T): T[] =>
    Array.from({ length: Math.ceil(list.length / 2) }, (_, i) => {
      const [a, b] = list.slice(2 * i, 2 * i + 2) as [T, T?];
      return b === undefined ? a : pair(a, b);
    });
  history.stride *= 2;
  history.steps = merge(history.steps, (_, b) => b);
  history.columns = history.columns.map((column) =>
    merge(column, (a, b) => (a === null || b === null ? (a ?? b) : (a + b) / 2)),
  );
}

const finite = (value: WireNumber | undefined): number | null =>
  typeof value === 'number' ? value : null;
