import assert from 'node:assert/strict';
import { EntryTable } from '../../../src/language/entryTable';
import { integer, number } from '../../../src/language/parameters';
import type { Entry } from '../../../src/language/vocabulary';

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  kind: 'layer',
  name,
  summary: `Summary of ${name}.`,
  example: name,
  parameters: {},
  ...more,
});

describe('a table of entries', () => {
  const dense = entry('dense', { aliases: ['full'], parameters: { units: integer('Units.') } });
  const drop = entry('drop', { parameters: { rate: number('Rate.', { default: 0.5 }) } });
  const table = () => new EntryTable('layer', [dense, drop]);

  it('finds an entry by its name and by its aliases', () => {
    assert.equal(table().find('dense'), dense);
    assert.equal(table().of({ name: 'full' }), dense);
    assert.equal(table().find('conv'), undefined);
    assert.throws(() => table().of({ name: 'conv' }), /no layer `conv`/);
  });

  it('lists each entry once, in the order of adding', () => {
    const open = table();
    const conv = entry('conv');
    const remove = open.add(conv);
    assert.deepEqual([...open], [dense, drop, conv]);
    remove();
    assert.deepEqual([...open], [dense, drop]);
    assert.equal(open.find('conv'), undefined);
  });

  it('refuses a word that is taken, and an entry of another kind', () => {
    const open = table();
    assert.throws(() => open.add(entry('full')), /layer `full` is declared twice/);
    assert.throws(() => open.add(entry('conv', { aliases: ['dense'] })), /`dense` is declared/);
    assert.throws(
      () => open.add(entry('sgd', { kind: 'optimizer' })),
      /of the kind optimizer, not layer/,
    );
    assert.deepEqual([...open], [dense, drop]);
  });

  it('binds an entry without arguments to its defaults, under its own name', () => {
    assert.deepEqual(table().call('drop'), { name: 'drop', arguments: { rate: 0.5 } });
    assert.deepEqual(table().call('full'), { name: 'dense', arguments: { units: undefined } });
  });
});
