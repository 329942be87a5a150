import * as z from 'zod';
import type { Evaluation, PairExamples } from '../compute/protocol/protocol';

/** How the inspector asks for evaluations, and what it shows of them. */

export type { Evaluation, PairExamples };

const count = z.number().int().min(0);

/** Evaluates the network on view over a split; answered by the state's `evaluation`. */
const evaluateMessage = z.object({
  type: z.literal('evaluate'),
  data: z.string().optional(),
  split: z.enum(['train', 'validation', 'test']).optional(),
});
export type EvaluateMessage = z.infer<typeof evaluateMessage>;

/** Wants the samples of one cell of the confusion matrix; without it none any more. */
const confusedMessage = z.object({
  type: z.literal('confused'),
  pair: z.object({ truth: count, predicted: count }).optional(),
});

export const evaluationMessages = [
  evaluateMessage,
  z.object({ type: z.literal('cancelEvaluation') }),
  confusedMessage,
] as const;

/** The evaluation of the network on view, or one that goes on. */
export interface EvaluationState {
  readonly result?: Evaluation;
  /** How far one is that goes on. */
  readonly running?: { readonly step: number; readonly steps: number };
  /** The network has been changed in the text since. */
  readonly stale?: true;
  /** The cell whose samples are shown; `found` is absent as long as they are looked for. */
  readonly pair?: {
    readonly truth: number;
    readonly predicted: number;
    readonly found?: PairExamples;
  };
  readonly problem?: { readonly message: string; readonly hint?: string };
}
