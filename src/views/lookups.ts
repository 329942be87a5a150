import * as z from 'zod';
import type { MaximallyActivating, OwnSound } from '../compute/protocol/protocol';
import type { ActivatingSample } from '../compute/protocol/maximallyActivating';
import { mostSound } from '../compute/protocol/ownSound';
import { historyMessages, type HistoryAnswers } from './history';
import type { Packed } from './packed';

/** What the inspector has looked up by the way: earlier steps and other runs, samples that excite a unit, recordings as inputs. */

export type Activating = Packed<MaximallyActivating>;
export type Activated = Packed<ActivatingSample>;

const asked = { id: z.number().int(), network: z.string() };

/** Each but `cancelLookup` is answered by `lookedUp` with the same number. */
export const lookupMessages = [
  ...historyMessages,
  /** The samples of the data on view that excite a unit of a layer most. */
  z.object({
    type: z.literal('activating'),
    ...asked,
    layer: z.string().max(1000),
    unit: z.number().int().min(0),
  }),
  /** A WAV file as an input of the network. */
  z.object({
    type: z.literal('sound'),
    ...asked,
    name: z.string().max(255),
    bytes: z
      .instanceof(Uint8Array)
      .refine(({ length }) => length <= (mostSound / 4) * 3, 'a larger file than is read'),
  }),
  z.object({ type: z.literal('cancelLookup'), id: z.number().int() }),
] as const;

export type Lookup = Exclude<z.infer<(typeof lookupMessages)[number]>, { type: 'cancelLookup' }>;

/** What each kind comes to. */
export interface LookupResults extends HistoryAnswers {
  readonly activating: Activating;
  readonly sound: Packed<OwnSound>;
}

/** What became of the message of this number, or how far it is; it is no part of the state. */
export type LookedUp = { readonly type: 'lookedUp'; readonly id: number } & (
  | { readonly progress: { readonly step: number; readonly steps: number } }
  | { readonly found: LookupResults[keyof LookupResults] }
  | { readonly problem: { readonly message: string; readonly hint?: string } }
  | { readonly cancelled: true }
);
