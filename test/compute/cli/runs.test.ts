import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns } from '../../../src/runs/list';
import type { Run } from '../../../src/runs/run';
import { needTensorBoard, runPeer } from '../onnx/peers';
import { bundles, cliPath, Workspace } from '../support';

describe('dnn runs', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();

  function dnn(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, ...args], {
      cwd: workspace.folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  /** A training of three epochs with ten steps each, and its run. */
  async function train(): Promise<Run> {
    const { path } = workspace.notebook();
    dnn('train', 'net.dnn', '--quiet', '--device', 'cpu');
    const [run] = await listRuns(path);
    return run;
  }

  it('shows names, tags and notes, in the list, as JSON and side by side', async () => {
    const run = await train();
    assert.doesNotMatch(dnn('runs', 'net.dnn'), /name|tags|note/);
    await run.describe({ name: 'wide net', tags: ['a', 'b'], note: 'x\x1b[2Jy' });
    const out = dnn('runs', 'net.dnn');
    assert.match(out, /^run .* name +tags +note$/m);
    assert.match(out, /wide net {2}a, b {2}x\\x1b\[2Jy$/m);
    const line = JSON.parse(dnn('runs', '--json')) as Record<string, unknown>;
    assert.deepEqual([line.name, line.tags], ['wide net', ['a', 'b']]);
    assert.match(dnn('runs', '--compare', run.id, run.id), /name wide net, tags a, b/);
  });

  it('tells what can be removed, and removes it when told to', async () => {
    const run = await train();
    const checkpoints = () => readdirSync(join(run.folder, 'checkpoints'));
    const before = checkpoints();
    assert.equal(before.length, 2);
    const out = dnn('runs', '--prune');
    assert.match(out, new RegExp(`^${run.id} +1 checkpoint +[\\d.]+ KiB$`, 'm'));
    assert.match(out, new RegExp(`^${run.id} +\\d+ earlier steps +[\\d.]+ KiB$`, 'm'));
    assert.match(out, /can be freed: add --yes/);
    assert.deepEqual(checkpoints(), before);
    const [removed] = dnn('runs', 'net.dnn', '--prune', '--yes', '--json').split('\n');
    assert.deepEqual((JSON.parse(removed) as { event: string; paths: string[] }).paths, [
      join(run.folder, 'checkpoints', before[0]),
    ]);
    assert.deepEqual(checkpoints(), before.slice(1));
    assert.equal(dnn('runs', '--prune'), 'Nothing to remove.\n');
    dnn('export', 'net.dnn', 'Net', 'net.onnx');
    assert.match(dnn('runs', '--prune', '--keep', '0'), /the whole run/);
    dnn('runs', run.id, '--prune', '--keep', '0', '--yes');
    assert.ok(!existsSync(run.folder));
  });

  it('exports measures that TensorBoard reads, wall times and steps included', async function () {
    needTensorBoard.call(this);
    const run = await train();
    const files = dnn('runs', run.id, '--export', 'out').trimEnd().split('\n');
    assert.deepEqual(
      files.map((file) => existsSync(join(workspace.folder, file))),
      [true, true, true],
    );
    type Scalars = Record<
      string,
      readonly (readonly [time: number, step: number, value: number])[]
    >;
    const read = JSON.parse(
      runPeer('tensorboard_events.py', join(workspace.folder, 'out')),
    ) as Record<string, Scalars>;
    assert.deepEqual(Object.keys(read), [run.id]);
    const scalars = read[run.id];
    const lines = readFileSync(join(run.folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const steps = events.filter(({ event }) => event === 'step') as {
      step: number;
      seconds: number;
      values: { loss: number; gradients: number[] };
    }[];
    const start = Date.parse(run.manifest.created) / 1000;
    assert.ok(steps.length > 5);
    const toldLoss = steps.map(({ step, seconds, values }) => [
      ...[start + seconds, step],
      Math.fround(values.loss),
    ]);
    // At the end of an epoch the time is that of its scores.
    const withoutTime = (points: readonly (readonly number[])[]) => points.map((p) => p.slice(1));
    assert.deepEqual(withoutTime(scalars['train/loss']), withoutTime(toldLoss));
    assert.deepEqual(scalars['train/loss'][0], toldLoss[0]);
    assert.deepEqual(
      scalars['gradients/C1.weight'].map(([, , value]) => value),
      steps.map(({ values }) => Math.fround(values.gradients[0])),
    );
    const epochs = events.filter(({ event }) => event === 'epoch') as {
      step: number;
      validation: { accuracy: number };
    }[];
    assert.deepEqual(
      withoutTime(scalars['validation/accuracy']),
      epochs.map(({ step, validation }) => [step, Math.fround(validation.accuracy)]),
    );
    assert.equal(scalars['test/accuracy'].length, 1);
  });
});
