import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { bundles, Workspace } from '../support';
import { LspClient } from './lspClient';

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Range {
  readonly start: Position;
  readonly end: Position;
}
interface Edit {
  readonly range: Range;
  readonly newText: string;
}
interface Published {
  readonly version?: number;
  readonly diagnostics: readonly {
    code: string;
    message: string;
    range: Range;
    severity: number;
  }[];
}

const text = `---
dnn: 1
---

# A heading with C1 in it

\`\`\`dnn
let width = 6
data digits {
  source digits(train: 100, test: 10)
  split validation 10
}
\`\`\`

Some *prose*: π.

\`\`\`dnn
network Net {
  input image[1,28,28]
  C1: conv(width, kernel: 5) tanh
  S2: max_pool(2)
  output: dense(10) softmax
}

train Net on digits
\`\`\`
`;

/** The position of a mark in the text, behind its first letter. */
function at(mark: string, source = text): Position {
  const before = source.slice(0, source.indexOf(mark) + 1).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

const offsetIn = (source: string, { line, character }: Position) =>
  source.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
const textIn = (source: string, { start, end }: Range) =>
  source.slice(offsetIn(source, start), offsetIn(source, end));
const applied = (source: string, edits: readonly Edit[]) =>
  [...edits]
    .sort((a, b) => offsetIn(source, b.range.start) - offsetIn(source, a.range.start))
    .reduce((result, { range: { start, end }, newText }) => {
      const [from, to] = [offsetIn(source, start), offsetIn(source, end)];
      return result.slice(0, from) + newText + result.slice(to);
    }, source);

describe('dnn lsp', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  let client: LspClient;
  let uri: string;

  beforeEach(async () => {
    client = new LspClient(workspace.folder);
    uri = pathToFileURL(join(workspace.folder, 'net.dnn')).href;
    await client.initialize({
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    });
  });
  afterEach(() => client.kill());

  const published = (fits?: (found: Published) => boolean) =>
    client.notification<Published>('textDocument/publishDiagnostics', fits);
  const ask = <T>(method: string, mark: string, more: object = {}) =>
    client.request<T>(`textDocument/${method}`, {
      textDocument: { uri },
      position: at(mark),
      ...more,
    });

  describe('tells what is wrong', () => {
    it('in a cell, at its place in the file, and no more when it is mended', async () => {
      client.open(uri, text.replace('max_pool', 'mux_pool'));
      const { diagnostics } = await published();
      const [{ code, range, severity }] = diagnostics;
      assert.deepEqual([code, severity, diagnostics.length], ['unknown-layer', 1, 1]);
      assert.deepEqual(range.start, { ...at('max_pool'), character: at('max_pool').character - 1 });
      const start = range.start;
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [
          { range: { start, end: { ...start, character: start.character + 3 } }, text: 'max' },
        ],
      });
      assert.deepEqual((await published(({ version }) => version === 2)).diagnostics, []);
    });

    it('of the data, and of a file that is no notebook', async () => {
      client.open(uri, text.replace(/digits\(.*/, 'idx("nowhere")'));
      const { diagnostics } = await published((found) => found.diagnostics.length > 0);
      assert.match(diagnostics[0].message, /nowhere/);
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: '---\ndnn: 1\n---\n\n```dnn\nlet a = 1\n' }],
      });
      const [unclosed] = (await published(({ version }) => version === 2)).diagnostics;
      assert.deepEqual([unclosed.code, unclosed.range.start.line], ['unclosed-fence', 4]);
    });

    it('with what helps', async () => {
      const wrong = text.replace('max_pool(2)', 'max_pool(200)');
      client.open(uri, wrong);
      const [{ range }] = (await published()).diagnostics;
      const actions = await client.request<
        { title: string; edit: { changes: Record<string, Edit[]> } }[]
      >('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } });
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Set `padding: same`'],
      );
      const mended = applied(wrong, actions[0].edit.changes[uri]);
      assert.equal(mended, text.replace('max_pool(2)', 'max_pool(200, padding: same)'));
    });
  });

  describe('answers', () => {
    beforeEach(() => client.open(uri, text));

    it('completion, as snippets', async () => {
      const items = await ask<{ label: string; textEdit: Edit }[]>('completion', 'max_pool');
      const conv = items.find(({ label }) => label === 'conv')!;
      assert.ok(conv.textEdit.newText.includes('${'), conv.textEdit.newText);
      assert.equal(textIn(text, conv.textEdit.range), 'max_pool');
    });

    it('hover', async () => {
      const found = await ask<{ contents: { value: string }; range: Range }>('hover', 'C1: conv');
      assert.match(found.contents.value, /\[6, 24, 24\]/);
      assert.equal(textIn(text, found.range), 'C1');
    });

    it('signature help', async () => {
      const found = await ask<{ signatures: { label: string }[]; activeParameter: number }>(
        'signatureHelp',
        ' kernel: 5',
      );
      assert.match(found.signatures[0].label, /^conv\(/);
      assert.equal(found.activeParameter, 1);
    });

    it('definition across cells', async () => {
      const found = await ask<{ uri: string; range: Range }>('definition', 'width, kernel');
      assert.deepEqual(
        [found.uri, textIn(text, found.range), found.range.start.line],
        [uri, 'width', 7],
      );
    });

    it('references and highlights', async () => {
      const context = { includeDeclaration: true };
      const found = await ask<{ range: Range }[]>('references', 'width, kernel', { context });
      assert.deepEqual(
        found.map(({ range }) => range.start.line),
        [7, 19],
      );
      const here = await ask<{ range: Range }[]>('documentHighlight', 'width, kernel');
      assert.deepEqual(
        here.map(({ range }) => range.start.line),
        [19],
      );
    });

    it('renaming in all cells, and why a word has no other name', async () => {
      const found = await ask<{ placeholder: string }>('prepareRename', 'width, kernel');
      assert.equal(found.placeholder, 'width');
      const { changes } = await ask<{ changes: Record<string, Edit[]> }>(
        'rename',
        'width, kernel',
        { newName: 'maps' },
      );
      assert.equal(applied(text, changes[uri]), text.replaceAll('width', 'maps'));
      await assert.rejects(
        ask('prepareRename', 'max_pool'),
        /`max_pool` is a word of the language/,
      );
    });

    it('symbols', async () => {
      const symbols = await client.request<
        { name: string; range: Range; children: { name: string }[] }[]
      >('textDocument/documentSymbol', { textDocument: { uri } });
      assert.deepEqual(
        symbols.map(({ name }) => name),
        ['width', 'digits', 'Net', 'train Net'],
      );
      assert.ok(symbols[2].children.some(({ name }) => name === 'C1'));
      assert.equal(symbols[2].range.start.line, 17);
    });

    it('shapes behind layers', async () => {
      const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
      const hints = await client.request<{ label: string; position: Position }[]>(
        'textDocument/inlayHint',
        { textDocument: { uri }, range },
      );
      assert.ok(
        hints.some(({ label, position }) => position.line === 19 && label.includes('[6, 24, 24]')),
      );
    });

    it('formatting, of all cells or of a range', async () => {
      const options = { tabSize: 8, insertSpaces: false };
      const tidy = text.replace('image[1,28,28]', 'image[1, 28, 28]');
      const all = await client.request<Edit[]>('textDocument/formatting', {
        textDocument: { uri },
        options,
      });
      assert.equal(applied(text, all), tidy);
      const range = { start: { line: 0, character: 0 }, end: { line: 17, character: 0 } };
      assert.deepEqual(
        await client.request('textDocument/rangeFormatting', {
          textDocument: { uri },
          range,
          options,
        }),
        [],
      );
    });

    it('what words are', async () => {
      const asked = { textDocument: { uri } };
      const { data } = await client.request<{ data: number[] }>(
        'textDocument/semanticTokens/full',
        asked,
      );
      assert.equal(data.length % 5, 0);
      assert.deepEqual(data.slice(0, 3), [7, 4, 'width'.length]);
    });

    it('what can be folded', async () => {
      const folds = await client.request<{ startLine: number }[]>('textDocument/foldingRange', {
        textDocument: { uri },
      });
      assert.deepEqual(
        folds.map(({ startLine }) => startLine),
        [8, 17],
      );
    });

    it('what a selection grows to', async () => {
      interface Selected {
        readonly range: Range;
        readonly parent?: Selected;
      }
      const positions = [at('kernel: 5'), at('prose')];
      const [inCell, inMarkdown] = await client.request<Selected[]>('textDocument/selectionRange', {
        textDocument: { uri },
        positions,
      });
      assert.equal(textIn(text, inCell.range), 'kernel');
      assert.equal(textIn(text, inCell.parent!.range), 'kernel: 5');
      assert.deepEqual(inMarkdown.range, { start: positions[1], end: positions[1] });
    });

    it('files that can be opened', async () => {
      workspace.notebook([], 'table.csv');
      const other = uri.replace('net.dnn', 'other.dnn');
      const cell = 'data t { source csv("table.csv", target: "y") }';
      client.open(other, `---\ndnn: 1\n---\n\n\`\`\`dnn\n${cell}\n\`\`\`\n`);
      const links = await client.request<{ target: string; range: Range }[]>(
        'textDocument/documentLink',
        { textDocument: { uri: other } },
      );
      assert.deepEqual(
        links.map(({ target, range }) => [target, range.start]),
        [[uri.replace('net.dnn', 'table.csv'), { line: 5, character: 21 }]],
      );
    });

    it('nothing in Markdown', async () => {
      assert.equal(await ask('hover', 'C1 in it'), null);
      assert.equal(await ask('completion', 'prose'), null);
    });
  });

  describe('stays', () => {
    it('when a method is unknown, or parameters are none', async () => {
      client.open(uri, text);
      await assert.rejects(client.request('textDocument/flyTo', {}), { code: -32601 });
      await assert.rejects(client.request('textDocument/hover', { textDocument: { uri } }), {
        code: -32602,
      });
      await assert.rejects(ask('hover', 'C1', { position: { line: -1, character: 1e99 } }), {
        code: -32602,
      });
      assert.equal(await client.request('shutdown', null), null);
      client.notify('exit', null);
      assert.equal(await client.ended, 0);
    });

    it('when what is asked about is not open', async () => {
      assert.equal(await ask('hover', 'C1'), null);
    });
  });

  describe('ends, and says why,', () => {
    const rows: [what: string, input: string, message: RegExp][] = [
      ['at a header without a length', 'Hello: world\r\n\r\n{}', /header without `Content-Length/],
      [
        'at a message without end',
        'Content-Length: 99999999999999\r\n\r\n{',
        /99999999999999 bytes/,
      ],
      ['at a header without end', 'x'.repeat(5000), /no end of the header/],
    ];
    for (const [what, input, message] of rows)
      it(what, async () => {
        client.write(input);
        assert.equal(await client.ended, 2);
        assert.match(client.err, message);
        assert.doesNotMatch(client.err, /\n {4}at /);
      });

    it('when the editor is gone without a word', async () => {
      client.close();
      assert.equal(await client.ended, 1);
    });
  });
});
