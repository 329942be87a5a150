import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatPercent,
  formatSeconds,
} from '../../../src/views/format';

describe('numbers in outputs', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    [formatCount(0), '0'],
    [formatCount(9999), '9,999'],
    [formatCount(61_706), '61.7 k'],
    [formatCount(999_999), '1.00 M'],
    [formatCount(60_000_000), '60.0 M'],
    [formatBytes(1023), '1023 B'],
    [formatBytes(204_800), '200 KiB'],
    [formatBytes(5 * 1024 ** 3), '5 GiB'],
    [formatNumber(0), '0'],
    [formatNumber(0.123456), '0.1235'],
    [formatNumber(1.5e-7), '1.50e-7'],
    [formatNumber('NaN'), 'NaN'],
    [formatNumber(undefined), '–'],
    [formatPercent(0.98765), '98.77 %'],
    [formatSeconds(75.3), '1:15'],
    [formatSeconds(3675), '1:01:15'],
  ];
  for (const [text, expected] of cases) {
    it(`read ${expected}`, () => assert.equal(text, expected));
  }
});
