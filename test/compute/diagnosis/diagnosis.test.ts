import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Verdict } from '../../../src/runs/verdict';
import { Workspace } from '../support';
import { trainHere, trainingOf } from '../training';
import { healthy, ill, type Training } from './trainings';

describe('what is said of a training', () => {
  const workspace = new Workspace();

  /** The verdicts at the end of a training, and all that were given on the way. */
  async function judged({ cells, tables = {} }: Omit<Training, 'verdicts'>) {
    for (const [name, text] of Object.entries(tables))
      writeFileSync(join(workspace.folder, name), text);
    const told: (readonly Verdict[])[] = [];
    const training = trainHere(trainingOf(workspace.notebook([...cells])), {
      onEvent: (event) => {
        if (event.event === 'verdicts') told.push(event.verdicts);
      },
    });
    // One that diverges ends with an error.
    await training.catch((error: unknown) => {
      if (told.length === 0) throw error;
    });
    return { last: told.at(-1) ?? [], all: told.flat() };
  }

  describe('that is healthy: nothing, neither on the way nor at the end', () => {
    for (const [name, training] of Object.entries(healthy))
      it(name, async function () {
        this.timeout(60_000);
        const { all } = await judged(training);
        assert.deepEqual(
          all.map(({ title, evidence }) => `${title}: ${evidence}`),
          [],
        );
      });
  });

  describe('that is ill: what is the matter', () => {
    for (const [name, training] of Object.entries(ill))
      it(name, async function () {
        this.timeout(60_000);
        const { last } = await judged(training);
        const names = last.map((verdict) => verdict.name);
        const { verdicts } = training;
        if (isList(verdicts)) assert.deepEqual(names, verdicts);
        else assert.ok(verdicts.first.includes(names[0] ?? ''), names.join(', '));
        for (const { evidence } of last)
          assert.match(evidence, /\d/, 'no verdict without its number');
      });
  });

  it('covers forty trainings, as many healthy ones as ill ones', () => {
    assert.ok(Object.keys(healthy).length >= 20);
    assert.ok(Object.keys(ill).length >= 20);
  });
});

const isList = (verdicts: Training['verdicts']): verdicts is readonly string[] =>
  Array.isArray(verdicts);
