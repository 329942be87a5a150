import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { GraphBuilder } from '../../src/graph/builder';
import { writeModel } from '../../src/onnx/write';
import {
  closeAll,
  codeCells,
  notebookOf,
  openNotebook,
  until,
  workspaceFile,
} from './support/workspace';

/** A file in the workspace: one product of four inputs. */
async function writeProduct(name: string): Promise<void> {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['N', 4]);
  graph.output('y', graph.matMul(x, graph.input('kernel', 'float32', [4, 3])));
  const initializers = new Map([['kernel', new Float32Array(12)]]);
  const bytes = writeModel(graph.build(), { name: 'product', initializers });
  await vscode.workspace.fs.writeFile(workspaceFile(name), bytes);
}

const cellOf = (source: string) => ({
  source: source.replace('|', ''),
  offset: source.indexOf('|'),
});

async function openCell(source: string): Promise<vscode.TextDocument> {
  const notebook = await openNotebook('imported.dnn', notebookOf(source));
  return codeCells(notebook)[0].document;
}

describe('a network from a file', () => {
  afterEach(closeAll);

  it('is marked at the name of a file that is missing, until the file is there', async () => {
    const document = await openCell('network N from "later.onnx" {\n  cut "y"\n}');
    const [found] = await until(() => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.length > 0 && all;
    });
    assert.equal(document.getText(found.range), '"later.onnx"');
    await writeProduct('later.onnx');
    await until(() => vscode.languages.getDiagnostics(document.uri).length === 0);
  });

  const offers: readonly (readonly [source: string, label: string])[] = [
    ['network N from |', '"product.onnx"'],
    ['network N from "pr|"', '"product.onnx"'],
    ['network N from "product.onnx" {\n  frozen "|"\n}', '"kernel"'],
    ['network N from "product.onnx" {\n  cut "|"\n}', '"y"'],
    ['network N from "product.onnx" {\n  |\n}', 'frozen'],
  ];
  for (const [place, label] of offers) {
    it(`offers ${label} at ${place.replaceAll('\n', ' ')}`, async () => {
      await writeProduct('product.onnx');
      const { source, offset } = cellOf(place);
      const document = await openCell(source);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        document.positionAt(offset),
      );
      const labels = items.map((item) =>
        typeof item.label === 'string' ? item.label : item.label.label,
      );
      assert.ok(labels.includes(label), labels.join(' '));
    });
  }

  it('tells what is in the file, and its shapes', async () => {
    await writeProduct('product.onnx');
    const { source, offset } = cellOf('network N from "prod|uct.onnx"');
    const document = await openCell(source);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(offset),
    );
    const texts = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    assert.match(texts.map(({ value }) => value).join('\n'), /product.*12 parameters/s);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['[4] → [3]  1 node, 12 params'],
    );
  });
});
