import assert from 'node:assert/strict';
import { measuredLines, measuredParts, withMeasured } from '../../../src/views/measured';

const found = (labels: readonly string[]) =>
  labels.map((label, i) => ({ name: `m${i}`, label, value: i }));

/** The same as points of the curve of an error over λ. */
const errorsAt = (penalties: readonly number[]) =>
  found(penalties.map((penalty) => `error at λ = ${penalty}`)).map((point, i) => ({
    ...point,
    at: { label: 'error', symbol: 'λ', value: penalties[i] },
  }));

describe('what a pass has found', () => {
  it('is a curve where the same is told of several values, in their order, with the chosen one', () => {
    const { single, curves } = measuredParts([
      ...errorsAt([10, 1e-3, 0.1]),
      { name: 'penalty', label: 'penalty λ', symbol: 'λ', value: 0.1 },
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

  const plain = [
    [],
    found(['variance of the inputs', 'dimensions with 99 % of the variance']),
    errorsAt([1, 2]),
    found(['error at λ = a', 'error at λ = b', 'error at λ = c']),
    found(['error at λ = 1', 'error at λ = 2', 'error at λ = 3']),
  ];
  for (const measured of plain)
    it(`stays single numbers: ${measured.map(({ label }) => label).join(', ') || 'nothing'}`, () => {
      assert.deepEqual(measuredParts(measured), { single: measured, curves: [] });
    });

  it('is replaced by what another pass finds, a curve as a whole', () => {
    const known = [...errorsAt([1, 2, 3, 4]), { name: 'gain', label: 'gain', value: 1 }];
    const told = errorsAt([5, 6, 7]);
    assert.deepEqual(withMeasured(known, told), [known[4], ...told]);
  });

  it('is told in lines; of a curve of many points, some', () => {
    const single = { name: 'gain', label: 'gain', value: 2.5 };
    assert.deepEqual(measuredLines([single, ...errorsAt([0.01, 0.1, 1])]), [
      'error at λ = 0.01 0',
      'error at λ = 0.1 1.00',
      'error at λ = 1 2.00',
      'gain 2.50',
    ]);
    const many = errorsAt(Array.from({ length: 101 }, (_, i) => i + 1));
    assert.deepEqual(measuredLines(many), [
      'error 0 at λ = 1, 20.0 at λ = 21, 40.0 at λ = 41, 60.0 at λ = 61, 80.0 at λ = 81, 100 at λ = 101',
    ]);
  });
});
