import * as z from 'zod';
import { wireNumber } from '../../runs/events';

/** How a network went on with a series by itself. */
export const forecast = z.object({
  network: z.string(),
  data: z.string(),
  /** Absent where it is freshly initialized. */
  run: z.string().optional(),
  /** True values given before it goes on by itself, and from how many places it did. */
  warmup: z.number().int(),
  restarts: z.number().int(),
  /** At each step: the root of the mean squared error over all places, by the standard deviation of the series. */
  errors: z.array(wireNumber),
  /** The last true values given before the first place, half as many as are forecast at most. */
  given: z.array(z.number()).optional(),
  /** The first target from the first place: the truth and what the network made of it. */
  target: z.string(),
  truth: z.array(z.number()),
  outputs: z.array(wireNumber),
});
export type Forecast = z.infer<typeof forecast>;
