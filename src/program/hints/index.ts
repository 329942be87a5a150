import type { Diagnostic } from '../../language/source';
import type { Program } from '../program';
import { inOrder } from '../report';
import type { Hint } from './hint';
import { noValidation } from './noValidation';
import { saturatingStack } from './saturatingStack';
import { unused } from './unused';

const hints: readonly Hint[] = [unused, noValidation, saturatingStack];

/** All that is to be said of a notebook's text, in its order. */
export const findingsOf = (program: Program, sources: readonly string[]): readonly Diagnostic[] =>
  inOrder([...program.diagnostics, ...hintsOf(program, sources)]);

/** What a finished notebook could do better: one with actions and without mistakes. */
function hintsOf(program: Program, sources: readonly string[]): readonly Diagnostic[] {
  const isFinished =
    program.actions.length > 0 && program.diagnostics.every(({ severity }) => severity !== 'error');
  return isFinished ? hints.flatMap((find) => find(program, sources)) : [];
}
