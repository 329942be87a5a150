import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreError } from '../../../src/compute/wire/error';
import { toWireTensor, type Answer } from '../../../src/compute/protocol/protocol';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { snapshotSteps } from '../../../src/runs/snapshotSteps';
import { readSnapshot, snapshotsIn } from '../../../src/runs/snapshots';
import type { Run } from '../../../src/runs/run';
import { dataCell, networkCell, notebookCells } from '../notebooks';
import { bundles, cores, finish, restingAfter, resume, train, Workspace } from '../support';

const trained = (epochs: number) => [
  dataCell,
  networkCell,
  `train Net on digits {\n  optimizer adam(rate: 0.01)\n  epochs ${epochs}\n  seed 5\n}`,
];
const stepsPerEpoch = 8; // 256 of 320 samples, in batches of 32

const input = toWireTensor(
  [1, 28, 28],
  Float32Array.from({ length: 784 }, (_, i) => Math.abs(Math.sin(i * 0.37))),
);

/** All snapshots of a run, as numbers. */
async function snapshotsOf({ folder }: Run): Promise<Map<number, Record<string, number[]>>> {
  const found = new Map<number, Record<string, number[]>>();
  for (const step of await snapshotsIn(folder))
    found.set(
      step,
      Object.fromEntries(
        [...(await readSnapshot(folder, step))!].map(([key, { data }]) => [key, [...data]]),
      ),
    );
  return found;
}

describe('the parameters of earlier steps', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('are those of a training that ended there', async () => {
    const client = await open();
    const long = await finish(client, train(workspace.notebook(trained(5), 'long.dnn')));
    const snapshots = await snapshotsOf(long.run);
    const last = 5 * stepsPerEpoch;
    assert.deepEqual([...snapshots.keys()], snapshotSteps(last, 33));
    for (const epochs of [0, 1, 2, 4]) {
      const name = `${epochs}.dnn`;
      const short = await finish(client, train(workspace.notebook(trained(epochs), name)));
      const { tensors, state } = (await short.run.newestCheckpoint())!;
      assert.equal(state.step, epochs * stepsPerEpoch);
      const snapshot = snapshots.get(state.step)!;
      assert.deepEqual(Object.keys(snapshot).sort(), [
        'C1.bias',
        'C1.weight',
        'output.bias',
        'output.weight',
      ]);
      for (const [key, numbers] of Object.entries(snapshot))
        assert.deepEqual(numbers, [...tensors.get(key)!.data], `${key} at step ${state.step}`);
    }
  });

  it('are the same when the training was stopped and went on', async () => {
    const cells = notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 30'));
    const client = await open(restingAfter('epoch', 3));
    const whole = await finish(client, train(workspace.notebook(cells, 'whole.dnn')));
    const { run } = await finish(client, train(workspace.notebook(cells)), (event, id) => {
      if (event.event === 'epoch' && event.epoch === 3) void client.request('stop', { run: id });
    });
    const stopped = await snapshotsOf(run);
    assert.ok(Math.max(...stopped.keys()) <= run.manifest.step);
    assert.deepEqual([...stopped.keys()], snapshotSteps(run.manifest.step, 33));
    // As if the process had been killed before its last checkpoint, though after snapshots of later steps.
    const ahead = new Map([[28, (await readSnapshot(run.folder, 8))!]]);
    await run.saveSnapshots([...stopped.keys(), 28], ahead);
    const resumed = await finish(client, resume(run.folder));
    assert.deepEqual(await snapshotsOf(resumed.run), await snapshotsOf(whole.run));
  });

  it('are asked for by step, and told where there are none', async () => {
    const notebook = workspace.notebook(trained(5));
    const client = await open();
    const request = { notebook, network: 'Net' };
    const ask = (step?: number) =>
      client.request('answer', {
        ...request,
        input,
        layers: [{ layer: 'C1' }],
        parameters: [{ layer: 'C1' }],
        step,
      });
    const untrained = await ask();
    assert.deepEqual(await ask(0), untrained);
    assert.deepEqual(await client.request('snapshots', request), { steps: [] });
    await assert.rejects(ask(1), { code: 'no-step' });

    const { run } = await finish(client, train(notebook));
    const versioned = (step?: number): Promise<Answer> =>
      client.request('answer', {
        ...{ ...request, input, layers: [{ layer: 'C1' }], parameters: [{ layer: 'C1' }], step },
        version: 'trained',
      });
    const steps = [...snapshotSteps(40, 33), 40];
    assert.deepEqual(await client.request('snapshots', request), { run: run.id, steps });
    const first = await versioned(0);
    assert.deepEqual([first.run, first.step], [run.id, 0]);
    assert.deepEqual(first.outputs, untrained.outputs);
    assert.deepEqual(first.prediction, untrained.prediction);
    const seen = new Set<string>();
    for (const step of [...steps, 8, 0, 40]) {
      const answer = await versioned(step);
      assert.equal(answer.step, step);
      const [weight] = answer.parameters;
      seen.add(weight.values.data);
      const kept = step === 40 ? (await run.newestCheckpoint())!.tensors : undefined;
      const expected = kept ?? (await readSnapshot(run.folder, step))!;
      assert.deepEqual(fromWireTensor(weight.values), expected.get('C1.weight')!.data);
    }
    assert.equal(seen.size, steps.length);
    assert.deepEqual(await versioned(40), await versioned());
    await assert.rejects(versioned(3), ({ failure }: CoreError) => {
      assert.equal(failure.code, 'no-step');
      assert.match(failure.message, /^The parameters of step 3 of run .* are not kept\.$/);
      assert.match(failure.hint!, /^Kept are those of steps 0, 1, 2, 4, .* 32, 40\.$/);
      return true;
    });
  });

  it('are answered with while the training goes on', async () => {
    const notebook = workspace.notebook(trained(5));
    const client = await open(restingAfter('epoch', 2));
    let seen: Promise<unknown> = Promise.resolve();
    const look = async () => {
      const { steps } = await client.request('snapshots', { notebook, network: 'Net' });
      const version = String(steps.at(-1));
      const answers = [];
      for (const step of [steps[0], 4, undefined]) {
        const asked = { notebook, network: 'Net', input, layers: [], step, version };
        answers.push(await client.request('answer', asked));
      }
      return { steps, answers };
    };
    const whole = await finish(client, train(notebook), (event, run) => {
      if (event.event !== 'epoch' || event.epoch !== 2) return;
      const paused = client.request('pause', { run });
      seen = paused.then(look).finally(() => client.request('continue', { run }));
    });
    const { steps, answers } = (await seen) as Awaited<ReturnType<typeof look>>;
    const now = steps.at(-1)!;
    assert.ok(now >= 16 && now < 40, `at step ${now}`);
    assert.deepEqual(
      steps.slice(0, -1),
      snapshotSteps(now, 33).filter((step) => step < now),
    );
    assert.deepEqual(
      answers.map(({ run, step }) => [run, step]),
      [0, 4, now].map((step) => [whole.run.id, step]),
    );
    const later = await client.request('answer', {
      ...{ notebook, network: 'Net', input, layers: [], step: 4 },
      version: 'over',
    });
    assert.deepEqual(answers[1].prediction, later.prediction);
  });

  it('are what an inspection of a step shows', async () => {
    const notebook = workspace.notebook(trained(2));
    const client = await open();
    await finish(client, train(notebook));
    const seen = await client.request('inspect', { notebook, network: 'Net', step: 4 });
    const asked = { notebook, network: 'Net', input: seen.sample!.input, layers: [], step: 4 };
    const answer = await client.request('answer', asked);
    assert.equal(seen.step, 4);
    assert.deepEqual(seen.sample!.prediction, answer.prediction);
  });

  it('may be removed, and the newest ones are left', async () => {
    const notebook = workspace.notebook(trained(2));
    const client = await open();
    const { run } = await finish(client, train(notebook));
    rmSync(join(run.folder, 'snapshots'), { recursive: true });
    assert.deepEqual(await client.request('snapshots', { notebook, network: 'Net' }), {
      run: run.id,
      steps: [16],
    });
    assert.deepEqual(readdirSync(join(run.folder, 'checkpoints')).length > 0, true);
  });

  it('of a layer are counted as a plain loop counts them', async () => {
    const notebook = workspace.notebook(trained(4));
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const request = { notebook, network: 'Net', layer: 'C1', bins: 7 };
    const history = await client.request('weightHistory', request);
    const steps = [...snapshotSteps(32, 33)];
    assert.deepEqual([history.run, history.steps], [run.id, steps]);
    assert.deepEqual(
      history.parameters.map(({ name, shape }) => [name, shape]),
      [
        ['weight', [3, 1, 5, 5]],
        ['bias', [3]],
      ],
    );
    for (const { name, from, to, steps: told } of history.parameters) {
      const numbers: number[][] = [];
      for (const step of steps)
        numbers.push([...(await readSnapshot(run.folder, step))!.get(`C1.${name}`)!.data]);
      assert.deepEqual([from, to], [Math.min(...numbers.flat()), Math.max(...numbers.flat())]);
      const edges = Array.from({ length: 8 }, (_, i) => from + ((to - from) * i) / 7);
      told.forEach(({ counts, mean, deviation, min, max }, i) => {
        const own = numbers[i];
        assert.deepEqual([min, max], [Math.min(...own), Math.max(...own)]);
        const expected = own.reduce((sum, each) => sum + each, 0) / own.length;
        const variance = own.reduce((sum, each) => sum + (each - expected) ** 2, 0) / own.length;
        assert.ok(Math.abs(Number(mean) - expected) < 1e-12);
        assert.ok(Math.abs(Number(deviation) - Math.sqrt(variance)) < 1e-12);
        const inBin = (bin: number) =>
          own.filter(
            (each) => each >= edges[bin] && (each < edges[bin + 1] || (bin === 6 && each <= to)),
          ).length;
        assert.deepEqual(
          counts,
          Array.from({ length: 7 }, (_, bin) => inBin(bin)),
        );
      });
    }
    await assert.rejects(client.request('weightHistory', { ...request, layer: 'none' }), {
      code: 'no-layer',
    });
  });

  it('of a network that was never trained are none', async () => {
    const notebook = workspace.notebook(trained(3));
    const client = await open();
    const request = { notebook, network: 'Net', layer: 'C1' };
    assert.deepEqual(await client.request('weightHistory', request), { steps: [], parameters: [] });
  });
});
