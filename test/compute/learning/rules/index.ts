import type { RuleCase } from './case';
import { cdCases, pcdCases } from './cd';
import { codebookCases } from './codebook';
import { correctionCases } from './correction';
import { dbmCases } from './dbm';
import { hebbianCases } from './hebbian';
import { meanfieldCases } from './meanfield';
import { wakesleepCases } from './wakesleep';
import { psdCases } from './psd';
import { ricaCases } from './rica';
import { levenbergMarquardtCases } from './levenbergMarquardt';

/** Every learning rule's cases, one file for each. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  ...correctionCases,
  ...cdCases,
  ...meanfieldCases,
  ...pcdCases,
  ...wakesleepCases,
  ...codebookCases,
  ...psdCases,
  ...ricaCases,
  ...dbmCases,
  ...levenbergMarquardtCases,
  ...hebbianCases,
};
