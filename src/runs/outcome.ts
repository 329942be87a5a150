import type { Verdict } from './verdict';

/** Whether a training that ended as planned has not come to what it should. */
export const isDoubtful = (verdicts: readonly Pick<Verdict, 'level'>[]): boolean =>
  verdicts.some(({ level }) => level !== 'hint');

/** What is said of a training behind its status, by its verdicts: `did not learn`; undefined where they leave it as it is. */
export const outcomeOf = (verdicts: readonly Pick<Verdict, 'outcome'>[]): string | undefined =>
  verdicts.find(({ outcome }) => outcome !== undefined)?.outcome;
