import type { Diagnosis } from '../diagnosis';
import { classCollapse, unbalancedData, unfitOutput } from './answers';
import { leakingData, smallBatch } from './data';
import { diverged } from './divergence';
import { exploding, vanishing } from './gradients';
import { notLearning, plateau, underfitting } from './learning';
import { overfitting } from './overfitting';
import { rateTooHigh, rateTooLow } from './rates';
import { deadUnits, saturatedUnits } from './units';
import { explodingUpdates, frozenUpdates } from './updates';

/** Every diagnosis: causes first, then what came of them. */
export const diagnoses: readonly Diagnosis[] = [
  diverged,
  deadUnits,
  saturatedUnits,
  vanishing,
  exploding,
  unfitOutput,
  explodingUpdates,
  frozenUpdates,
  rateTooHigh,
  rateTooLow,
  smallBatch,
  unbalancedData,
  notLearning,
  classCollapse,
  plateau,
  underfitting,
  overfitting,
  leakingData,
];
