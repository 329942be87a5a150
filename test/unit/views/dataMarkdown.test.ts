import { equal, ok } from 'node:assert/strict';
import { dataMarkdown } from '../../../src/views/markdown';
import type { DataPayload } from '../../../src/views/payloads';

const column = (name: string) => ({
  name,
  mean: 1.5,
  deviation: 0.25,
  minimum: -1,
  maximum: 12345,
});

const people: DataPayload = {
  name: 'people',
  source: 'csv("people.csv", target: "group")',
  normalization: 'standard',
  target: { kind: 'classes', names: ['a|b', 'c'] },
  classes: { of: 'samples', train: [1200, 3], validation: [2, 0], test: [0, 1] },
  statistics: { inputs: [column('height')], targets: [column('price')], of: 1 },
};

describe('the text beside a data cell', () => {
  const lines = dataMarkdown(people).split('\n');
  for (const line of [
    '| class | training samples | validation samples | test samples |',
    '| a\\|b | 1,200 | 2 | 0 |',
    '| c | 3 | 0 | 1 |',
    '| training samples | mean | deviation | min | max |',
  ])
    it(`has the line ${line}`, () => ok(lines.includes(line), lines.join('\n')));

  it('has a row for each column and each value to be learned', () => {
    equal(lines.filter((line) => /^\| height \|/.test(line)).length, 1);
    equal(lines.filter((line) => /^\| price .*target.*\|/.test(line)).length, 1);
  });

  it('leaves out a table of more classes than are read', () => {
    const names = Array.from({ length: 41 }, (_, i) => `class ${i}`);
    const counts = names.map(() => 1);
    const classes = { of: 'samples', train: counts, validation: counts, test: counts } as const;
    const text = dataMarkdown({ ...people, target: { kind: 'classes', names }, classes });
    ok(!text.includes('training samples | validation samples'));
  });
});
