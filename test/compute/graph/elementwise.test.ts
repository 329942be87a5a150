import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { operatorTable } from '../../../src/graph/operators';
import { floats, runGraph } from './support';

/** Twelve numbers from 0.25 to 3, which every operator can take. */
const numbers = Float32Array.from({ length: 12 }, (_, i) => (((i * 7) % 12) + 1) / 4);

/** What operators are given beside one tensor; by default one tensor is all. */
const given: Record<string, (graph: GraphBuilder, x: Value, y: Value) => Value> = {
  Cast: (graph, x) => graph.cast(x, { to: 1 }),
  Not: (graph, x, y) => graph.not(graph.less(x, y)),
  Where: (graph, x, y) => graph.where(graph.less(x, y), x, y),
  Clip: (graph, x) => graph.clip(x, { min: 0.5, max: 2 }),
};
for (const name of ['And', 'Or', 'Xor']) {
  given[name] = (graph, x, y) => {
    const [low, high] = [graph.scalar(0.75), graph.scalar(2)];
    return graph.apply(name, [graph.less(x, high), graph.less(y, low)]);
  };
}
const binary = ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max'];
for (const name of [...binary, 'Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual']) {
  given[name] = (graph, x, y) => graph.apply(name, [x, y]);
}

describe('element-wise operators', () => {
  const operators = [...operatorTable.values()].filter((operator) => operator.elementwise);
  for (const { name } of operators) {
    it(`${name} leaves all other places alone when one element changes`, async () => {
      const results = await Promise.all(
        [numbers, numbers.with(5, 1.1)].map(async (data) => {
          const graph = new GraphBuilder();
          const x = graph.constant(data, [3, 4]);
          const y = graph.constant(
            data.map((number) => 3 - number),
            [3, 4],
          );
          const build = given[name] ?? (() => graph.apply(name, [x]));
          graph.output('z', graph.cast(build(graph, x, y), { to: 1 }));
          return floats((await runGraph(graph.build())).z);
        }),
      );
      const [before, after] = results.map((result) => [...result.with(5, 0)]);
      assert.deepEqual(after, before);
    });
  }
});
