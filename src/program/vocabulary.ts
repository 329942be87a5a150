import { vocabulary } from '../language/vocabulary';
import { chapters as catalogueChapters, type Chapter } from './catalogue';
import { verbs } from './verbs';

export type { Chapter } from './catalogue';

/** Every table of words there is, in the order of the reference. */
export const chapters: readonly Chapter[] = [
  ...catalogueChapters,
  {
    file: 'actions.md',
    title: 'Actions',
    introduction: 'What a notebook does, from top to bottom. Each line starts with a verb.',
    tables: [verbs],
  },
];

/** Every word a notebook may use. */
export const notebookVocabulary = vocabulary(chapters.flatMap(({ tables }) => tables));
