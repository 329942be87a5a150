import { perform } from '../../../src/designer/perform';
import type { Operation } from '../../../src/designer/operations';
import { analyze } from '../../../src/program/analyze';
import { applied } from '../../../src/language/textEdit';

/** A cell after an operation on its network `N`, or on the block of that name. */
export function edited(
  source: string,
  operation: Operation,
  kind: 'network' | 'block' = 'network',
): string {
  const sources = [source];
  const program = analyze(sources);
  const { edits } = perform({ sources, program }, { kind, name: 'N' }, operation);
  return applied(sources, edits)[0];
}

/** A network `N` with these lines. */
export const network = (body: string): string => `network N {\n${body}\n}\n`;
