import type { Diagnostic } from '../../language/source';
import type { Program } from '../program';

/** What a notebook without mistakes could do better; `sources` are the texts of its code cells. */
export type Hint = (program: Program, sources: readonly string[]) => readonly Diagnostic[];

export const hint = (
  code: string,
  message: string,
  location: Diagnostic['location'],
): Diagnostic => ({ severity: 'information', code, message, location });
