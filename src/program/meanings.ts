import { Meanings } from '../language/meaning';
import type { Program } from './program';

const known = new WeakMap<Program, Meanings>();

/** What the parts of a notebook mean, to be compared with what they meant; a model's file counts as it is. */
export function meaningsOf(program: Program, sources: readonly string[]): Meanings {
  const meanings =
    known.get(program) ??
    new Meanings(program.cells, sources, (name) => program.networks.get(name)?.source?.hash);
  known.set(program, meanings);
  return meanings;
}
