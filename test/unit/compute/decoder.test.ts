import assert from 'node:assert/strict';
import { Decoder } from '../../../src/compute/training/decoder';
import { inOrder } from '../../../src/data/batches';
import { loadDataset } from '../../../src/data/load';
import { elements } from '../../../src/shape/elements';
import { contextIn, planOf } from '../data/support';

describe('the decoded error', () => {
  const steps = 16;
  const dataset = loadDataset(
    { ...planOf('digit_stream', { train: 3, test: 0, steps: 90 }), segments: steps, delay: 3 },
    contextIn('.'),
  );

  /** Hears outputs for the training samples that are right, but for those that `change` replaces; the batches hold `run` segments of a sequence in turn. */
  async function error(
    by: 'viterbi' | 'greedy',
    run: number,
    change: (label: number, sample: number) => number = (label) => label,
  ) {
    const { splits, target, inputShape, segments } = await dataset;
    const { length } = target.names;
    const listening = new Decoder(await dataset, { by, ignore: 'gap' }).listen();
    for (const indices of inOrder(splits.train.count, 2, run === 1 ? 1 : segments)) {
      const targets = new Float32Array(indices.length * steps * (length + 1));
      splits.train.gather(
        indices,
        new Float32Array(indices.length * elements(inputShape)),
        targets,
      );
      const outputs = new Float32Array(indices.length * steps * length);
      for (let step = 0; step < indices.length * steps; step++) {
        const at = step * (length + 1);
        const label = targets.subarray(at, at + length).indexOf(1);
        const said = label < 0 ? 0 : change(label, indices[Math.floor(step / steps)]);
        outputs.fill(1e-4, step * length, (step + 1) * length)[step * length + said] = 0.999;
      }
      listening.hear(indices, outputs, targets);
    }
    return listening.error;
  }

  for (const by of ['viterbi', 'greedy'] as const)
    for (const [order, run] of [
      ['one behind the other', 1],
      ['side by side', 2],
    ] as const)
      it(`of right outputs is 0: ${by}, segments ${order}`, async () =>
        assert.equal(await error(by, run), 0));

  it('is 1 where only gaps are heard', async () =>
    assert.equal(await error('greedy', 1, () => 10), 1));

  it('counts symbols of one sequence that are not heard', async () => {
    const { segments } = await dataset;
    const of = (sequence: number) =>
      error('greedy', 1, (label, sample) =>
        Math.floor(sample / segments) === sequence ? 10 : label,
      );
    const parts = [await of(0), await of(1), await of(2)];
    assert.ok(parts.every((part) => part > 0 && part < 1));
    assert.ok(Math.abs(parts.reduce((a, b) => a + b) - 1) < 1e-12);
  });
});
