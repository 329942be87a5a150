import assert from 'node:assert/strict';
import { Revisions } from '../../../src/designer/revisions';
import { revisionOf } from '../../../src/designer/design';
import { analyze } from '../../../src/program/analyze';
import { applied } from '../../../src/language/textEdit';
import { designEdit } from '../../../src/services/design';
import type { AnalyzedNotebook } from '../../../src/services/notebook';
import type { Operation } from '../../../src/designer/operations';
import { network } from './support';

const owner = { kind: 'network', name: 'N' } as const;
const units = (value: string): Operation => ({
  kind: 'setArgument',
  at: [1],
  parameter: 'units',
  value,
});
const removal: Operation = { kind: 'remove', group: { first: [1], count: 1 } };

/** The text after operations that a page tells of the first text, before it has seen any answer. */
function editedAtOnce(...operations: readonly Operation[]): string {
  let sources = [network('  input x[4]\n  dense(1)\n  output: dense(2)')];
  const seen = revisionOf(sources);
  const revisions = new Revisions();
  for (const operation of operations) {
    const notebook: AnalyzedNotebook = { sources, program: analyze(sources) };
    const answer = designEdit(notebook, { revisions: revisions.equal(seen), owner, operation });
    if ('refusal' in answer) return answer.refusal;
    if (answer.step) revisions.add(answer.step);
    sources = applied(sources, answer.edits);
  }
  return sources[0].split('\n').slice(2, -2).join('\n');
}

describe('edits that are made faster than they are answered', () => {
  it('hold for the text that earlier ones have left, where those changed values', () => {
    assert.equal(editedAtOnce(units('2'), units('3')), '  dense(3)\n  output: dense(2)');
    assert.equal(
      editedAtOnce(units('2'), units('1'), units('4')),
      '  dense(4)\n  output: dense(2)',
    );
    assert.equal(editedAtOnce(units('2'), removal), '  output: dense(2)');
  });

  it('are refused where statements have come, gone or moved', () => {
    assert.equal(
      editedAtOnce(removal, units('2')),
      'The text has changed since; look at it as it is now.',
    );
  });
});
