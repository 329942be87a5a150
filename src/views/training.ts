import type { RunEvent } from '../runs/events';
import { formatInteger, formatNumber } from './format';
import type { History, StartEvent, TrainingSnapshot, WireNumber } from './payloads';

/** Points a history keeps (even numbers); beyond, neighbours are merged and the stride doubles. */
const curvePoints = 1000;
const gradientPoints = 400;

const emptyHistory = (columns: number): History => ({
  stride: 1,
  filled: 0,
  steps: [],
  columns: Array.from({ length: columns }, () => []),
});

/** The snapshot of a run that has just started. */
export function startTraining(event: StartEvent): TrainingSnapshot {
  const { event: _, ...start } = event;
  return {
    ...start,
    status: 'running',
    changes: [],
    curves: emptyHistory(2),
    gradientHistory: emptyHistory(start.watched.length),
    gradients: [],
    progress: { step: 0, epoch: Math.min(1, event.epochs), seconds: 0 },
    epochScores: [],
    warnings: [],
  };
}

/** Adds what happened to the snapshot, in place. */
export function recordEvent(snapshot: TrainingSnapshot, event: RunEvent): void {
  switch (event.event) {
    case 'start':
      resume(snapshot, event);
      return;
    case 'step': {
      const { event: _, gradients, ...progress } = event;
      snapshot.progress = progress;
      snapshot.gradients = gradients;
      record(snapshot.curves, event.step, [event.loss, event.accuracy], curvePoints);
      if (snapshot.gradientHistory) {
        record(snapshot.gradientHistory, event.step, gradients, gradientPoints);
      }
      return;
    }
    case 'epoch': {
      const { epoch, step, train, validation } = event;
      snapshot.epochScores.push({ epoch, step, train, ...(validation && { validation }) });
      return;
    }
    case 'checkpoint':
      snapshot.checkpoint = { step: event.step, file: event.file };
      return;
    case 'changed': {
      const { event: _, ...change } = event;
      if (snapshot.changes.some((known) => isSame(known, change))) return;
      snapshot.changes = [...snapshot.changes, change];
      if (change.what === 'epochs') snapshot.epochs = Number(change.new);
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
      const { reason, train, validation, test, seconds } = event;
      snapshot.status = reason;
      delete snapshot.paused;
      snapshot.progress = { ...snapshot.progress, seconds, remaining: 0 };
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
    case 'inspected':
    case 'sweep':
    case 'found':
    case 'exported':
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
function resume(snapshot: TrainingSnapshot, { step, epochs }: StartEvent): void {
  snapshot.status = 'running';
  snapshot.epochs = epochs;
  snapshot.changes = snapshot.changes.filter((change) => change.step < step);
  delete snapshot.paused;
  delete snapshot.error;
  delete snapshot.result;
  snapshot.epochScores = snapshot.epochScores.filter((scores) => scores.step <= step);
  for (const history of [snapshot.curves, snapshot.gradientHistory]) {
    if (!history) continue;
    const kept = history.steps.filter((point) => point <= step).length;
    if (kept < history.steps.length) history.filled = history.stride;
    history.steps.length = kept;
    for (const column of history.columns) column.length = kept;
  }
}

/** `rate 0.1 → 0.05 after step 500` */
export function changeText(change: TrainingSnapshot['changes'][number]): string {
  const show = (value: number | string) =>
    typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : String(value);
  const { what, old, new: now, step } = change;
  return `${what} ${show(old)} → ${show(now)} after step ${formatInteger(step)}`;
}

/** The part of a snapshot a cell output shows. */
export function cellSnapshot({ gradientHistory: _, ...shown }: TrainingSnapshot): TrainingSnapshot {
  return shown;
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
