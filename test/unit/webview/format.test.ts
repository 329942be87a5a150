import { equal } from 'node:assert/strict';
import { formatMeasure, formatTick, formatValue } from '../../../webview/ui/format';

function assertFormats<T>(format: (value: T) => string, cases: readonly (readonly [T, string])[]) {
  for (const [value, text] of cases) {
    it(`${String(value)} → ${text}`, () => equal(format(value), text));
  }
}

describe('numbers in a browser', () => {
  describe('measured values', () => {
    assertFormats(formatValue, [
      [0.0259, '0.0259'],
      [-0.00031, '−3.10e-4'],
      ['NaN', 'NaN'],
      ['Infinity', '∞'],
      ['-Infinity', '−∞'],
    ]);
  });

  describe('axis ticks', () => {
    assertFormats(formatTick, [
      [0.30000000000000004, '0.3'],
      [0.0001, '1e-4'],
      [-0.5, '−0.5'],
      [123456, '1.23456e5'],
    ]);
  });

  it('measures', () => {
    equal(formatMeasure({ unit: 'fraction', fold: 'mean' }, 0.98734), '98.73%');
    equal(formatMeasure({ fold: 'mean' }, -1.5), '−1.50');
    equal(formatMeasure({ fold: 'mean' }, undefined), '–');
  });
});
