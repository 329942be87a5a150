import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { operatorTable } from '../../../src/graph/operators';
import { gradientCases } from './cases';
import { checkGradient } from './support';

describe('gradients of operators', () => {
  it('are all checked', () => {
    const withRule = [...operatorTable.values()].filter((operator) => 'gradient' in operator);
    const names = withRule.map((operator) => operator.name);
    assert.deepEqual(Object.keys(gradientCases).sort(), names.sort());
  });

  for (const [operator, cases] of Object.entries(gradientCases)) {
    cases.forEach((test, i) => {
      const shapes = test.inputs.map((shape) => `[${shape.join(', ')}]`).join(' ');
      it(`${operator} agrees with central differences, ${i + 1}: ${shapes}`, () =>
        checkGradient(test));
    });
  }
});
