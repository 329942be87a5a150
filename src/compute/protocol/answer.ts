import * as z from 'zod';
import { wireNumber } from '../../runs/events';
import { wireTensor } from './wireTensor';

/** What the layers of a network make of one input that is given: a drawing, a file, a typed row, a sample. */

/** What is sent in one answer, at most. */
export const answerLimits = {
  /** Numbers of all outputs, and of all parameters. */
  outputs: 2 ** 24,
  parameters: 2 ** 22,
  /** Numbers of an input. */
  input: 2 ** 22,
  layers: 2000,
  /** Maps of a layer that are named one by one. */
  maps: 2 ** 14,
  /** Rows and columns of a map of attention: more steps are told in blocks. */
  attentionSide: 256,
  /** Numbers of all such maps. */
  attention: 2 ** 22,
  /** And of what the layers themselves have, heads · steps · steps, in all. */
  attentionWhole: 2 ** 26,
} as const;

const place = z.number().int().min(0);
/** Of an image: the first and the last row and column. */
const region = z.object({ top: place, left: place, bottom: place, right: place });

/** A layer, named as in the notebook, and what of it is wanted; absent: all. */
const layerPart = z.object({
  layer: z.string().max(1000),
  /** Places along the first axis: of images the maps, of parameters the units. */
  maps: z.array(place).max(answerLimits.maps).optional(),
  /** What of each map, where a layer gives images. */
  region: region.optional(),
});
export type LayerPart = z.infer<typeof layerPart>;

const layers = z.array(layerPart).max(answerLimits.layers);

/** A layer that attends, and what is wanted of the shares in which its steps read each other. */
const attentionPart = z.object({
  layer: z.string().max(1000),
  /** Heads whose maps are wanted, beside the mean of all heads; absent: no map. */
  heads: z.array(place).max(answerLimits.maps).optional(),
  /** A step: what it reads is wanted, of all heads, each step by itself. */
  query: place.optional(),
});
export type AttentionPart = z.infer<typeof attentionPart>;

/** An input, and what is wanted of the layers. */
export const question = z.object({
  input: z.object({
    shape: z.array(z.number().int().min(1)).max(8),
    /** Four bytes for each number, as base64. */
    data: z.string().max(6 * answerLimits.input),
  }),
  /** Whose outputs are wanted; `input`: the input as the first layers read it, normalized. */
  layers,
  /** Whose outputs before the activation are wanted. */
  preActivations: layers.default([]),
  /** Whose own parameters are wanted. */
  parameters: z
    .array(layerPart.omit({ region: true }))
    .max(answerLimits.layers)
    .default([]),
  /** Whose attention is wanted. */
  attention: z.array(attentionPart).max(answerLimits.layers).default([]),
  /** Asks for the gradient of an output with respect to the input: that of a class or value, by default the greatest. */
  saliency: z.object({ output: z.number().int().min(0).optional() }).optional(),
});
export type Question = z.input<typeof question>;

const ofLayers = z.array(
  z.object({
    layer: z.string(),
    /** Of all of it. */
    shape: z.array(z.number().int()),
    /** The least and the greatest finite value of all of it; absent where it has none. */
    range: z.tuple([z.number(), z.number()]).optional(),
    /** What was wanted of it. */
    values: wireTensor,
  }),
);

const saliency = z.object({
  /** Number and name of the class or value. */
  output: z.number().int(),
  name: z.string(),
  /** What the gradient is of, the logit where a softmax follows, and what that is. */
  scored: z.enum(['logit', 'output']),
  score: wireNumber,
  /** With respect to the normalized input, or to the vectors that its numbers choose: then their lengths. */
  respect: z.enum(['input', 'embedding']),
  /** Of the input's shape. */
  gradient: wireTensor,
});
export type Saliency = z.infer<typeof saliency>;

const attention = z.object({
  layer: z.string(),
  heads: z.number().int(),
  steps: z.number().int(),
  /** So many steps share a row and a column of the maps; the last ones may be fewer. */
  block: z.number().int(),
  /**
   * A row for each block that reads, a column for each that is read: the shares of its columns' steps together, in the mean of its
   * rows' steps. Each row sums to 1.
   */
  maps: z
    .object({
      /** Of all heads, [rows, columns]. */
      mean: wireTensor,
      /** [wanted heads, rows, columns] */
      heads: wireTensor,
    })
    .optional(),
  /** What a step reads, [heads, steps]. */
  query: z.object({ step: z.number().int(), shares: wireTensor }).optional(),
});
export type Attention = z.infer<typeof attention>;

export const answer = z.object({
  /** The run whose parameters were used; absent: freshly initialized. */
  run: z.string().optional(),
  step: z.number().int(),
  /** Empty where the outputs are no answers: what an unsupervised rule has trained. */
  prediction: z.array(z.object({ name: z.string(), value: z.number() })),
  outputs: ofLayers,
  preActivations: ofLayers,
  parameters: z.array(z.object({ layer: z.string(), name: z.string(), values: wireTensor })),
  attention: z.array(attention),
  saliency: saliency.optional(),
});
export type Answer = z.infer<typeof answer>;
