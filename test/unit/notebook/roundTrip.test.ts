import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NotebookError, type NotebookCell } from '../../../src/notebook/notebook';
import { parseNotebook } from '../../../src/notebook/parse';
import { serializeNotebook } from '../../../src/notebook/serialize';

/** Lines that matter to the format, next to lines that do not. */
const line = fc.constantFrom(
  '',
  ' ',
  'text',
  '# Title',
  '```dnn',
  '````dnn',
  '~~~dnn',
  '```',
  '````',
  '~~~',
  '```python',
  '   ```',
  '<!-- cell -->',
  '<!-- markdown -->',
  '<!-- /markdown -->',
  '<!-- markdown 2 -->',
  '<!-- /markdown 2 -->',
  'let a = 1',
  '---',
);
const eol = fc.constantFrom('\n', '\n', '\r\n', '\r');
const source = fc.oneof(
  fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n')),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/\r\n?/g, '\n')),
);
const kind = fc.constantFrom<NotebookCell['kind'][]>('code', 'markdown');
const newCell = fc.record({ kind, source });
const body = fc
  .array(fc.tuple(line, eol), { maxLength: 25 })
  .map((lines) => lines.flat().join(''))
  .chain((text) => fc.constantFrom(text, text.replace(/[\r\n]+$/, '')));
const file = fc
  .tuple(fc.constantFrom('', '\uFEFF'), eol, body)
  .map(([mark, end, text]) => `${mark}---${end}dnn: 1${end}title: x${end}---${end}${text}`);

/** Arbitrary files are often not notebooks; those are another test's subject. */
function parseIfNotebook(text: string) {
  try {
    return parseNotebook(text);
  } catch (error) {
    assert.ok(error instanceof NotebookError);
    return undefined;
  }
}

const contents = (cells: readonly Pick<NotebookCell, 'kind' | 'source'>[]) =>
  cells.map((cell) => [cell.kind, cell.source]);

describe('a notebook file', () => {
  it('comes back byte for byte, whatever its spacing, fences and line breaks', () => {
    let parsed = 0;
    fc.assert(
      fc.property(file, (text) => {
        const notebook = parseIfNotebook(text);
        if (!notebook) return;
        parsed++;
        assert.equal(serializeNotebook(notebook), text);
      }),
      { numRuns: 3000 },
    );
    assert.ok(parsed > 500, `only ${parsed} of the files were notebooks`);
  });

  it('survives an editor that gives back plain JSON', () => {
    fc.assert(
      fc.property(file, (text) => {
        const notebook = parseIfNotebook(text);
        if (!notebook) return;
        const { cells, metadata } = JSON.parse(JSON.stringify(notebook)) as typeof notebook;
        assert.equal(serializeNotebook({ cells, metadata }), text);
      }),
    );
  });

  it('names the line each cell starts on', () => {
    fc.assert(
      fc.property(file, (text) => {
        const fileLines = text.split(/\r\n|\n|\r/);
        for (const { source, line } of parseIfNotebook(text)?.cells ?? []) {
          const lines = source === '' ? [] : source.split('\n');
          assert.deepEqual(fileLines.slice(line, line + lines.length), lines);
        }
      }),
    );
  });
});

describe('cells', () => {
  it('come back with kind and source, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(newCell, { maxLength: 6 }), (cells) => {
        const text = serializeNotebook({ cells });
        assert.deepEqual(contents(parseNotebook(text).cells), contents(cells));
      }),
      { numRuns: 3000 },
    );
  });

  it('come back after any mixture of moving, editing, adding, deleting and changing kind', () => {
    const step = fc.record({ from: fc.nat(20), edit: fc.option(source), kind: fc.option(kind) });
    const steps = fc.array(fc.oneof(step, newCell), { maxLength: 8 });
    const same = { from: 0, edit: null, kind: null };
    const twiceAfterReturns: [string, (typeof same)[]] = [
      '---\ndnn: 1\ntitle: x\n---\n# Title\r\r',
      [same, same],
    ];
    fc.assert(
      fc.property(file, steps, (text, changes) => {
        const notebook = parseIfNotebook(text);
        if (!notebook) return;
        const cells = changes.flatMap((change) => {
          if (!('from' in change)) return [change];
          const cell = notebook.cells.at(change.from % (notebook.cells.length || 1));
          if (!cell) return [];
          return [{ ...cell, source: change.edit ?? cell.source, kind: change.kind ?? cell.kind }];
        });
        const written = serializeNotebook({ cells, metadata: notebook.metadata });
        const again = parseNotebook(written);
        assert.deepEqual(contents(again.cells), contents(cells));
        assert.equal(again.metadata.frontMatter.trimEnd(), notebook.metadata.frontMatter.trimEnd());
      }),
      { numRuns: 3000, examples: [twiceAfterReturns] },
    );
  });
});
