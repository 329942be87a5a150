import { equal } from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatPercent,
  formatSeconds,
  formatShape,
  formatSi,
  formatTick,
  formatValue,
  plural,
} from '../../../webview/ui/format';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

function assertFormats<T>(format: (value: T) => string, cases: readonly (readonly [T, string])[]) {
  for (const [value, text] of cases) {
    it(`${String(value)} → ${text}`, () => equal(plain(format(value)), text));
  }
}

describe('numbers for people', () => {
  describe('counts', () => {
    assertFormats(formatCount, [
      [0, '0'],
      [156, '156'],
      [61706, '61,706'],
    ]);
  });

  describe('SI prefixes, three digits', () => {
    assertFormats(formatSi, [
      [0, '0'],
      [840, '840'],
      [999.4, '999'],
      [999.6, '1.00 k'],
      [416520, '417 k'],
      [84_600_000, '84.6 M'],
      [1.5e12, '1.50 T'],
      [-2500, '-2.50 k'],
    ]);
  });

  describe('bytes', () =>
    assertFormats(formatBytes, [
      [246824, '247 kB'],
      [12, '12 B'],
    ]));

  describe('measured values', () => {
    assertFormats(formatValue, [
      [0, '0'],
      [0.0259, '0.0259'],
      [2.134, '2.13'],
      [0.00031, '3.10e-4'],
      [-0.00031, '−3.10e-4'],
      [123456, '1.23e5'],
      ['NaN', 'NaN'],
      ['Infinity', '∞'],
      ['-Infinity', '−∞'],
    ]);
  });

  describe('axis ticks', () => {
    assertFormats(formatTick, [
      [0.30000000000000004, '0.3'],
      [2.5, '2.5'],
      [0.0001, '1e-4'],
      [-0.5, '−0.5'],
      [100000, '1e5'],
    ]);
  });

  describe('times', () => {
    assertFormats(formatSeconds, [
      [0.04, '0.0 s'],
      [9.94, '9.9 s'],
      [9.96, '10 s'],
      [59.6, '1 min 00 s'],
      [185, '3 min 05 s'],
      [7620, '2 h 07 min'],
      [Infinity, '–'],
    ]);
  });

  it('fractions, shapes and plurals', () => {
    equal(formatPercent(0.98734), '98.73%');
    equal(formatShape([6, 28, 28]), '6×28×28');
    equal(formatShape([]), 'scalar');
    equal(plural(1, 'layer'), '1 layer');
    equal(plural(1200, 'layer'), '1,200 layers');
  });
});
