import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineGrammar, valueGrammar } from '../../../webview/monaco/grammar';
import { repository } from '../../host';

const grammar = readFileSync(join(repository, 'media/dnn.tmLanguage.json'), 'utf8');

/** `keyword.other.$0.dnn` as `keyword.other`. */
const categories = new Set(
  [...grammar.matchAll(/"name": "([\w.$-]+)\.dnn"/g)].map(([, name]) =>
    name.replace(/\.\$\d.*$/, ''),
  ),
);

const named = (value: unknown): string[] =>
  typeof value === 'string'
    ? value === '' || value.startsWith('@')
      ? []
      : [value]
    : Array.isArray(value)
      ? value.slice(value[0] instanceof RegExp ? 1 : 0).flatMap(named)
      : [];

describe('the grammar of the editor for fields', () => {
  for (const [name, { tokenizer }] of Object.entries({ valueGrammar, lineGrammar }))
    it(`has the categories of the language’s own grammar: ${name}`, () => {
      const used = new Set(
        Object.values(tokenizer).flatMap((rules) => rules.flatMap((rule) => named(rule))),
      );
      assert.deepEqual(
        [...used].filter((each) => !categories.has(each)),
        [],
      );
    });
});
