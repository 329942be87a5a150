import * as z from 'zod';
import { pixelScales, type ModelRun } from '../compute/protocol/protocol';
import type { ModelComparison } from '../onnx/compareModels';
import type { ModelDescription } from '../onnx/description';
import type { TensorSummary } from '../onnx/tensorSummary';
import { copyMessage, saveMessage } from './saving';

/** The page of a model's file, and what it and the extension host say to each other. */

export type { ModelComparison, ModelDescription, ModelRun, TensorSummary };
export type { DescribedNode, DescribedTensor } from '../onnx/description';
export type { ChangedNode, ComparedTensor } from '../onnx/compareModels';

/** Why something could not be done, and what to do about it. */
export interface ModelProblem {
  readonly message: string;
  readonly hint?: string;
}

/** Something that takes a moment: it goes on, has a result, or has failed. */
export type Work<T> =
  | { readonly state: 'working' }
  | { readonly state: 'done'; readonly result: T }
  | { readonly state: 'failed'; readonly problem: ModelProblem };

export interface ModelState {
  /** Its plain name. */
  readonly file: string;
  /** The file is larger or smaller with its data in other files. */
  readonly bytes?: number;
  readonly description: Work<ModelDescription>;
  /** Nothing but this file may be read, and nothing run. */
  readonly restricted: boolean;
  readonly comparison?: { readonly other: string } & Work<ModelComparison>;
  readonly run?: { readonly picture: string } & Work<ModelRun>;
}

export const modelMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** What the numbers of a tensor are like, by its place in the description. */
  z.object({ type: z.literal('tensor'), tensor: z.number().int().min(0) }),
  z.object({ type: z.literal('makeNotebook') }),
  /** Has another model chosen. */
  z.object({ type: z.literal('compare') }),
  /** Has a picture chosen; with a scale, runs on the last one again. */
  z.object({ type: z.literal('runOnImage'), pixels: z.enum(pixelScales).optional() }),
  z.object({ type: z.literal('manageTrust') }),
  copyMessage,
  saveMessage,
]);
export type ModelMessage = z.infer<typeof modelMessage>;

export type ModelHostMessage =
  | { readonly type: 'model'; readonly state: ModelState }
  /** Absent where the tensor has no numbers. */
  | { readonly type: 'tensor'; readonly tensor: number; readonly summary?: TensorSummary }
  | { readonly type: 'tensor'; readonly tensor: number; readonly problem: ModelProblem };
