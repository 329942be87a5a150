import * as z from 'zod';
import type { Snapshots, WeightHistory } from '../compute/protocol/protocol';
import type { NetworkPayload } from './payloads';

/** How the inspector asks for earlier steps of trainings, and for other runs to compare with. */

export type { Snapshots, WeightHistory };

/** A run of the notebook on view, by its id. */
export const runId = z.string().max(300);

/** Of which parameters something is wanted; absent: those of the run on view, and the newest ones. */
export const parametersChoice = z.object({
  run: runId.optional(),
  step: z.number().int().min(0).optional(),
});
export type ParametersChoice = z.infer<typeof parametersChoice>;

const asked = { id: z.number().int(), network: z.string() };

/** What is looked up of them. */
export const historyMessages = [
  /** The steps whose parameters are kept. */
  z.object({ type: z.literal('snapshots'), ...asked, run: runId.optional() }),
  /** How the parameters of a layer were distributed at these steps. */
  z.object({
    type: z.literal('weightHistory'),
    ...asked,
    run: runId.optional(),
    layer: z.string().max(1000),
  }),
  /** The runs that the one on view can be compared with. */
  z.object({ type: z.literal('otherRuns'), ...asked }),
  /** The network of a run, as it was then. */
  z.object({ type: z.literal('networkOfRun'), ...asked, run: runId }),
] as const;

export type HistoryMessage = z.infer<(typeof historyMessages)[number]>;

/** A run that can be compared with. */
export interface OtherRun {
  readonly run: string;
  /** As it is called, else when it began. */
  readonly name: string;
  readonly network: string;
}

/** What each message is answered with. */
export interface HistoryAnswers {
  readonly snapshots: Snapshots;
  readonly weightHistory: WeightHistory;
  readonly otherRuns: readonly OtherRun[];
  readonly networkOfRun: NetworkPayload;
}
