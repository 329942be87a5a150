import type { BoundCall, Entry, Parameters, Values } from '../language/vocabulary';
import type { Dataset } from './dataset';
import type { FileVersion, Samples, Work } from './samples';

/** Where a data set is looked for, and how its loading is followed. */
export interface DataContext {
  readonly notebookFolder: string;
  /** Its `data/` is searched; without a workspace that of the notebook's folder. */
  readonly workspaceFolder?: string;
  /** `DNN_DATA` and the variables that name the user's cache folder. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Chooses the validation samples; a source that draws samples has a seed among its arguments. */
  readonly seed: number;
  /** Called now and then while loading, with the fraction done. */
  readonly progress?: (message: string, fraction: number) => void;
  readonly signal?: AbortSignal;
  /** Told of every file before it is read whole. */
  readonly onRead?: (file: FileVersion) => void;
  /** Offers other threads a part of the work. */
  readonly share?: (work: Work) => void;
}

/** What a source is given to load. */
export interface SourceContext extends DataContext {
  /** The entry of another source, for one that makes its samples of those. */
  readonly sourceOf: (call: BoundCall) => SourceEntry;
}

export interface SourceData {
  /** Shape of one sample without the batch axis. */
  readonly inputShape: readonly number[];
  readonly features?: Dataset['features'];
  readonly target: Dataset['target'];
  readonly train: Samples;
  /** May be empty. */
  readonly test: Samples;
}

/** What is known of a data set without loading it. */
export interface Probe {
  readonly inputShape: readonly number[];
  /** Undefined when only a full load can tell. */
  readonly kind: 'classes' | 'values' | undefined;
  /** Number of classes or of values; undefined when only a full load can tell. */
  readonly targets?: number;
  /** Steps of a sample, where each of them has a target. */
  readonly steps?: number;
  /** Segments that each sample of the source is cut into; absent: it stays whole. */
  readonly segments?: number;
  /** Samples of the source, whole, those for validation still among the training samples; absent when unknown. */
  readonly samples?: { readonly train: number; readonly test: number };
}

/** A source whose samples are computed, in any order. */
export interface MadeSource<P extends Parameters = Parameters> {
  /** Says what is going on. */
  readonly making: string;
  /** Makes the samples from `from` up to `to`, counted through training and test samples. */
  make(values: Values<P>, data: Pick<SourceData, 'train' | 'test'>, from: number, to: number): void;
}

/** A source of the catalogue: a new kind of file is one more of these. */
export interface SourceEntry<P extends Parameters = Parameters>
  extends Entry<P>, Partial<MadeSource<P>> {
  readonly kind: 'source';
  /** What its samples are besides numbers: characters of a text, numbered as the classes are, or sounds. */
  readonly madeOf?: 'text' | 'sound';
  /** Its samples are all there are: where none is held out, those for training are the test samples, too. */
  readonly isComplete?: true;
  /** Throws `DataError`, or the signal's reason when cancelled. */
  load(values: Values<P>, context: SourceContext): Promise<SourceData>;
  /** Throws `DataError` when the files are missing or damaged at their head; undefined when it cannot tell quickly. */
  probe(values: Values<P>, context: SourceContext): Promise<Probe | undefined>;
  /** Makes a sample of this shape, before any transform, of a file as those of the source are made. Throws `DataError`. */
  convert?(
    values: Values<P>,
    file: OwnFile,
    inputShape: readonly number[],
    context: SourceContext,
  ): Promise<OwnSample>;
}

/** A file that a user brings, which is none of the source's. */
export interface OwnFile {
  /** For messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What became of it. */
export interface OwnSample {
  readonly inputs: Float32Array;
  /** Steps that it fills or would fill; the sample may have fewer, and ends in silence where it has more. */
  readonly steps: number;
}

/** Lets other work run, tells the progress and stops when cancelled; call it between pieces of some milliseconds. */
export async function breathe(
  context: Pick<DataContext, 'progress' | 'signal'>,
  message: string,
  fraction: number,
): Promise<void> {
  context.progress?.(message, fraction);
  await new Promise((resolve) => setImmediate(resolve));
  context.signal?.throwIfAborted();
}

/** Class names `0`, `1`, …  */
export const numberedClasses = (count: number): Dataset['target'] => ({
  kind: 'classes',
  names: Array.from({ length: count }, (_, label) => String(label)),
});
