import { EntryTable } from '../../language/entryTable';
import type { Verb } from '../verb';
import { exportVerb } from './export';
import { findVerb } from './find';
import { forecastVerb } from './forecast';
import { generateVerb } from './generate';
import { inspectVerb } from './inspect';
import { trainVerb } from './train';

/** The verbs, in the order in which they are told. */
export const verbs = new EntryTable<Verb>('verb', [
  trainVerb,
  inspectVerb,
  exportVerb,
  findVerb,
  forecastVerb,
  generateVerb,
]);
