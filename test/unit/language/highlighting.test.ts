import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declarationKeywords } from '../../../src/language/keywords';
import { verbs } from '../../../src/program/verbs';

const media = join(__dirname, '../../../media');
const read = (file: string) => JSON.parse(readFileSync(join(media, file), 'utf8')) as unknown;

/** Every value of a property, at any depth. */
function valuesOf(node: unknown, ...keys: string[]): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    keys.includes(key) && typeof value === 'string' ? [value] : valuesOf(value, ...keys),
  );
}

describe('highlighting', () => {
  const grammar = read('dnn.tmLanguage.json') as {
    repository: Record<string, { begin?: string; match?: string }>;
  };

  it('has patterns that are regular expressions, and includes that exist', () => {
    for (const pattern of valuesOf(grammar, 'begin', 'end', 'match')) new RegExp(pattern, 'u');
    for (const include of valuesOf(grammar, 'include')) {
      assert.ok(include.slice(1) in grammar.repository, include);
    }
  });

  it('knows the words statements start with', () => {
    const starts = [
      grammar.repository.layers,
      grammar.repository.settings,
      grammar.repository.let,
    ].map(({ begin, match }) => new RegExp(begin ?? match ?? '', 'u'));
    for (const keyword of [...declarationKeywords, ...[...verbs].map(({ name }) => name)]) {
      assert.equal(starts.filter((start) => start.test(`${keyword} Name`)).length, 1, keyword);
    }
    assert.ok(!starts.some((start) => start.test('trainer Name')));
  });
});

describe('language configuration', () => {
  const { indentationRules, wordPattern } = read('language-configuration.json') as {
    indentationRules: Record<'increaseIndentPattern' | 'decreaseIndentPattern', string>;
    wordPattern: { pattern: string; flags: string };
  };
  const increases = new RegExp(indentationRules.increaseIndentPattern);
  const decreases = new RegExp(indentationRules.decreaseIndentPattern);

  it('indents behind a brace or parenthesis that stays open', () => {
    for (const line of ['network N {', '  concat { # two', '  conv(', 'train N on d {  ']) {
      assert.ok(increases.test(line), line);
    }
    for (const line of ['conv(6) tanh', 'repeat 2 { relu }', '# {', 'let a = 1']) {
      assert.ok(!increases.test(line), line);
    }
    for (const line of ['}', '  } relu', ')']) assert.ok(decreases.test(line), line);
  });

  it('takes names as words', () => {
    const words = 'C1: conv(6, rate: 0.5)'.match(
      new RegExp(wordPattern.pattern, `${wordPattern.flags}g`),
    );
    assert.deepEqual(words, ['C1', 'conv', '6', 'rate', '0.5']);
  });
});
