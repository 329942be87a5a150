import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  counted,
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatInteger,
  formatMeasure,
  formatNumber,
  formatPercent,
  formatProgress,
  formatShape,
  significant,
} from '../../../src/text/numbers';
import { repository } from '../../host/paths';

function reads<T>(
  what: string,
  format: (value: T) => string,
  cases: readonly (readonly [T, string])[],
): void {
  describe(what, () => {
    for (const [value, text] of cases) {
      it(`${String(value)} → ${text}`, () => assert.equal(format(value), text));
    }
  });
}

describe('numbers for people', () => {
  reads('whole numbers', formatInteger, [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-61_706, '-61,706'],
    [-123, '-123'],
    [1_234_567.4, '1,234,567'],
    [1e21, '1e+21'],
  ]);

  reads('large counts', formatCount, [
    [0, '0'],
    [9999, '9,999'],
    [9999.7, '10.0 k'],
    [61_706, '61.7 k'],
    [999_999, '1.00 M'],
    [-84_600_000, '-84.6 M'],
    [1.5e12, '1.50 T'],
    [12.43, '12.4'],
    [1500.4, '1,500'],
    [Infinity, 'Infinity'],
  ]);

  reads('bytes', formatBytes, [
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [204_800, '200 KiB'],
    [1024 ** 2 - 1, '1 MiB'],
    [1000 * 1024 ** 2, '1000 MiB'],
    [5 * 1024 ** 3, '5 GiB'],
    [2 ** 60, '1024 PiB'],
  ]);

  reads('fractions', formatPercent, [
    [0.98765, '98.77%'],
    [1, '100.00%'],
    [NaN, '–'],
    [undefined, '–'],
  ]);

  reads('how far something is', formatProgress, [
    [0.139, '13%'],
    [0.9999, '99%'],
    [1, '100%'],
    [1.5, '100%'],
  ]);

  reads('what was measured', significant, [
    [0, '0'],
    [0.0259, '0.0259'],
    [0.1, '0.100'],
    [0.9996, '1.00'],
    [2.134, '2.13'],
    [1234.5, '1235'],
    [0.0009999, '0.00100'],
    [0.00031, '3.10e-4'],
    [-0.00031, '-3.10e-4'],
    [99_999.7, '1.00e5'],
    [123_456, '1.23e5'],
    [NaN, 'NaN'],
    ['-Infinity', '-Infinity'],
    [undefined, '–'],
  ]);

  reads('what was chosen', formatNumber, [
    [0, '0'],
    [0.1, '0.1'],
    [0.123456, '0.1235'],
    [0.30000000000000004, '0.3'],
    [1e-4, '1e-4'],
    [1.5e-7, '1.5e-7'],
    [100_000, '1e5'],
    [-2.5, '-2.5'],
  ]);

  reads('times in columns', formatClock, [
    [-1, '0:00'],
    [7, '0:07'],
    [75.3, '1:15'],
    [3675, '1:01:15'],
  ]);

  reads('times in sentences', formatDuration, [
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [7620, '2 h 07 min'],
    [Infinity, '–'],
  ]);

  it('of measures: fractions in percent, sums of whole numbers with all digits', () => {
    const fold = 'sum';
    assert.equal(formatMeasure({ unit: 'fraction' }, 0.9), '90.00%');
    assert.equal(formatMeasure({ fold }, 12_345), '12,345');
    assert.equal(formatMeasure({ fold }, 12.345, 4), '12.35');
    assert.equal(formatMeasure({ unit: 'fraction' }, 'NaN'), 'NaN');
    assert.equal(formatMeasure({}, undefined), '–');
  });

  it('of things, and of shapes', () => {
    assert.equal(counted(1, 'layer'), '1 layer');
    assert.equal(counted(1200, 'class', 'classes'), '1,200 classes');
    assert.equal(formatShape(['N', 28, 28]), '[N, 28, 28]');
    assert.equal(formatShape([]), '[]');
  });

  it('need nothing of Intl, whose start is slow, but for dates in the user’s own language', () => {
    const files = ['src', 'webview'].flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => join(folder, file).replaceAll('\\', '/')),
    );
    const written = files.filter((file) =>
      /toLocale|new Intl\b/.test(readFileSync(join(repository, file), 'utf8')),
    );
    assert.deepEqual(written, [
      'src/extension/features/lenses.ts',
      'src/extension/runs/runNames.ts',
    ]);
  });
});
