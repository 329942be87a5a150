import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { openRun } from '../../../src/runs/run';
import { dataCell, networkCell } from '../notebooks';
import {
  bundles,
  cores,
  finish,
  resume,
  restingAfter,
  train,
  values,
  weights,
  Workspace,
} from '../support';

const recurrent = `
network Net {
  input image[1, 28, 28]
  avgpool(4)
  reshape([7, 7])
  gru(6, output: sequence)
  lstm(5)
  output: dense(10) softmax
}`;
const normalized = networkCell.replace('D2', 'N2: batchnorm\n  D2');
const augmented = dataCell.replace(
  'batch',
  'augment translate(2)\n  augment elastic\n  augment noise(0.1)\n  batch',
);
const training = (...settings: string[]): string =>
  ['train Net on digits {', 'loss cross_entropy', 'seed 5', 'epochs 10', ...settings, '}'].join(
    '\n',
  );

/** Everything that is more than parameters: of samples, layers, optimizers, schedules and stopping rules. */
const trainings: Readonly<Record<string, readonly string[]>> = {
  'augmented, normalized over batches, at a plateau': [
    augmented,
    normalized,
    training('optimizer adam(rate: 0.01)', 'schedule plateau(patience: 1, margin: 0.05)'),
  ],
  'accumulated, averaged, stopped early': [
    dataCell,
    normalized,
    training('accumulate 5', 'average ema 0.9', 'stop early(patience: 30)'),
  ],
  'recurrent, in one cycle': [
    dataCell,
    recurrent,
    training('optimizer rmsprop(rate: 0.01)', 'schedule one_cycle', 'clip norm 1'),
  ],
  'with a memory of gradients': [
    augmented,
    networkCell,
    training(
      'optimizer lbfgs(rate: 0.1)',
      'schedule warmup(1)',
      'stop early(patience: 30, metric: accuracy)',
    ),
  ],
};

describe('trainings stopped, killed and damaged', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  for (const [name, cells] of Object.entries(trainings)) {
    it(`end as if nothing had happened: ${name}`, async () => {
      const whole = await finish(await open(), train(workspace.notebook([...cells], 'whole.dnn')));
      assert.ok(whole.end.event === 'done');

      const client = await open(restingAfter('step', 10));
      const notebook = workspace.notebook([...cells]);
      const stopped = await finish(client, train(notebook), (event, run) => {
        if (event.event === 'step' && event.step === 10) void client.request('stop', { run });
      });
      const { folder } = stopped.run;
      const before = await stopped.run.newestCheckpoint();
      assert.ok(before!.state.step >= 10);

      const doomed = await open(restingAfter('epoch'));
      const killed = finish(doomed, resume(folder), (event, run) => {
        if (event.event === 'epoch') void doomed.request('pause', { run }).catch(() => undefined);
        if (event.event === 'paused') process.kill(doomed.pid, 'SIGKILL');
      });
      await assert.rejects(killed, { code: 'core-lost' });
      const newest = await (await openRun(folder)).newestCheckpoint();
      assert.ok(newest!.state.step > before!.state.step);
      const bytes = readFileSync(newest!.file);
      bytes[bytes.length - 3] ^= 1;
      writeFileSync(newest!.file, bytes);

      const resumed = await finish(await open(), resume(folder));
      assert.ok(resumed.end.event === 'done');
      assert.deepEqual(await weights(resumed.run), await weights(whole.run));
      assert.deepEqual(await values(resumed.run), await values(whole.run));
      assert.deepEqual(resumed.run.manifest.scores, whole.run.manifest.scores);
    });
  }
});
