import assert from 'node:assert/strict';
import { loadStored } from '../../../src/data/load';
import { openDataset } from '../../../src/data/stored';
import { fitErrors } from '../../../src/program/fit';
import { chain, networkOf } from '../network/support';
import { contextIn, planOf } from '../data/support';

describe('the class that is no symbol', () => {
  const network = networkOf(chain('x[40, 28]', 'output: step_dense(11) softmax'));
  const plan = { loss: { name: 'cross_entropy', arguments: { label_smoothing: 0 } } };
  const cases = [
    ['gap', []],
    ['gpa', [/ignore the class "gpa", which `sample` does not have; did you mean "gap"/]],
    ['silence', [/its classes: 0, 1, 2, .*gap/]],
  ] as const;
  for (const [ignore, expected] of cases)
    it(`"${ignore}" is ${expected.length > 0 ? 'refused' : 'one of the data'}`, async () => {
      const source = planOf('digit_stream', { train: 2, test: 1, steps: 40 });
      const loaded = openDataset(await loadStored(source, contextIn('.')));
      const training = {
        network,
        plan: { ...plan, decode: { by: 'greedy', ignore } },
        batch: 2,
      } as const;
      const found = fitErrors(training, { loaded });
      assert.equal(found.length, expected.length);
      expected.forEach((says, i) => assert.match(found[i].message, says));
    });
});
