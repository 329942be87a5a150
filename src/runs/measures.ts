import * as z from 'zod';

/** Results by measure: `{ loss: 0.04, accuracy: 0.99 }`. */
export const scores = z.record(z.string(), z.number());
export type Scores = z.infer<typeof scores>;

/** What a step tells, and how it is to be read. */
export const measure = z.object({
  name: z.string(),
  /** What its column or curve is headed. */
  label: z.string(),
  /** As a formula. */
  symbol: z.string().optional(),
  /** Which way is better. */
  goal: z.enum(['lower', 'higher', 'none']),
  /** What batches come to in an epoch: their mean, or their sum. */
  fold: z.enum(['mean', 'sum']),
  /** A fraction is shown in percent. */
  unit: z.enum(['fraction']).optional(),
  /** What the numbers of a layer's parameters come to; absent: their norm. */
  join: z.enum(['largest']).optional(),
  /** Where there is one number of each: keys of parameters. */
  items: z.array(z.string()).optional(),
});
export type Measure = z.infer<typeof measure>;

type Declared = Omit<Measure, 'items'> & { readonly items?: readonly string[] | undefined };

/** A measure as runs record it, of all that is declared of it. */
export const recorded = (declared: Declared): Measure => {
  const { name, label, symbol, goal, fold, unit, join, items } = declared;
  return {
    ...{ name, label, goal, fold },
    ...(symbol !== undefined && { symbol }),
    ...(unit && { unit }),
    ...(join && { join }),
    ...(items && { items: [...items] }),
  };
};
