import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  codeCells,
  openNotebook,
  smallNotebook,
  until,
  workspaceFile,
} from './support/workspace';

const read = async (name: string) =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceFile(name)));

async function replaceCell(cell: vscode.NotebookCell, source: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const { document } = cell;
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, document.validateRange(all), source);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('a notebook file', () => {
  afterEach(closeAll);

  it('opens with its cells', async () => {
    const notebook = await openNotebook('cells.dnn', smallNotebook);
    assert.equal(notebook.notebookType, 'dnn-notebook');
    assert.equal(notebook.cellCount, 6);
    assert.deepEqual(
      new Set(codeCells(notebook).map(({ document }) => document.languageId)),
      new Set(['dnn']),
    );
  });

  const oddities: readonly (readonly [what: string, text: string])[] = [
    ['as written', smallNotebook],
    ['CRLF line ends', smallNotebook.replaceAll('\n', '\r\n')],
  ];
  for (const [what, original] of oddities) {
    it(`is saved byte for byte outside the edited cell: ${what}`, async () => {
      const notebook = await openNotebook('saved.dnn', original);
      const cell = codeCells(notebook)[0];
      const source = cell.document.getText();
      await replaceCell(cell, source.replace('seed: 7', 'seed: 8'));
      assert.ok(await notebook.save());
      assert.equal(await read('saved.dnn'), original.replace('seed: 7', 'seed: 8'));
      await replaceCell(cell, source);
      assert.ok(await notebook.save());
      assert.equal(await read('saved.dnn'), original);
    });
  }

  it('without a byte is a new notebook, and becomes readable when saved', async () => {
    const notebook = await openNotebook('empty.dnn', '');
    assert.equal(notebook.cellCount, 0);
    const edit = new vscode.WorkspaceEdit();
    const code = vscode.NotebookCellKind.Code;
    const cell = new vscode.NotebookCellData(code, 'let n = 3', 'dnn');
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [cell])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await notebook.save());
    assert.equal(await read('empty.dnn'), '---\ndnn: 1\n---\n\n```dnn\nlet n = 3\n```\n');
  });

  const unreadable: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['without front matter', '# Only Markdown\n', /line 1/],
    ['of a newer version', '---\ndnn: 99\n---\n', /line 2/],
    [
      'that a merge left in conflict',
      smallNotebook.replace(
        '  epochs 2\n',
        '<<<<<<< HEAD\n  epochs 2\n=======\n  epochs 3\n>>>>>>> other\n',
      ),
      /line 29: a merge left two versions/,
    ],
    ['with an open fence', '---\ndnn: 1\n---\n\n```dnn\ndata d {\n', /line 5/],
  ];
  for (const [what, content, message] of unreadable) {
    it(`${what} is refused, with the line, and stays as it was`, async () => {
      const uri = workspaceFile('unreadable.dnn');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
      await assert.rejects(async () => vscode.workspace.openNotebookDocument(uri), message);
      assert.equal(await read('unreadable.dnn'), content);
    });
  }

  it('is compared with another version cell by cell', async () => {
    const [before, after] = [workspaceFile('before.dnn'), workspaceFile('after.dnn')];
    const changed = smallNotebook.replace('epochs 2', 'epochs 3');
    await vscode.workspace.fs.writeFile(before, new TextEncoder().encode(smallNotebook));
    await vscode.workspace.fs.writeFile(after, new TextEncoder().encode(changed));
    await vscode.commands.executeCommand('vscode.diff', before, after, 'epochs');
    const input = await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(input instanceof vscode.TabInputNotebookDiff);
    assert.equal(input.notebookType, 'dnn-notebook');
    const [old, now] = await Promise.all(
      [before, after].map((uri) => vscode.workspace.openNotebookDocument(uri)),
    );
    const same = old.getCells().map((cell, i) => {
      const other = now.cellAt(i);
      assert.deepEqual(cell.metadata, other.metadata);
      return cell.document.getText() === other.document.getText();
    });
    assert.deepEqual(same, [true, true, true, false, true, true]);
    assert.deepEqual(old.metadata, now.metadata);
  });
});
