import * as z from 'zod';
import type { Differences } from '../compute/protocol/differences';
import type { ComparedRow } from '../runs/compare';
import type { Measure, RunEvent, Scores } from '../runs/events';
import { isSingle } from '../runs/headline';
import { replay } from './training';
import { copyMessage, saveMessage } from './saving';

/** Several runs side by side, and what the panel that shows them and the extension host say to each other. */

export interface Comparison {
  readonly runs: readonly ComparedTraining[];
  /** A value for each run, in their order. */
  readonly rows: readonly ComparedRow[];
  /** What two of them answer to the same samples, once it was asked. */
  readonly answers?: ComparedAnswers;
}

export interface ComparedAnswers {
  /** Which of the runs. */
  readonly between: readonly [number, number];
  /** How far it is. */
  readonly running?: { readonly step: number; readonly steps: number };
  readonly result?: Differences;
  readonly problem?: { readonly message: string; readonly hint?: string };
}

/** What a run has told, over its steps and over its time. */
export interface ComparedTraining {
  /** Unlike that of any other. */
  readonly name: string;
  /** Those with curves. */
  readonly measures: readonly Measure[];
  readonly steps: readonly number[];
  /** Of training, at each of the steps. */
  readonly seconds: readonly number[];
  /** By measure, what batches told at the steps. */
  readonly columns: readonly (readonly (number | null)[])[];
  readonly epochs: readonly ComparedEpoch[];
}

export interface ComparedEpoch {
  readonly step: number;
  readonly seconds: number;
  readonly train: Scores;
  readonly validation?: Scores;
}

/** The curves of a run, out of its events; without any where it never began. */
export function comparedTraining(name: string, events: readonly RunEvent[]): ComparedTraining {
  const snapshot = replay(events);
  const secondsAt = new Map<number, number>();
  const epochs: ComparedEpoch[] = [];
  for (const event of events) {
    if (event.event === 'step') secondsAt.set(event.step, event.seconds);
    if (event.event !== 'epoch') continue;
    const { step, seconds, train, validation } = event;
    epochs.push({ step, seconds, train, ...(validation && { validation }) });
  }
  const { steps = [], columns = [] } = snapshot?.curves ?? {};
  return {
    name,
    measures: snapshot?.measures.filter(isSingle) ?? [],
    steps,
    seconds: steps.map((step) => secondsAt.get(step) ?? 0),
    columns,
    epochs,
  };
}

/** Names that differ: what is called alike is numbered. */
export function distinct(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unlike = name;
    for (let number = 2; used.has(unlike); number++) unlike = `${name} (${number})`;
    used.add(unlike);
    return unlike;
  });
}

export const comparisonMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Opens the notebooks of two of the runs in the diff editor. */
  z.object({ type: z.literal('compareSources') }),
  /** Has two of the runs answer the samples of a split. */
  z.object({
    type: z.literal('compareAnswers'),
    between: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
    split: z.enum(['train', 'validation', 'test']),
  }),
  z.object({ type: z.literal('cancelAnswers') }),
  copyMessage,
  saveMessage,
]);
export type ComparisonMessage = z.infer<typeof comparisonMessage>;

/** The host sends all of it whenever a run has changed; of answers, which come meanwhile, these alone. */
export type ComparisonHostMessage =
  | { readonly type: 'comparison'; readonly comparison: Comparison }
  | { readonly type: 'answers'; readonly answers?: ComparedAnswers };
