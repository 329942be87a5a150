import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { fieldMark } from '../../../src/designer/mark';
import { revisionOf } from '../../../src/designer/design';
import { actionsOf, networksOf } from '../../../src/extension/analysis/outline';
import { outlineOf } from '../../../src/extension/analysis/outlineOf';
import type { AnalyzedNotebook } from '../../../src/services/notebook';
import { queries, type Argument, type Query } from '../../../src/services/queries';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { modelFiles } from '../../../src/program/modelFiles';
import { notebooksIn } from '../../notebooks';

const examples = join(__dirname, '../../../examples');

const analyzed = (...sources: string[]): AnalyzedNotebook => ({
  sources,
  program: analyze(sources),
});

function analyzedExample(name: string): AnalyzedNotebook {
  const { cells } = parseNotebook(readFileSync(join(examples, name), 'utf8'));
  return analyzed(...cells.filter(({ kind }) => kind === 'code').map(({ source }) => source));
}

const ask = <Q extends Query>(
  notebook: AnalyzedNotebook,
  query: Q,
  argument: Argument<Q>,
): unknown => queries[query](notebook, argument as never);

/** Each query, once. */
async function answers(notebook: AnalyzedNotebook): Promise<Record<Query, unknown>> {
  const { program, sources } = notebook;
  const cell = program.cells.findIndex((all) => all.some(({ kind }) => kind === 'network'));
  const text = sources[cell];
  const [network] = networksOf(outlineOf(program, sources));
  const layer = program.networks.get(network)?.layers.at(-1)?.id ?? '';
  const at = { cell, text, offset: text.lastIndexOf('(') + 1 };
  const start = text.indexOf(network);
  const word = { start, end: start + network.length };
  const owner = { kind: 'network', name: network } as const;
  return {
    completions: ask(notebook, 'completions', at),
    signature: ask(notebook, 'signature', at),
    hover: ask(notebook, 'hover', { cell, text, offset: start, word }),
    formatting: ask(notebook, 'formatting', text),
    fixes: await ask(notebook, 'fixes', {
      severity: 'error',
      code: 'unknown-layer',
      message: '',
      location: { cell, start, end: start + network.length },
    }),
    symbols: ask(notebook, 'symbols', cell),
    definition: ask(notebook, 'definition', { cell, offset: start }),
    references: ask(notebook, 'references', { cell, offset: start, withDefinition: true }),
    highlights: ask(notebook, 'highlights', { cell, offset: start }),
    prepareRename: ask(notebook, 'prepareRename', { cell, offset: start }),
    rename: ask(notebook, 'rename', { cell, offset: start, name: 'Fresh' }),
    semanticTokens: ask(notebook, 'semanticTokens', cell),
    folds: ask(notebook, 'folds', cell),
    selections: ask(notebook, 'selections', { cell, offsets: [start] }),
    links: ask(notebook, 'links', cell),
    lenses: ask(notebook, 'lenses', cell),
    hints: ask(notebook, 'hints', { cell, start: 0, end: text.length }),
    network: ask(notebook, 'network', network),
    networkHash: ask(notebook, 'networkHash', network),
    layerLocation: ask(notebook, 'layerLocation', { network, layer }),
    repairs: ask(notebook, 'repairs', { network, verdict: { name: 'overfitting' } }),
    verdictPlace: ask(notebook, 'verdictPlace', { network, layers: [layer] }),
    rateEdit: ask(notebook, 'rateEdit', { network, rate: 0.1 }),
    design: ask(notebook, 'design', { owner }),
    designAt: ask(notebook, 'designAt', { cell, ...word }),
    designEdit: ask(notebook, 'designEdit', {
      owner,
      revisions: [revisionOf(sources)],
      operation: { kind: 'remove', group: { first: [1], count: 1 } },
    }),
    designField: ask(notebook, 'designField', {
      owner,
      revision: revisionOf(sources),
      operation: { kind: 'replace', at: [1], text: fieldMark },
      text: 'dense',
      question: { kind: 'check' },
    }),
    statementPlace: ask(notebook, 'statementPlace', { word: 'train', subject: network, number: 0 }),
    designPlace: ask(notebook, 'designPlace', { owner, path: [0] }),
    cost: await ask(notebook, 'cost', { network, device: 'cpu' }),
    trainMeaning: ask(notebook, 'trainMeaning', { action: 0, network }),
    networkMeaning: ask(notebook, 'networkMeaning', network),
    trainSource: ask(notebook, 'trainSource', { action: 0, network, overrides: {} }),
  };
}

describe('an analysed notebook', () => {
  for (const name of notebooksIn(examples)) {
    it(`has an outline and answers that another thread can receive: ${name}`, async () => {
      const notebook = analyzedExample(name);
      const outline = outlineOf(notebook.program, notebook.sources);
      assert.deepEqual(structuredClone(outline), outline);
      if (networksOf(outline).length === 0) return; // they are in files
      const all = await answers(notebook);
      assert.deepEqual(structuredClone(all), all);
      for (const [query, answer] of Object.entries(all)) assert.ok(answer, query);
    });
  }

  it('has the actions of the program, with their numbers, in its outline', () => {
    const notebook = analyzedExample('lenet5.dnn');
    const { program, sources } = notebook;
    const outline = outlineOf(program, sources);
    assert.deepEqual(
      actionsOf(outline).map(({ kind, index, network }) => [kind, index, network]),
      program.actions.map(({ kind, network }, i) => [kind, i, network.name]),
    );
    assert.deepEqual(networksOf(outline), [...program.networks.keys()]);
  });

  it('has the actions as written in its outline', () => {
    const network = 'network N {\n  input x[4]\n  output: dense(2) softmax\n}';
    const { program, sources } = analyzed(`${network}\ninspect N {\n  gradients\n} # of one batch`);
    const [{ text }] = actionsOf(outlineOf(program, sources));
    assert.equal(text, 'inspect N {\n  gradients\n}');
  });

  it('tells the batch of data only where one is written: a rule may have a usual one', () => {
    const { program, sources } = analyzed(
      'data a { source digits }',
      'data b {\n  source digits\n  batch 7\n}',
    );
    const batches = outlineOf(program, sources)
      .cells.flat()
      .map((one) => one.kind === 'data' && one.payload?.batch);
    assert.deepEqual(batches, [undefined, 7]);
  });

  it('tells what cannot run in its outline', () => {
    const { program, sources } = analyzed(
      'network N {\n  input x[4]\n  dens(2) softmax\n}',
      'export N to "n.onnx"',
    );
    const { cells, diagnostics } = outlineOf(program, sources);
    assert.equal(diagnostics.length, 1);
    const plain = cells.map((statements) => statements.map(({ meaning: _, ...rest }) => rest));
    assert.deepEqual(plain, [
      [{ kind: 'network', name: 'N', isComplete: false }],
      [{ kind: 'action', verb: 'export', subject: 'N' }],
    ]);
  });

  it('offers, explains and shows a network whose file an export above has yet to write', () => {
    const sources = [
      'network A {\n  input x[4]\n  output: dense(2)\n}\nexport A to "a.onnx"',
      'network B from "a.onnx"',
    ];
    const folder = mkdtempSync(join(tmpdir(), 'dnn-queries-'));
    const files = { notebookFolder: folder, environment: {} };
    const notebook = { sources, files, program: analyze(sources, modelFiles(files)) };
    rmSync(folder, { recursive: true });
    assert.deepEqual(outlineOf(notebook.program, sources).diagnostics, []);
    const text = 'network B from ';
    const offered = queries.completions(notebook, { cell: 1, text, offset: text.length });
    assert.ok(offered.items.some(({ label }) => label === '"a.onnx"'));
    const at = { cell: 1, text: sources[1], offset: sources[1].indexOf('a.onnx') };
    assert.match(queries.hover(notebook, at)?.contents ?? '', /`export` above.*\[4\\] → .*\[2\\]/s);
    assert.equal(queries.network(notebook, 'B')?.totals.parameterCount, 10);
    assert.deepEqual(
      queries.hints(notebook, { cell: 1, start: 0, end: 99 }).map(({ label }) => label),
      ['[4] → [2]  1 node, 10 params'],
    );
  });

  it('sends the editor little, however many layers it has', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `  L${i}: dense(64) tanh`).join('\n');
    const network = (i: number) => `network N${i} {\n  input x[64]\n${lines}\n  dense(2)\n}`;
    const notebook = analyzed(...Array.from({ length: 4 }, (_, i) => network(i)));
    assert.equal(notebook.program.layers.length, 4 * 1001);
    const kilobytes = (sent: unknown) => serialize(sent).byteLength / 1000;
    assert.ok(kilobytes(outlineOf(notebook.program, notebook.sources)) < 2);
    // What a screen shows of a cell: hints are asked for by range.
    const screen = { cell: 1, start: 0, end: lines.indexOf('L50:') };
    assert.ok(kilobytes(ask(notebook, 'hints', screen)) < 16);
    const place = { cell: 2, text: 'network N2 { dens', offset: 17 };
    assert.ok(kilobytes(ask(notebook, 'completions', place)) < 128);
  });
});
