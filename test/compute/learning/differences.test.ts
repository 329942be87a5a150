import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wordsOf } from '../../../src/language/vocabulary';
import { branches, layers } from '../../../src/network/catalogue';
import { initialize } from '../../../src/network/initialize';
import { buildTrainingStep } from '../../../src/learning/rules';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { sessionOf } from '../graph/support';
import { lossOf, smallNetworks, targetsOf } from './networks';
import { call, plan, runSteps, watchedIn } from './support';

const batch = 4;
/** Half the distance between the two points of a difference: short enough to cross few kinks, long enough for float32. */
const width = 5e-4;

describe('small networks', () => {
  it('contain every layer', () => {
    const text = Object.values(smallNetworks).join('\n');
    for (const entry of [...layers, ...branches]) {
      const { name } = entry;
      assert.match(text, new RegExp(`\\b(${wordsOf(entry).join('|')})\\b`), name);
    }
  });
});

describe('gradients of whole networks against central differences', () => {
  for (const [name, text] of Object.entries(smallNetworks)) {
    it(name, async () => {
      const network = networkOf(text);
      const step = buildTrainingStep(
        network,
        plan({
          ...(name in lossOf && { loss: lossOf[name] }),
          optimizer: call('sgd', { rate: 1, momentum: 0, nesterov: false }),
        }),
        { batch, targets: targetsOf(name) },
      );
      const random = new Random(3, name);
      const size = network.input.shape.reduce((n, m) => n * m, batch);
      const samples = Float32Array.from({ length: size }, () => random.between(-1, 1));
      const targets = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0];
      const batches = [{ samples, targets }];
      const session = await sessionOf(step.graph);
      const start = initialize(network, 5);
      const lossAt = async (parameters: ReadonlyMap<string, Float32Array>) => {
        const [result] = await runSteps(session, step, new Map(parameters), batches, 1);
        return result.loss;
      };
      const after = new Map(start);
      const [{ gradients }] = await runSteps(session, step, after, batches, 1);

      for (const [index, key] of watchedIn(step).entries()) {
        const weights = start.get(key)!;
        // With plain descent at rate 1 the gradient is what was subtracted.
        const gradient = weights.map((weight, i) => weight - after.get(key)![i]);
        const norm = Math.hypot(...gradient);
        assert.ok(Math.abs(norm - gradients[index]) <= 1e-4 * norm + 1e-5, `norm of ${key}`);
        const compare = async () => {
          const direction = weights.map(() => random.normal());
          const lossOver = (sign: number) =>
            lossAt(
              new Map(start).set(
                key,
                weights.map((weight, i) => weight + sign * width * direction[i]),
              ),
            );
          const numeric = ((await lossOver(1)) - (await lossOver(-1))) / (2 * width);
          const analytic = gradient.reduce((sum, slope, i) => sum + slope * direction[i], 0);
          return {
            fits: Math.abs(numeric - analytic) <= 5e-3 * norm + 1e-3,
            text: `central difference ${numeric}, gradient ${analytic}`,
          };
        };
        // A difference taken across a kink of a rectifier or a maximum is not the slope on either side of it.
        const tries = [];
        while (tries.filter(({ fits }) => fits).length < 2 && tries.length < 6) {
          tries.push(await compare());
        }
        const fitting = tries.filter(({ fits }) => fits).length;
        assert.equal(fitting, 2, `${key}: ${tries.map(({ text }) => text).join('; ')}`);
      }
      await session.release();
    });
  }
});
