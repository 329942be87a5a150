import { dataEntries } from '../data/catalogue';
import { type Entry, vocabulary } from '../language/vocabulary';
import { learningEntries } from '../learning/catalogue';
import { networkEntries } from '../network/catalogue';
import { settingEntries } from './settings';

/** Every word a notebook may use. The tables forget an entry's parameter types: its values are bound to that entry. */
export const notebookVocabulary = vocabulary([
  ...(networkEntries as readonly unknown[] as readonly Entry[]),
  ...(learningEntries as readonly unknown[] as readonly Entry[]),
  ...dataEntries,
  ...settingEntries,
]);
