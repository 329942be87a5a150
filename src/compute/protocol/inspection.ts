import * as z from 'zod';
import { earlierGradients } from '../../runs/earlier';
import { wireNumber } from '../../runs/events';
import { wireTensor } from './wireTensor';
import { measure } from '../../runs/measures';

/** What a network makes of a split and of one sample: activations, gradients and feature maps. */
export const inspection = z.object({
  network: z.string(),
  /** The run whose parameters were used; absent: freshly initialized. */
  run: z.string().optional(),
  step: z.number().int(),
  sample: z
    .object({
      data: z.string(),
      split: z.enum(['train', 'validation', 'test']),
      index: z.number().int(),
      label: z.string().optional(),
      input: wireTensor,
      /** What it should be is told where it is a value; a class is the label. */
      prediction: z.array(
        z.object({ name: z.string(), value: z.number(), target: z.number().optional() }),
      ),
    })
    .optional(),
  /** The samples whose activations are told, of all there are in the split; reports of earlier versions told those of a batch. */
  counted: z
    .object({
      split: z.enum(['train', 'validation', 'test']),
      samples: z.number().int(),
      of: z.number().int(),
    })
    .optional(),
  /** What the `gradient` of a parameter is; reports of earlier versions do not say it. */
  measure: measure.default(earlierGradients),
  layers: z.array(
    z.object({
      layer: z.string(),
      operator: z.string(),
      shape: z.array(z.number().int()),
      activation: z.object({
        mean: wireNumber,
        deviation: wireNumber,
        /** The share of exact zeros. */
        zeros: wireNumber,
        units: z.number().int().optional(),
        /** Units that gave zero for every sample. */
        dead: z.number().int().optional(),
        /** Units that were near an end of their range for almost all samples; absent where the range has no ends. */
        saturated: z.number().int().optional(),
      }),
      /** ‖∂E/∂a‖₂; absent, as below, where the learning rule follows no gradient. */
      activationGradient: wireNumber.optional(),
      parameters: z.array(
        z.object({
          key: z.string(),
          gradient: wireNumber.optional(),
          norm: wireNumber,
          count: z.number().int(),
        }),
      ),
    }),
  ),
  /** Of layers the neuron that tells a class best from all others, for each class; absent: not asked for. */
  neurons: z
    .array(
      z.object({
        layer: z.string(),
        best: z.array(
          z.object({
            /** Of the class. */
            name: z.string(),
            /** Its place in the output of the layer. */
            neuron: z.array(z.number().int()),
            /** Whether it says so above its threshold, or up to it. */
            above: z.boolean(),
            threshold: z.number(),
            accuracy: z.number(),
            /** What the same answer to every sample scores. */
            constant: z.number(),
          }),
        ),
      }),
    )
    .optional(),
  features: z.array(z.object({ layer: z.string(), maps: wireTensor })),
});
export type Inspection = z.infer<typeof inspection>;
