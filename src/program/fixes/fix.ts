import type { Probe } from '../../data/source';
import type { Diagnostic, Location } from '../../language/source';
import type { Program } from '../program';
import type { TextEdit } from '../../language/textEdit';

/** A change of the text after which a finding is gone. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The notebook that is to be changed. */
export interface FixContext {
  readonly program: Program;
  /** Texts of the code cells. */
  readonly sources: readonly string[];
  /** What is known of data of this name before it is loaded. */
  readonly probe: (name: string) => Promise<Probe | undefined>;
}

/** What may help against findings of these codes; what does not is found by trying. */
export interface FixKind {
  readonly codes: readonly string[];
  propose(diagnostic: Diagnostic, context: FixContext): readonly Fix[] | Promise<readonly Fix[]>;
}

export const isAt = (a: Location, b: Location): boolean => a.cell === b.cell && a.start === b.start;

export const isWithin = (a: Location, b: Location): boolean =>
  a.cell === b.cell && b.start <= a.start && a.end <= b.end;
