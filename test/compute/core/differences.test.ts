import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CoreClient } from '../../../src/compute/client/client';
import { notebookCells } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

describe('the answers of two runs', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  /** Trains with each of some seeds; gives the folders. */
  async function trained(
    client: CoreClient,
    cells: string[],
    seeds: readonly number[],
  ): Promise<{ folders: [string, string]; notebook: { path: string; text: string } }> {
    const notebook = workspace.notebook(cells);
    const folders: string[] = [];
    for (const seed of seeds)
      folders.push((await finish(client, train(notebook, { seed }))).run.folder);
    return { folders: folders as [string, string], notebook };
  }

  it('are compared sample by sample, as their own evaluations count them', async () => {
    const client = await open();
    const { folders, notebook } = await trained(client, notebookCells(), [1, 2]);
    const found = await client.request('differences', { runs: folders, split: 'test' });
    const accuracies = await Promise.all(
      folders.map(async (run) => {
        const own = { notebook, network: 'Net', run, split: 'test' } as const;
        return (await client.request('evaluate', own)).classes?.accuracy ?? NaN;
      }),
    );
    const { answers, bothRight, onlyFirst, onlySecond, bothWrong, examples } = found;
    assert.equal(answers, 100);
    assert.equal(bothRight + onlyFirst + onlySecond + bothWrong, 100);
    assert.deepEqual(
      [bothRight + onlyFirst, bothRight + onlySecond],
      accuracies.map((accuracy) => Math.round(100 * accuracy)),
    );
    assert.equal(examples.length, onlyFirst + onlySecond);
    assert.ok(onlyFirst + onlySecond > 0, 'two seeds never answer alike');
    for (const { truth, predicted } of examples)
      assert.equal(predicted.filter((each) => each === truth).length, 1);
    assert.deepEqual(found.images?.shape, [examples.length, 1, 28, 28]);
    // Mistakes that are most confident come first.
    const mistakes = examples.map(({ truth, predicted, confidence }) =>
      predicted[0] === truth ? confidence[1] : confidence[0],
    );
    assert.deepEqual(
      mistakes,
      mistakes.toSorted((a, b) => b - a),
    );
  });

  it('of one run and itself are the same', async () => {
    const client = await open();
    const { folders } = await trained(client, notebookCells(), [1]);
    const found = await client.request('differences', { runs: [folders[0], folders[0]] });
    assert.deepEqual([found.onlyFirst, found.onlySecond, found.wrongApart], [0, 0, 0]);
  });

  it('are refused where they are to different samples, or are no classes', async () => {
    const client = await open();
    const [one] = (await trained(client, notebookCells(), [1])).folders;
    const others = notebookCells().map((cell) => cell.replace('seed: 1', 'seed: 2'));
    const [two] = (await trained(client, others, [1])).folders;
    await assert.rejects(
      client.request('differences', { runs: [one, two], split: 'test' }),
      /samples of `digits\.test` are not the same in both runs/,
    );
    const regression = [
      'data wave { source sine(train: 60, test: 20)\n batch 10 }',
      'network Net {\n input x[1]\n output: dense(1)\n}',
      'train Net on wave { epochs 1 }',
    ];
    const values = await trained(client, regression, [1]);
    await assert.rejects(
      client.request('differences', { runs: [values.folders[0], values.folders[0]] }),
      /`wave` has no classes/,
    );
  });
});
