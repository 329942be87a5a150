import { z } from 'zod';
import { wireTensor } from './wireTensor';

/** What the layers of a network make of one input that is given: a drawing, a file, a typed row, a sample. */

/** What is sent in one answer, at most. */
export const answerLimits = {
  /** Numbers of all outputs, and of all parameters. */
  outputs: 2 ** 24,
  parameters: 2 ** 22,
  /** Base64 characters of an input: 4 Mi numbers. */
  input: 2 ** 25,
  layers: 2000,
} as const;

const layers = z.array(z.string().max(1000)).max(answerLimits.layers);

/** An input, and what is wanted of the layers; those are named as in the notebook. */
export const question = z.object({
  input: z.object({
    shape: z.array(z.number().int().min(1)).max(8),
    data: z.string().max(answerLimits.input),
  }),
  /** Whose outputs are wanted; `input`: the input as the first layers read it, normalized. */
  layers,
  /** Whose outputs before the activation are wanted. */
  preActivations: layers.default([]),
  /** Whose own parameters are wanted. */
  parameters: layers.default([]),
});
export type Question = z.input<typeof question>;

const ofLayers = z.array(z.object({ layer: z.string(), values: wireTensor }));

export const answer = z.object({
  /** The run whose parameters were used; absent: freshly initialized. */
  run: z.string().optional(),
  step: z.number().int(),
  /** Empty where the outputs are no answers: what an unsupervised rule has trained. */
  prediction: z.array(z.object({ name: z.string(), value: z.number() })),
  outputs: ofLayers,
  preActivations: ofLayers,
  parameters: z.array(z.object({ layer: z.string(), name: z.string(), values: wireTensor })),
});
export type Answer = z.infer<typeof answer>;
