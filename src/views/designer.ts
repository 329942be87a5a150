import * as z from 'zod';
import type { NetworkCost } from '../designer/cost';
import type { Design } from '../designer/design';
import type { FieldProblem } from '../designer/problems';
import { path } from '../designer/targets';
import { limits } from '../language/limits';
import type { Completion } from '../language/services/complete';
import { statementName } from '../designer/settings/targets';
import type { NetworkPayload } from './payloads';
import { templateName, type Template } from './templates';
import { copyMessage, saveMessage } from './saving';

/** What the designer shows, and what its page and the extension host say to each other. */

export interface DesignerState {
  /** The name of the notebook's file; absent where none is open. */
  readonly notebook?: string;
  readonly design?: Design;
  /** The network as it was understood last. */
  readonly network?: NetworkPayload;
  /** What the network costs, once that is known. */
  readonly cost?: NetworkCost;
  /** The text as it is now is no network: the picture is of an earlier one. */
  readonly isOutdated?: boolean;
  /** What can be put into a notebook without a network. */
  readonly templates?: readonly Template[];
  /** Why what was asked for last could not be done. */
  readonly refusal?: string;
}

/** What is asked of a field's content while it is typed. */
const fieldQuestion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('complete'), offset: z.int().min(0) }),
  z.object({ kind: z.literal('hover'), offset: z.int().min(0) }),
  z.object({ kind: z.literal('check') }),
]);
export type FieldQuestion = z.infer<typeof fieldQuestion>;

/** A part of a field's content. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export interface FieldProblemAt extends FieldProblem, Range {}

export type FieldAnswer =
  | ({ readonly kind: 'complete'; readonly items: readonly Completion[] } & Range)
  /** In Markdown. */
  | ({ readonly kind: 'hover'; readonly contents: string } & Range)
  | { readonly kind: 'check'; readonly problems: readonly FieldProblemAt[] };

/** From the host to the page. */
export type DesignerHostMessage =
  | { readonly type: 'state'; readonly state: DesignerState }
  | { readonly type: 'answer'; readonly id: number; readonly answer?: FieldAnswer };

const name = z.string().max(1000);
/** The analysis checks what each operation is told. */
const operation = z.looseObject({ kind: z.string().max(100) });
const ownerName = z.object({ kind: z.enum(['network', 'block']), name });

export const designerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('select'), path: path.optional() }),
  z.object({ type: z.literal('owner'), owner: ownerName }),
  /** Turns to `data`, `train` or the like; back to the network without one. */
  z.object({ type: z.literal('choose'), statement: statementName.optional() }),
  z.object({ type: z.literal('edit'), revision: name, operation }),
  /** Asks what the language says of a field's content; the operation says where it stands, with a mark for it. */
  z.object({
    type: z.literal('field'),
    id: z.int(),
    revision: name,
    operation,
    text: z.string().max(limits.help),
    question: fieldQuestion,
  }),
  /** Applies the fix of a problem, by its number among those shown. */
  z.object({ type: z.literal('fix'), revision: name, problem: z.int().min(0) }),
  z.object({ type: z.literal('undo') }),
  z.object({ type: z.literal('redo') }),
  /** Shows a statement in the notebook. */
  z.object({ type: z.literal('reveal'), path }),
  z.object({ type: z.literal('revealStatement'), statement: statementName }),
  /** Runs the cell of a statement. */
  z.object({ type: z.literal('run'), statement: statementName }),
  /** Writes a network with an input and an output into the notebook. */
  z.object({ type: z.literal('newNetwork') }),
  /** Puts the cells of a template into the notebook. */
  z.object({ type: z.literal('insertTemplate'), template: templateName }),
  saveMessage,
  copyMessage,
]);
export type DesignerMessage = z.infer<typeof designerMessage>;
