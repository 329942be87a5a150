import assert from 'node:assert/strict';
import { LineGrammar } from '../../../src/language/grammar';
import { makeLexer } from '../../../src/language/tokens';

describe('the grammar', () => {
  it('is unambiguous and without left recursion, as its generator checks', () => {
    new LineGrammar(false);
  });

  it('has tokens that can all be reached', () => {
    assert.deepEqual(makeLexer(false).lexerDefinitionErrors, []);
  });
});
