import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { parseNotebook } from '../../src/notebook/parse';
import type { Training } from './training';

/** What a notebook is to reach, as its front matter says it: one of `targets`. */
const claim = z
  .strictObject({
    claim: z.string(),
    /** Which training of the notebook, from 1; absent: the last. */
    train: z.int().min(1).optional(),
    /** Of a training with phases; absent: the last. */
    phase: z.string().optional(),
    /** `test accuracy`: a part of the data and a measure; a measure that a pass tells; `forecast error`. */
    score: z.string(),
    /** All epochs added up; absent: the last one. */
    total: z.boolean().optional(),
    at_most: z.number().optional(),
    at_least: z.number().optional(),
  })
  .refine(
    ({ at_most, at_least }) => (at_most === undefined) !== (at_least === undefined),
    'one of `at_most` and `at_least` is needed',
  );
export type Claim = z.infer<typeof claim>;

const header = z.object({ title: z.string(), targets: z.array(claim).min(1) });

/** Title and targets of a notebook. Throws where they are missing or of another form. */
export function readClaims(path: string): z.infer<typeof header> {
  const found = header.safeParse(parseNotebook(readFileSync(path, 'utf8')).header);
  if (found.success) return found.data;
  throw new Error(`${path}: ${z.prettifyError(found.error)}`);
}

/** The training and the number that a claim is about. Throws where the notebook has none such. */
export function measured(
  claim: Claim,
  trainings: readonly Training[],
): { readonly training: Training; readonly value: number } {
  const training = trainings.at((claim.train ?? 0) - 1);
  const value = training && scoreOf(claim, training);
  if (training && value !== undefined) return { training, value };
  const where = claim.phase === undefined ? '' : ` in phase '${claim.phase}'`;
  throw new Error(`training ${claim.train ?? trainings.length} has no '${claim.score}'${where}`);
}

function scoreOf({ phase: name, score, total }: Claim, training: Training): number | undefined {
  const { phases, ending } = training;
  const phase = name === undefined ? phases.at(-1) : phases.find((one) => one.name === name);
  const [part, measure] = score.split(' ');
  switch (part) {
    case 'train':
    case 'validation': {
      const scores = phase?.epochs.map((epoch) => epoch[part]?.[measure]) ?? [];
      return total ? scores.reduce((sum, one) => sum! + one!, 0) : scores.at(-1);
    }
    case 'test':
      return phase === phases.at(-1) ? ending.test?.[measure] : undefined;
    default:
      return phase?.measured.get(score);
  }
}

/** Whether a number is as claimed. */
export const isMet = ({ at_most, at_least }: Claim, value: number): boolean =>
  at_most === undefined ? value >= at_least! : value <= at_most;
