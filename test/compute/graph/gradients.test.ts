import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { operatorTable } from '../../../src/graph/operators';
import { gradientCases } from './cases';
import type { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { gatherND } from '../../../src/graph/positions';
import { checkGradient, type GradientCase } from './support';

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

describe('the gradient of GatherND', () => {
  const cases: Readonly<Record<string, GradientCase>> = {
    'of rows, some twice': {
      inputs: [[4, 3]],
      build: (graph, [x]) => gatherND(graph, x, int64s(graph, [3, 1], 2, -1, 2)),
    },
    'of elements': {
      inputs: [[3, 2, 2]],
      build: (graph, [x]) => gatherND(graph, x, int64s(graph, [2, 2, 2], 0, 1, 2, 0, 0, -1, 1, 1)),
    },
    'of rows in each sample': {
      inputs: [[2, 3, 2]],
      build: (graph, [x]) => gatherND(graph, x, int64s(graph, [2, 2, 1], 2, 0, 1, 1), 1),
    },
  };
  for (const [name, test] of Object.entries(cases))
    it(`agrees with central differences: ${name}`, () => checkGradient(test));
});

const int64s = (graph: GraphBuilder, shape: readonly number[], ...numbers: number[]): Value =>
  graph.constant(BigInt64Array.from(numbers, BigInt), shape);
