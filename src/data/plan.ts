import type { BoundCall, BoundValues } from '../language/vocabulary';
import type { Location } from '../language/source';

/** A `data` declaration with its words bound: everything needed to load the data set. */
export interface DataPlan {
  readonly name: string;
  readonly source: BoundCall;
  /** Samples taken from the training split for validation. */
  readonly validation: number;
  readonly normalization: BoundCall;
  readonly batch: number;
  /** Steps of the segments that sequences are cut into; absent: they stay whole. */
  readonly segments?: number;
  /** So many steps late the targets of sequences come. */
  readonly delay?: number;
  /** What is done to samples when they are loaded, in this order; absent: nothing. */
  readonly transforms?: readonly BoundCall[];
  /** What is done to training samples each time they are used, in this order; absent: nothing. */
  readonly augment?: readonly BoundCall[];
  /** The values of settings that have no place of their own, by name. */
  readonly settings?: Readonly<Record<string, BoundValues>>;
  /** Of the `source` line, where findings about the data are shown. */
  readonly location: Location;
  /** Of other lines, where there are some: for findings about them. */
  readonly lines?: Partial<Record<'split' | 'batch' | 'segments' | 'delay', Location>>;
}

/** Where a finding about data is shown: at the line that has to change. */
export const placeOf = ({ location, lines }: DataPlan, code: string): Location =>
  lines?.[lineOf[code]] ?? location;

/** The setting that a finding is about. */
const lineOf: Readonly<Record<string, keyof NonNullable<DataPlan['lines']>>> = {
  'bad-validation': 'split',
  'bad-segments': 'segments',
  'bad-delay': 'delay',
};
