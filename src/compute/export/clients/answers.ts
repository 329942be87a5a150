import { inferenceOutputs } from '../../../learning/inference';
import type { ClientModel } from './clientModel';

/**
 * What a model answers: probabilities of classes, other scores of them, one number for the second of two, named values, probabilities
 * for each step of a sequence, or numbers nobody has named.
 */
export type Answers = 'probabilities' | 'scores' | 'second' | 'values' | 'steps' | 'numbers';

export function answersOf({ name, shape, answers, names }: ClientModel['output']): Answers {
  if (answers === 'classes' && names.length === 2 && String(shape) === '1') return 'second';
  if (answers === undefined || shape.at(-1) !== names.length) return 'numbers';
  const areProbabilities = name === inferenceOutputs.probabilities;
  if (shape.length === 2 && areProbabilities) return 'steps';
  if (shape.length !== 1) return 'numbers';
  if (answers === 'values') return 'values';
  return areProbabilities ? 'probabilities' : 'scores';
}
