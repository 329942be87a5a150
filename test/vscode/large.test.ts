import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { closeAll, codeCells, notebookOf, openNotebook, until } from './support/workspace';

const layers = (cell: number) =>
  Array.from({ length: 200 }, (_, i) => `  L${cell}_${i}: dense(64, bias: false) tanh`).join('\n');

/** Four networks, 800 layers, one network a cell; the last one has a mistake. */
const networks = Array.from(
  { length: 4 },
  (_, i) =>
    `network N${i} {\n  input x[64]\n${layers(i)}\n  output: ${i === 3 ? 'dens' : 'dense'}(2) softmax\n}`,
);
/** As much text that means nothing. */
const comments = networks.map((text) => text.replace(/^/gm, '# '));

/** The longest time for which the extension host's thread did nothing else, in milliseconds, while `work` lasts. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6 - 5;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 1000));

describe('a large notebook', function () {
  this.timeout(180_000);
  afterEach(closeAll);

  it('does not hold up the extension host, and has its diagnostics, hints and completion', async () => {
    // What VS Code itself does with so many cells is not ours.
    const usual = await longestDelay(async () => {
      await openNotebook('comments.dnn', notebookOf(...comments));
      await settled();
    });
    await closeAll();
    let cells: vscode.TextDocument[] = [];
    const delay = await longestDelay(async () => {
      const notebook = await openNotebook('networks.dnn', notebookOf(...networks));
      cells = codeCells(notebook).map(({ document }) => document);
      await until(() => vscode.languages.getDiagnostics(cells.at(-1)!.uri).length > 0);
      await settled();
    });
    console.log(`      longest delay ${delay.toFixed(0)} ms, ${usual.toFixed(0)} ms with comments`);
    assert.ok(delay < usual + 50, `${delay.toFixed(1)} ms, ${usual.toFixed(1)} ms with comments`);

    const [first] = cells;
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      first.uri,
      new vscode.Range(0, 0, first.lineCount, 0),
    );
    assert.equal(hints.length, 201);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      first.uri,
      new vscode.Position(2, '  L0_0: de'.length),
    );
    assert.ok(list.items.some(({ label }) => label === 'dense'));
  });
});
