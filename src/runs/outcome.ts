import type { Verdict } from './verdict';

/** What is said of a training behind its status, by its verdicts: `did not learn`; undefined where they leave it as it is. */
export const outcomeOf = (verdicts: readonly Pick<Verdict, 'outcome'>[]): string | undefined =>
  verdicts.find(({ outcome }) => outcome !== undefined)?.outcome;
