import assert from 'node:assert/strict';
import { measuredParts } from '../../../src/views/measured';

const found = (labels: readonly string[]) =>
  labels.map((label, i) => ({ name: `m${i}`, label, value: i }));

describe('what a pass has found', () => {
  it('is a curve where the same is told of several values, in their order, with the chosen one', () => {
    const { single, curves } = measuredParts([
      ...found(['error at λ = 10', 'error at λ = 1e-3', 'error at λ = 0.1']),
      { name: 'penalty', label: 'penalty λ', value: 0.1 },
    ]);
    assert.deepEqual(
      single.map(({ label }) => label),
      ['penalty λ'],
    );
    assert.deepEqual(curves, [
      {
        label: 'error',
        symbol: 'λ',
        points: [
          { x: 0.001, value: 1 },
          { x: 0.1, value: 2 },
          { x: 10, value: 0 },
        ],
        chosen: 0.1,
      },
    ]);
  });

  const plain: readonly (readonly string[])[] = [
    [],
    ['variance of the inputs', 'dimensions with 99 % of the variance'],
    ['error at λ = 1', 'error at λ = 2'],
    ['error at λ = a', 'error at λ = b', 'error at λ = c'],
  ];
  for (const labels of plain)
    it(`stays single numbers: ${labels.join(', ') || 'nothing'}`, () => {
      const measured = found(labels);
      assert.deepEqual(measuredParts(measured), { single: measured, curves: [] });
    });
});
