import assert from 'node:assert/strict';
import { progressLine } from '../../../src/cli/progressLine';

describe('progress line', () => {
  const status = [
    { text: 'epoch 2/8', yields: 1 },
    { text: 'step 150/1,128', yields: 5 },
    { text: 'loss 0.152', yields: 2 },
    { text: 'accuracy 92.97%', yields: 3 },
    { text: '15,724 images/s', yields: 4 },
    { text: '0:12 left', yields: 0 },
  ];
  const table: readonly [number, string][] = [
    [
      200,
      '███░░░░░░░░░░░░░░░░░ 13%  epoch 2/8  step 150/1,128  loss 0.152  accuracy 92.97%  15,724 images/s  0:12 left',
    ],
    [
      100,
      '██░░░░░░░░░░ 13%  epoch 2/8  step 150/1,128  loss 0.152  accuracy 92.97%  15,724 images/s  0:12 left',
    ],
    [79, '███░░░░░░░░░░░░░░░░░ 13%  epoch 2/8  loss 0.152  accuracy 92.97%  0:12 left'],
    [60, '███░░░░░░░░░░░░░░░░░ 13%  epoch 2/8  loss 0.152  0:12 left'],
    [40, '██░░░░░░░░░░░░ 13%  epoch 2/8  0:12 left'],
    [20, '██░░░░░░░░░░░░░░ 13%'],
    [3, '13%'],
  ];
  for (const [width, line] of table)
    it(`${width} columns`, () => {
      const shown = progressLine(0.1334, status, width);
      assert.equal(shown, line);
      assert.ok(shown.length <= width);
    });
});
