import type { RuleCase } from './case';
import { cdCases, pcdCases } from './cd';
import { correctionCases } from './correction';
import { meanfieldCases } from './meanfield';

/** Every learning rule's cases, one file for each. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  ...correctionCases,
  ...cdCases,
  ...meanfieldCases,
  ...pcdCases,
};
