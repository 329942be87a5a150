import { z } from 'zod';
import type { Design } from '../designer/design';
import { operation } from '../designer/operations';
import { path } from '../designer/targets';
import type { NetworkPayload } from './payloads';
import { copyMessage, saveMessage } from './saving';

/** What the designer shows, and what its page and the extension host say to each other. */

export interface DesignerState {
  /** The name of the notebook's file; absent where none is open. */
  readonly notebook?: string;
  readonly design?: Design;
  /** The network as it was understood last. */
  readonly network?: NetworkPayload;
  /** The text as it is now is no network: the picture is of an earlier one. */
  readonly isOutdated?: boolean;
  /** Why what was asked for last could not be done. */
  readonly refusal?: string;
}

/** From the host to the page. */
export interface DesignerHostMessage {
  readonly type: 'state';
  readonly state: DesignerState;
}

const name = z.string().max(1000);
const ownerName = z.object({ kind: z.enum(['network', 'block']), name });

export const designerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('select'), path: path.optional() }),
  z.object({ type: z.literal('owner'), owner: ownerName }),
  z.object({ type: z.literal('edit'), revision: name, operation }),
  /** Applies the fix of a problem, by its number among those shown. */
  z.object({ type: z.literal('fix'), revision: name, problem: z.int().min(0) }),
  z.object({ type: z.literal('undo') }),
  z.object({ type: z.literal('redo') }),
  /** Shows a statement in the notebook. */
  z.object({ type: z.literal('reveal'), path }),
  /** Writes a network with an input and an output into the notebook. */
  z.object({ type: z.literal('newNetwork') }),
  saveMessage,
  copyMessage,
]);
export type DesignerMessage = z.infer<typeof designerMessage>;
