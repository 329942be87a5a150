import { verbs } from '../verbs';
import { hint, type Hint } from './hint';

/** A comment, a text in quotes, or a word. */
const part = /#[^\r\n]*|"(?:[^"\\\r\n]|\\[^\r\n])*"|([\p{L}_][\p{L}\p{N}_]*)/gu;

/** Definitions that nothing else names. */
export const unused: Hint = (program, sources) => {
  const uses = new Map<string, number>();
  for (const source of sources)
    for (const [, word] of source.matchAll(part))
      if (word !== undefined) uses.set(word, (uses.get(word) ?? 0) + 1);
  const inActions = new Set(
    program.actions.map((action) => verbs.of({ name: action.kind }).dataOf?.(action, program)),
  );
  return program.cells.flat().flatMap((statement) => {
    if (statement.kind === 'action' || statement.kind === 'network') return [];
    const { kind, name } = statement;
    if ((uses.get(name.text) ?? 0) > 1 || (kind === 'data' && inActions.has(name.text))) return [];
    return [hint(`unused-${kind}`, `nothing uses \`${name.text}\``, name.location)];
  });
};
