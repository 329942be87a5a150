import * as z from 'zod';

/** How much a verdict matters: the training has failed at its purpose, or could have done better. */
export const verdictLevel = z.enum(['problem', 'warning']);
export type VerdictLevel = z.infer<typeof verdictLevel>;

const sentence = z.string().max(1000);

/** Why a training does or does not learn, in words, with the numbers behind it. */
export const verdict = z.object({
  /** Which diagnosis it is: `vanishing_gradients`. */
  name: z.string().max(100),
  level: verdictLevel,
  /** `Vanishing gradients` */
  title: sentence,
  /** Said of the training behind its status: `did not learn`; absent where it does not decide that. */
  outcome: sentence.optional(),
  /** What was measured. */
  evidence: sentence,
  /** What that means. */
  explanation: sentence,
  /** The layers concerned. */
  layers: z.array(z.string().max(200)).max(1000).optional(),
  /** Numbers that repairs depend on. */
  values: z.record(z.string(), z.number()).optional(),
  /** What to do about it; what that changes in the text follows from the notebook as it is then. */
  repairs: z
    .array(
      z.object({
        title: sentence,
        /** The product can write it into the notebook. */
        isEdit: z.boolean(),
      }),
    )
    .max(10),
});
export type Verdict = z.infer<typeof verdict>;
