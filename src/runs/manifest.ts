import { basename } from 'node:path';
import * as z from 'zod';
import { earlierMeasures } from './earlier';
import { measure, scores } from './measures';
import { verdict } from './verdict';

export const runStatus = z.enum(['running', 'done', 'interrupted', 'failed']);
export type RunStatus = z.infer<typeof runStatus>;

const boundCall = z.object({
  name: z.string(),
  arguments: z.record(
    z.string(),
    z.union([z.number(), z.string(), z.boolean(), z.array(z.number())]),
  ),
});

/** Changes of the plan, each for the steps after the first `step` ones; see `learning/changes.ts`. */
export const planChanges = z.array(
  z.object({
    step: z.number().int(),
    rate: z.number().optional(),
    epochs: z.number().int().optional(),
    stop: boundCall.nullable().optional(),
    lastEpoch: z.number().int().nullable().optional(),
  }),
);

/** `run.json`: what was run, with what, and how it went. The notebook's text lies beside it as `notebook.dnn`. */
export const manifest = z.object({
  format: z.literal(1),
  id: z.string(),
  notebook: z.object({
    /** File name; the run folder lies beside it. */
    file: z.string().refine((name) => name !== '..' && basename(name) === name),
    title: z.string().optional(),
    /** SHA-256 of the text. */
    hash: z.string(),
  }),
  /** Which of the notebook's actions, and the settings given on the command line. */
  action: z.number().int(),
  overrides: z.record(z.string(), z.string()),
  network: z.string(),
  /** Digest of the network's layers: parameters fit only the network they were trained in. */
  networkHash: z.string(),
  /** The files that networks of the notebook are from; kept in `.dnn/models`. */
  models: z.array(z.object({ file: z.string(), hash: z.string() })).optional(),
  data: z.string(),
  dataHash: z.string(),
  /** What an exported model needs to know of the data. */
  normalization: z.object({ mean: z.array(z.number()), scale: z.array(z.number()) }),
  /** Names of the columns of a table, or of the features of a step. */
  features: z.array(z.string()).optional(),
  /** Set where its samples are texts: the classes are the characters, by their numbers. */
  characters: z.literal(true).optional(),
  target: z.object({ kind: z.enum(['classes', 'values']), names: z.array(z.string()) }),
  seed: z.number().int(),
  /** The device it runs on. */
  device: z.string(),
  /** The one asked for, `auto` perhaps, for the phases still to come; absent in runs of earlier versions. */
  requestedDevice: z.string().optional(),
  /** The graph passes of its steps, absent in runs of earlier versions: a resumed run computes the same bits. */
  passes: z.array(z.string()).optional(),
  versions: z.record(z.string(), z.string()),
  /** The train settings as they would be written, for the eye and for comparing. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What was changed while it was trained, in order: a resumed run changes it again at the same steps. */
  changes: planChanges.default([]),
  status: runStatus,
  /** Why it ended as it did. */
  reason: z.string().optional(),
  step: z.number().int(),
  epoch: z.number().int(),
  seconds: z.number(),
  /** What the scores are. */
  measures: z.array(measure).default(() => [...earlierMeasures]),
  scores: z.object({ train: scores, validation: scores, test: scores }).partial().optional(),
  /** What was the matter with it. */
  verdicts: z.array(verdict).optional(),
  created: z.iso.datetime(),
  updated: z.iso.datetime(),
});
export type Manifest = z.infer<typeof manifest>;
