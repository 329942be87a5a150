import * as z from 'zod';
import { runEvent } from '../../runs/events';

/** An action that is no training goes on; told to clients, recorded nowhere. */
const progress = z.object({
  event: z.literal('progress'),
  /** `Trying learning rates` */
  doing: z.string(),
  step: z.number().int(),
  steps: z.number().int(),
});

/** What the core tells its clients of a job: what happens in a run, or how far another action is. */
export const coreEvent = z.union([progress, runEvent]);
export type CoreEvent = z.infer<typeof coreEvent>;
