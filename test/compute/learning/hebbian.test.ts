import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { phasesOf } from '../../../src/learning/rules';
import { chain, networkOf } from '../../unit/network/support';
import { floats, runGraph } from '../graph/support';
import { call, plan, tensor } from './support';

const side = 9;
/** A field of squares that are lit at these places. */
const lit = (places: readonly (readonly [y: number, x: number])[]) =>
  Float32Array.from({ length: side * side }, (_, i) =>
    Number(places.some(([y, x]) => i === y * side + x)),
  );

const vertical = [0, 1, 0, 0, 1, 0, 0, 1, 0];
const horizontal = [0, 0, 0, 1, 1, 1, 0, 0, 0];

describe('the pictures of hebbian', () => {
  it('draw planes that have won often and seldom alike, by their greatest weight', async () => {
    const network = networkOf(
      chain(
        `x[1, ${side}, ${side}]`,
        'output S: s_cell(3, kernel: 3, padding: same, inhibition: 0.001)',
      ),
    );
    const [phase] = phasesOf(network, plan({ rule: call('hebbian', { amount: 1, radius: 2 }) }));
    assert.ok(phase.kind === 'steps');
    const targets = { kind: 'classes', count: 3 } as const;
    const { graph, pictures, inputs } = phase.method.evaluate(network, phase.plan, { targets });
    // A plane for each direction, the second weaker, and one that is blind.
    const weight = [...vertical, ...horizontal.map((w) => 0.4 * w), ...vertical.map(() => 0)];
    const bars = [
      [1, 2],
      [2, 2],
      [3, 2],
      [7, 5],
      [7, 6],
      [7, 7],
    ] as const;
    const results = await runGraph(graph, {
      [inputs.samples]: tensor(lit(bars), [1, 1, side, side]),
      [inputs.targets]: tensor(new Float32Array(3), [1, 3]),
      'S.weight': tensor(Float32Array.from(weight), [3, 1, 3, 3]),
      'S.inhibition': tensor(Float32Array.of(0.001, 0.001, 0.001), [3]),
    });
    const drawn = (name: string) => [
      ...floats(results[pictures.find((picture) => picture.name === name)!.output]),
    ];
    assert.deepEqual(drawn('weights'), [...vertical, ...horizontal, ...vertical.map(() => 0)]);
    // Each bar is just what its plane looks for: the sample, and below it the same.
    assert.deepEqual(drawn('winners'), [...lit(bars), ...lit(bars)]);
  });
});
