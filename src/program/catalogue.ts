import { augmentations } from '../data/augment/augmenter';
import { normalizations } from '../data/normalization';
import { sources } from '../data/sources';
import { transforms } from '../data/transforms';
import type { EntryTable } from '../language/entryTable';
import { vocabulary } from '../language/vocabulary';
import { losses } from '../learning/losses';
import { measures } from '../learning/measures';
import { optimizers } from '../learning/optimizers';
import { rules } from '../learning/rules/rules';
import { schedules } from '../learning/schedules';
import { stops } from '../learning/stops';
import { activations, branches, initializers, layers, regularizers } from '../network/catalogue';
import { notebookSettings } from './settings';

/** Words that belong together, and the reference page they stand on. */
export interface Chapter {
  readonly file: string;
  readonly title: string;
  readonly introduction: string;
  readonly tables: readonly EntryTable[];
}

/** The tables of words inside statements, in the order of the reference: a new kind of word is one more table here. */
export const chapters: readonly Chapter[] = [
  {
    file: 'layers.md',
    title: 'Layers',
    introduction:
      'The layers a `network` is made of, and what joins branches. Shapes leave out the batch axis.',
    tables: [layers, branches],
  },
  {
    file: 'activations.md',
    title: 'Activations',
    introduction: 'Written after a layer, or on a line of their own.',
    tables: [activations],
  },
  {
    file: 'parameters.md',
    title: 'Initializers and regularizers',
    introduction: 'What `init:` and `regularize:` of a layer accept.',
    tables: [initializers, regularizers],
  },
  {
    file: 'training.md',
    title: 'Losses, optimizers, schedules and stopping rules',
    introduction: 'What the settings of a `train` action accept.',
    tables: [losses, optimizers, schedules, stops],
  },
  {
    file: 'rules.md',
    title: 'Learning rules and measures',
    introduction:
      'What `rule` of a `train` action accepts, and what training reports. Rules declare measures, `watch` adds more, and ' +
      'stopping rules and schedules follow them.',
    tables: [rules, measures],
  },
  {
    file: 'data.md',
    title: 'Data sources, transforms, normalizations and augmentation',
    introduction: 'What the settings of a `data` declaration accept.',
    tables: [sources, transforms, normalizations, augmentations],
  },
  {
    file: 'settings.md',
    title: 'Settings',
    introduction: 'The lines that `data`, a `network` from a file, and actions may contain.',
    tables: [notebookSettings],
  },
];

/** Every word inside a statement. */
export const catalogue = vocabulary(chapters.flatMap(({ tables }) => tables));
