import assert from 'node:assert/strict';
import { augmentations, Augmenter } from '../../../src/data/augment/augmenter';
import { loadDataset } from '../../../src/data/load';
import { normalizations } from '../../../src/data/normalization';
import { numberedClasses } from '../../../src/data/source';
import { sources } from '../../../src/data/sources';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import { losses } from '../../../src/learning/losses';
import { optimizers } from '../../../src/learning/optimizers';
import { buildTrainingStep } from '../../../src/learning/rules';
import { scheduleFactor, schedules } from '../../../src/learning/schedules';
import { decideStop, stops } from '../../../src/learning/stops';
import { activations, initializers, layers, regularizers } from '../../../src/network/catalogue';
import { initialize } from '../../../src/network/initialize';
import { analyze } from '../../../src/program/analyze';
import { isTraining } from '../../../src/program/verbs/train';
import { referencePages } from '../../../src/program/reference';
import { notebookVocabulary } from '../../../src/program/vocabulary';
import { contextIn } from '../data/support';

/** The words of this test whose rules were asked for. */
const used = new Set<string>();

const word = <K extends string>(kind: K, name: string) => ({
  kind,
  name,
  summary: `Summary of ${name}.`,
  example: name,
  parameters: {},
});

/** Adds one entry to each table; gives what takes them out again. */
const addWords = [
  () =>
    layers.add({
      ...word('layer', 'toy_layer'),
      infer: (_, [shape]) => ({ shape, parameters: [], cost: { multiplyAdds: 0 } }),
      build: ({ inputs: [x] }) => (used.add('toy_layer'), x),
    }),
  () =>
    activations.add({
      ...word('activation', 'toy_activation'),
      initializer: 'he',
      build: (_, x) => (used.add('toy_activation'), x),
    }),
  () =>
    initializers.add({
      ...word('initializer', 'toy_start'),
      sampler: () => (used.add('toy_start'), () => 0.25),
    }),
  () =>
    regularizers.add({
      ...word('regularizer', 'toy_penalty'),
      build: (graph) => (used.add('toy_penalty'), graph.scalar(0)),
    }),
  () =>
    losses.add({
      ...word('loss', 'toy_loss'),
      incompatibility: () => undefined,
      build: ({ graph, head }) => {
        used.add('toy_loss');
        return graph.reduceMean(head.output, { axes: [1], keepdims: 0 });
      },
    }),
  () =>
    optimizers.add({
      ...word('optimizer', 'toy_optimizer'),
      state: () => [],
      build: () => (used.add('toy_optimizer'), ({ weight }) => ({ weight, state: {} })),
    }),
  () =>
    schedules.add({
      ...word('schedule', 'toy_schedule'),
      factor: () => (used.add('toy_schedule'), 1),
    }),
  () =>
    stops.add({
      ...word('stop', 'toy_stop'),
      decide: () => (used.add('toy_stop'), { stop: true, best: 0 }),
    }),
  () =>
    sources.add({
      ...word('source', 'toy_source'),
      load: () => {
        used.add('toy_source');
        const samples = {
          count: 2,
          inputs: new Float32Array([1, 2, 3, 4]),
          targets: new Uint8Array([0, 1]),
        };
        return Promise.resolve({
          inputShape: [2],
          target: numberedClasses(2),
          train: samples,
          test: samples,
        });
      },
      probe: () => Promise.resolve(undefined),
    }),
  () =>
    normalizations.add({
      ...word('normalization', 'toy_scale'),
      fixed: () => (used.add('toy_scale'), { mean: [0], scale: [2] }),
    }),
  () =>
    augmentations.add({
      ...word('augmentation', 'toy_change'),
      change: () => void used.add('toy_change'),
    }),
];

const notebook = [
  'data points {\n  source toy_source\n  normalize toy_scale\n  augment toy_change\n}',
  'network Net {\n  input x[2]\n  toy_layer\n  output: dense(2, init: toy_start, regularize: toy_penalty) toy_activation\n}',
  'train Net on points {\n  loss toy_loss\n  optimizer toy_optimizer\n  schedule toy_schedule\n  stop toy_stop\n}',
];
const all = notebook.join('\n');
const words = [...new Set(all.match(/toy_\w+/g))];

describe('words added to the tables from outside', () => {
  const tables = {
    vocabulary: notebookVocabulary,
    names: { networks: ['Net'], data: ['points'], blocks: [], labels: [], lets: [] },
  };
  let removeWords: (() => void)[] = [];
  before(() => {
    removeWords = addWords.map((add) => add());
  });
  after(() => {
    for (const remove of removeWords) remove();
    assert.ok(!referencePages().get('layers.md')?.includes('toy_layer'), 'taken out again');
  });

  for (const toy of words) {
    const at = all.indexOf(toy);
    it(`${toy} is completed where it may stand`, () => {
      const labels = complete(all, at, tables).items.map(({ label }) => label);
      assert.ok(labels.includes(toy), labels.join(' '));
    });

    it(`${toy} is explained`, () => {
      assert.match(hoverAt(all, at + 1, tables)?.contents ?? '', new RegExp(`Summary of ${toy}`));
    });

    it(`${toy} is what a misspelt word is taken for`, () => {
      const { diagnostics } = analyze(notebook.map((cell) => cell.replace(toy, `${toy}y`)));
      assert.match(diagnostics[0]?.message ?? '', new RegExp(`did you mean \`${toy}\``));
    });

    it(`${toy} is on a reference page`, () => {
      const pages = [...referencePages().values()];
      assert.equal(pages.filter((page) => page.includes(`## ${toy}\n`)).length, 1);
    });
  }

  it('train a network', async () => {
    const { actions, diagnostics } = analyze(notebook);
    assert.deepEqual(diagnostics, []);
    const [action] = actions;
    assert.ok(isTraining(action));
    const { network, plan, data } = action;
    const dataset = await loadDataset(data, contextIn('.'));
    assert.deepEqual(dataset.normalization, { mean: [0], scale: [2] });
    const targets = { kind: 'classes', count: 2 } as const;
    buildTrainingStep(network, plan, { batch: 2, targets });
    const [weight] = initialize(network, 1).values();
    assert.deepEqual([...weight], [0.25, 0.25, 0.25, 0.25]);
    scheduleFactor(plan.schedule, { step: 0, stepsPerEpoch: 1, epochs: 1 });
    assert.ok(decideStop(plan.stop!, [{ loss: 1 }]).stop);
    new Augmenter(data.augment!, [2], 1).apply(Int32Array.of(0), 0, new Float32Array(2));
    assert.deepEqual([...used].sort(), [...words].sort());
  });
});
