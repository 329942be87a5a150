import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { columnsRead } from '../../../src/network/columns';
import { networkOf } from './support';

describe('what a layer reads of each sample as it is', () => {
  const table: readonly (readonly [lines: string, columns: string | undefined])[] = [
    ['x[4]; R: dense(3)', '0+4'],
    ['x[2, 3]; flatten; R: dense(3)', '0+6'],
    ['x[6]; reshape([2, 3]); flatten; R: dense(3)', '0+6'],
    ['x[4]; input y[2, 3]; R: flatten; concat from x, R', '4+6'],
    ['x[4]; input y[2, 3]; flatten; R: dense(3); concat from x, R', '4+6'],
    ['x[4]; flatten tanh; R: dense(3)', undefined],
    ['x[4]; dense(3); flatten; R: dense(3)', undefined],
    ['x[4]; A: flatten; B: flatten from x; concat from A, B; R: dense(3)', undefined],
  ];
  for (const [lines, columns] of table) {
    it(`${columns ?? 'nothing'} in ${lines}`, () => {
      const text = lines.replaceAll('; ', '\n  ');
      const network = networkOf(`network Net {\n  input ${text}\n  output: dense(2)\n}`);
      const reader = network.layers.find(({ id }) => id === 'R');
      assert.ok(reader);
      const read = columnsRead(network, reader);
      assert.equal(read && `${read.first}+${read.count}`, columns);
    });
  }
});
