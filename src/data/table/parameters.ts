import {
  integer,
  integers,
  number,
  optional,
  string,
  strings,
  word,
} from '../../language/parameters';
import type { Values } from '../../language/vocabulary';

/** What is said of tables, whatever files they are in. */
export const tableParameters = {
  target: optional(
    strings(
      'Column to predict, by name or by number from 1, or a list of them; the last one when left out.',
    ),
  ),
  test: number('Test samples: a fraction below 1, or a count.', { default: 0.2, minimum: 0 }),
  task: word(
    'What the target is; `auto` treats words, and whole numbers that repeat, as classes.',
    ['auto', 'classes', 'values'],
    { default: 'auto' },
  ),
  features: optional(strings('Columns to predict from, in this order; all others when left out.')),
  steps: optional(
    integer(
      'Rows in a sequence: so many successive ones become a sample, with a target for each.',
      {
        minimum: 1,
        maximum: 100_000,
      },
    ),
  ),
  sequence: optional(
    string(
      'Column that says which sequence a row belongs to. Its rows become a sample, in their order, with a target for each.',
    ),
  ),
  shape: optional(integers('Shape of the features, as in `[1, 8, 8]` for images.', { minimum: 1 })),
  seed: integer('Chooses the test samples.', { default: 7 }),
};

export type TableValues = Values<typeof tableParameters>;

/** Whether rows are steps of sequences. */
export const isSequential = ({ steps, sequence }: TableValues): boolean =>
  steps !== undefined || sequence !== undefined;

/** What the details of every source of tables say. */
export const tableDetails =
  'All other columns are features and must be numbers. Words in the target column become classes in the order of their names; ' +
  'several target columns are values, in the order given. The test samples are chosen at random by `seed`. With `steps` or `sequence` ' +
  'rows are steps of time: samples are [steps, features], each step has a target, or none where its cell is empty, and `segments` ' +
  'and `delay` apply. Sequences shorter than the longest, or than `steps`, are filled up with zeros that have no targets; longer ' +
  'ones are cut. Whole sequences are tested on; without `sequence` these are the last ones.';
