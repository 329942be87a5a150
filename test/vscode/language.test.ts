import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  codeCells,
  ended,
  notebookOf,
  openNotebook,
  run,
  smallNotebook,
  until,
  workspaceFile,
} from './support/workspace';

const network = (line: string) =>
  `network Net {\n  input image[1, 28, 28]\n  ${line}\n  output: dense(10) softmax\n}`;

/** A cell with `|` at the place to look at. */
function marked(source: string): { readonly source: string; readonly offset: number } {
  return { source: source.replace('|', ''), offset: source.indexOf('|') };
}

async function openCell(name: string, ...sources: readonly string[]) {
  const notebook = await openNotebook(name, notebookOf(...sources));
  return codeCells(notebook).at(-1)!.document;
}

describe('in a cell', () => {
  afterEach(closeAll);

  describe('diagnostics', () => {
    const cases: readonly (readonly [
      source: string,
      marked: string,
      message: RegExp,
      fix?: string,
    ])[] = [
      [network('C1: conf(6, kernel: 5)'), 'conf', /conf.*conv/s, 'conv'],
      [network('C1: conv(6, kernle: 5)'), 'kernle', /kernel/, 'kernel'],
      [network('C1: conv(6, kernel: 50)'), 'conv(6, kernel: 50)', /28/],
      [
        'train Nett on digits {\n  loss cross_entropy\n  optimizer adam\n  epochs 1\n}',
        'Nett',
        /Nett/,
      ],
    ];
    for (const [source, at, message, fix] of cases) {
      it(`mark \`${at}\``, async () => {
        const notebook = await openNotebook('bad.dnn', notebookOf('let unrelated = 3', source));
        const [other, cell] = codeCells(notebook);
        assert.ok(other && cell);
        const { document } = cell;
        const [first] = await until(() => {
          const found = vscode.languages.getDiagnostics(document.uri);
          return found.length > 0 && found;
        });
        assert.ok(first);
        assert.match(first.message, message);
        assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
        assert.ok(
          document.getText(first.range).startsWith(at),
          `marked: ${document.getText(first.range)}`,
        );
        assert.deepEqual(vscode.languages.getDiagnostics(other.document.uri), []);
        if (fix === undefined) return;
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          first.range,
        );
        const edits = actions.flatMap(({ edit }) => edit?.get(document.uri) ?? []);
        assert.ok(
          edits.some(({ newText }) => newText === fix),
          `fixes: ${JSON.stringify(edits)}`,
        );
      });
    }

    it('mark data that is not there, and networks that do not fit it', async () => {
      const notebook = await openNotebook(
        'data.dnn',
        notebookOf(
          'data nowhere {\n  source idx("nowhere")\n}',
          'data digits {\n  source digits\n}',
          network('C1: conv(6, kernel: 5)').replace('[1, 28, 28]', '[3, 32, 32]'),
          'train Net on digits {}',
        ),
      );
      const cells = codeCells(notebook).map(({ document }) => document);
      const marks = await until(() => {
        const found = cells.map(({ uri }) => vscode.languages.getDiagnostics(uri));
        return found.flat().length === 3 && found;
      });
      const texts = marks.map((found, i) => found.map(({ range }) => cells[i].getText(range)));
      assert.deepEqual(texts, [
        ['nowhere', 'source idx("nowhere")'],
        [],
        ['input image[3, 32, 32]'],
        [],
      ]);
    });

    it('go away when the text is right', async () => {
      const document = await openCell('mended.dnn', network('C1: conf(6, kernel: 5)'));
      await until(() => vscode.languages.getDiagnostics(document.uri).length > 0);
      const edit = new vscode.WorkspaceEdit();
      const start = document.getText().indexOf('conf');
      edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(start), document.positionAt(start + 4)),
        'conv',
      );
      assert.ok(await vscode.workspace.applyEdit(edit));
      await until(() => vscode.languages.getDiagnostics(document.uri).length === 0);
    });
  });

  describe('formatting', () => {
    const untidy =
      'let  a=1   # one\nnetwork Net{\ninput image[1,28,28]\noutput: dense( 10 )softmax\n}\n';
    const tidy =
      'let a = 1   # one\nnetwork Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}';
    const options = { tabSize: 4, insertSpaces: true };

    async function apply(document: vscode.TextDocument, edits: vscode.TextEdit[]) {
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      assert.ok(await vscode.workspace.applyEdit(edit));
      return document.getText();
    }

    it('puts the white space of a cell in order', async () => {
      const document = await openCell('untidy.dnn', untidy);
      const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        options,
      );
      assert.equal(await apply(document, edits), tidy);
    });

    it('leaves what is not selected alone', async () => {
      const document = await openCell('selected.dnn', untidy);
      const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
        'vscode.executeFormatRangeProvider',
        document.uri,
        document.lineAt(0).range,
        options,
      );
      const [, ...others] = untidy.split('\n');
      assert.equal(await apply(document, edits), ['let a = 1   # one', ...others].join('\n'));
    });

    it('does so in all cells with Format Notebook', async () => {
      const notebook = await openNotebook('all.dnn', notebookOf('let  a=1', 'let  b=2'));
      await vscode.commands.executeCommand('notebook.format');
      const texts = () => codeCells(notebook).map(({ document }) => document.getText());
      await until(() => texts().join() === 'let a = 1,let b = 2');
    });
  });

  describe('completion', () => {
    const cases: readonly (readonly [source: string, expected: readonly string[]])[] = [
      ['|', ['data', 'network', 'train', 'inspect', 'export']],
      [network('C1: con|'), ['conv']],
      [network('C1: conv(6, kernel: 5) t|'), ['tanh', 'relu', 'logistic']],
      [network('C1: conv(6, |)'), ['kernel:', 'padding:', 'stride:']],
      ['train |', ['Other']],
      ['train Other on digits {\n  |\n}', ['loss', 'optimizer', 'epochs']],
      ['train Other on digits {\n  optimizer |\n}', ['sgd', 'adam']],
    ];
    for (const [place, expected] of cases) {
      const { source, offset } = marked(place);
      it(`offers ${expected.join(', ')} at \`${place
        .split('\n')
        .find((line) => line.includes('|'))!
        .trim()}\``, async () => {
        const other = 'network Other {\n  input x[4]\n  output: dense(2) softmax\n}';
        const document = await openCell('complete.dnn', other, source);
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          document.positionAt(offset),
        );
        const labels = list.items.map(({ label }) =>
          typeof label === 'string' ? label : label.label,
        );
        assert.deepEqual(
          expected.filter((label) => !labels.includes(label)),
          [],
          `offered: ${labels.join(', ')}`,
        );
      });
    }
  });

  describe('hover', () => {
    const cases: readonly (readonly [source: string, expected: RegExp])[] = [
      [network('C1: co|nv(6, kernel: 5) tanh'), /convolution/i],
      [network('C1: conv(6, ker|nel: 5) tanh'), /kernel/],
      [network('C1: conv(6, kernel: 5) ta|nh'), /tanh/],
      [network('C|1: conv(6, kernel: 5) tanh'), /\[6, 24, 24\].*156 parameters/s],
    ];
    for (const [place, expected] of cases) {
      const { source, offset } = marked(place);
      it(`explains \`${place
        .split('\n')
        .find((line) => line.includes('|'))!
        .trim()}\``, async () => {
        const document = await openCell('hover.dnn', source);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          document.positionAt(offset),
        );
        const text = hovers
          .flatMap(({ contents }) => contents as vscode.MarkdownString[])
          .map(({ value }) => value);
        assert.match(text.join('\n'), expected);
      });
    }
  });

  it('hints tell shapes and parameters', async () => {
    const notebook = await openNotebook('hints.dnn', smallNotebook);
    const { document } = codeCells(notebook)[1];
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.deepEqual(
      hints.map(({ label, position }) => [position.line, label]),
      [
        [2, '→ [4, 24, 24]  104 params'],
        [3, '→ [4, 12, 12]'],
        [4, '→ [32]  18,464 params'],
        [5, '→ [10]  330 params'],
      ],
    );
  });

  it('the outline names networks, layers and actions', async () => {
    const notebook = await openNotebook('outline.dnn', smallNotebook);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      codeCells(notebook)[1].document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['Net'],
    );
    assert.deepEqual(symbols[0]?.children.map(({ name }) => name).slice(0, 3), [
      'image',
      'C1',
      'S2',
    ]);
  });

  /** The texts of places, by cell. */
  const textsOf = (notebook: vscode.NotebookDocument, places: readonly vscode.Location[]) =>
    places.map(({ uri, range }) => {
      const cells = codeCells(notebook);
      const cell = cells.findIndex(({ document }) => document.uri.toString() === uri.toString());
      return [cell, cells[cell].document.getText(range)];
    });

  it('a definition is found in another cell', async () => {
    const notebook = await openNotebook('definition.dnn', smallNotebook);
    const { document } = codeCells(notebook)[2];
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('Net')),
    );
    assert.deepEqual(textsOf(notebook, found), [[1, 'Net']]);
  });

  it('references are found in all cells, highlights in one', async () => {
    const notebook = await openNotebook('references.dnn', smallNotebook);
    const { document } = codeCells(notebook)[1];
    const at = document.positionAt(document.getText().indexOf('C1'));
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      at,
    );
    assert.deepEqual(textsOf(notebook, found), [
      [1, 'C1'],
      [3, 'C1'],
    ]);
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      at,
    );
    assert.deepEqual(
      highlights.map(({ range, kind }) => [document.getText(range), kind]),
      [['C1', vscode.DocumentHighlightKind.Write]],
    );
  });

  it('a name is changed in all cells, or it is said why not', async () => {
    const notebook = await openNotebook('rename.dnn', smallNotebook);
    const [, network, , inspection] = codeCells(notebook).map(({ document }) => document);
    const at = network.positionAt(network.getText().indexOf('C1'));
    const rename = (name: string, position = at) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        network.uri,
        position,
        name,
      );
    assert.ok(await vscode.workspace.applyEdit(await rename('First')));
    assert.match(network.getText(), /First: conv/);
    assert.match(inspection.getText(), /features First on/);
    await assert.rejects(Promise.resolve(rename('F3')), /`F3` is taken/);
    const word = network.positionAt(network.getText().indexOf('conv'));
    const prepare = vscode.commands.executeCommand('vscode.prepareRename', network.uri, word);
    await assert.rejects(Promise.resolve(prepare), /`conv` is a word of the language/);
  });

  it('words are coloured by what they refer to', async () => {
    const notebook = await openNotebook('tokens.dnn', smallNotebook);
    const { document } = codeCells(notebook)[3];
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const types = Array.from(
      { length: data.length / 5 },
      (_, i) => legend.tokenTypes[data[5 * i + 3]],
    );
    // Net, gradients, activations, features C1 on digits.test
    const expected = ['class', 'keyword', 'keyword', 'keyword', 'label', 'keyword', 'variable'];
    assert.deepEqual(types, [...expected, 'enumMember']);
  });

  it('braces fold, and a selection grows by parts of the text', async () => {
    const notebook = await openNotebook('ranges.dnn', smallNotebook);
    const { document } = codeCells(notebook)[1];
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [[0, 5]],
    );
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [document.positionAt(document.getText().indexOf('5)'))],
    );
    const texts = [];
    for (let each: vscode.SelectionRange | undefined = selection; each; each = each.parent)
      texts.push(document.getText(each.range));
    assert.deepEqual(texts.slice(0, 4), ['5', 'kernel: 5', '4, kernel: 5', '(4, kernel: 5)']);
  });

  it('the names of files that are there are links', async () => {
    const target = workspaceFile('linked.csv');
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode('a,b\n1,2\n'));
    const document = await openCell('links.dnn', 'data d {\n  source csv("linked.csv")\n}');
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.deepEqual(
      links.map(({ range, target }) => [document.getText(range), target?.fsPath]),
      [['linked.csv', target.fsPath]],
    );
  });

  it('lenses run and inspect, where they are wanted', async () => {
    const notebook = await openNotebook('lenses.dnn', smallNotebook);
    const titles = async (cell: number) => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        codeCells(notebook)[cell].document.uri,
      );
      return lenses.map(({ command }) => command?.title);
    };
    assert.deepEqual(await titles(1), ['Train', 'Inspect']);
    assert.deepEqual(await titles(2), ['Run']);
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('dnn.lenses', false);
    assert.deepEqual(await titles(1), []);
    await configuration.update('dnn.lenses', undefined);
  });

  it('lenses tell what the last training of a network reached', async () => {
    const notebook = await openNotebook('lastResult.dnn', smallNotebook);
    const cells = codeCells(notebook);
    run(notebook, 0, 1, 2);
    assert.equal(await ended(cells[2]), true);
    // The outputs have moved it away, and only cells in sight have lenses.
    const { index, document } = cells[1];
    vscode.window.activeNotebookEditor?.revealRange(new vscode.NotebookRange(index, index + 1));
    const lenses = await until<vscode.CodeLens[]>(() =>
      vscode.commands
        .executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)
        .then(undefined, () => undefined),
    );
    assert.match(lenses[2]?.command?.title ?? '', /^[\d.]+% test accuracy, just now$/);
  });

  it('one signature is shown, with the argument at the cursor', async () => {
    const { source, offset } = marked(network('C1: conv(6, |)'));
    const document = await openCell('signature.dnn', source);
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      document.uri,
      document.positionAt(offset),
    );
    assert.equal(help.signatures.length, 1);
    const { label, parameters } = help.signatures[0];
    const [start, end] = parameters[help.activeParameter].label as [number, number];
    assert.equal(label.slice(start, end), 'kernel');
  });
});
