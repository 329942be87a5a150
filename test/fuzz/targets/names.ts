import assert from 'node:assert/strict';
import { rename } from '../../../src/language/services/rename';
import type { Definition } from '../../../src/language/services/symbolIndex';
import { type TextEdit, applied } from '../../../src/language/textEdit';
import { analyze } from '../../../src/program/analyze';
import { namedNotebook, symbolIndex } from '../../../src/program/symbols';
import { NamedGenerator } from '../generateNamed';
import { meaningOf, stepGraphs } from '../meaning';
import { pick } from '../mutate';
import { target } from '../target';

interface Renaming {
  readonly cells: readonly string[];
  /** Which of its definitions get another name: a fraction of all. */
  readonly which: readonly number[];
  /** A name that something else may have. */
  readonly name: string;
}

/**
 * A new name that nothing has is taken, in all cells, and changes nothing else; the old one restores every byte. A name that
 * something may have is refused, or changes nothing else either.
 */
export const renaming = target<Renaming>({
  name: 'renaming',
  share: 2,
  make: (random) => ({
    cells: new NamedGenerator(random).cells(),
    which: Array.from({ length: 4 }, () => random.integer(1000) / 1000),
    name: pick(random, ['C1', 'unit', 'relu', 'input', 'output', 'from', 'n', 'conv_1', 'C_1']),
  }),
  feed({ cells, which, name }) {
    const program = analyze(cells);
    const index = symbolIndex(program);
    const definitions = [...index.definitions].filter(({ isUnnamed }) => !isUnnamed);
    const meaning = meaningOf(program);
    for (const part of which) {
      const definition = definitions[Math.floor(part * definitions.length)];
      const fresh = renamed(cells, definition, 'wholly_new');
      const after = analyze(fresh);
      assert.deepEqual(meaningOf(after), meaning, `${definition.kind} ${definition.name}`);
      assert.deepEqual(stepGraphs(after), stepGraphs(program));
      const again = symbolIndex(after);
      const counterpart = [...again.definitions].find((one) => one.name === 'wholly_new');
      assert.ok(counterpart);
      assert.deepEqual(renamed(fresh, counterpart, definition.name), cells);

      const edits = editsFor(cells, definition, name);
      if ('refusal' in edits) continue;
      const other = analyze(applied(cells, edits));
      assert.deepEqual(
        meaningOf(other),
        meaning,
        `${definition.kind} ${definition.name} → ${name}`,
      );
    }
  },
});

function editsFor(sources: readonly string[], { location }: Definition, name: string) {
  return rename(namedNotebook(analyze(sources), sources), location.cell, location.start, name);
}

function renamed(sources: readonly string[], definition: Definition, name: string) {
  const edits = editsFor(sources, definition, name);
  const refusal =
    'refusal' in edits ? `${definition.kind} ${definition.name}: ${edits.refusal}` : '';
  assert.equal(refusal, '');
  return applied(sources, edits as readonly TextEdit[]);
}
