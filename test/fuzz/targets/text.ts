import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCell } from '../../../src/language/parse';
import { complete } from '../../../src/language/services/complete';
import { hoverAt, signatureAt } from '../../../src/language/services/hover';
import { rename } from '../../../src/language/services/rename';
import { namesOf, symbolsOf } from '../../../src/language/services/symbols';
import { NotebookError } from '../../../src/notebook/notebook';
import { decodeNotebook, parseNotebook } from '../../../src/notebook/parse';
import { serializeNotebook } from '../../../src/notebook/serialize';
import { analyze } from '../../../src/program/analyze';
import { FileError } from '../../../src/program/imported';
import { inlayHints } from '../../../src/program/inlayHints';
import { namedNotebook } from '../../../src/program/symbols';
import { notebookVocabulary } from '../../../src/program/vocabulary';
import type { Random } from '../../../src/random/random';
import { networkMarkdown } from '../../../src/views/markdown';
import { networkPayload } from '../../../src/views/network';
import { notebooksIn } from '../../notebooks';
import { Generator } from '../generate';
import { mutateBytes, mutateText, pick } from '../mutate';
import { allowing, expectPlaces, target } from '../target';

const examples = join(__dirname, '../../../examples');
const notebooks = notebooksIn(examples).map((file) => readFileSync(join(examples, file), 'utf8'));
const exampleCells = notebooks.map((text) =>
  parseNotebook(text)
    .cells.filter(({ kind }) => kind === 'code')
    .map(({ source }) => source),
);

/** Code cells: those of an example or generated ones, most of them changed. */
function makeCells(random: Random): string[] {
  const cells =
    random.integer(2) === 0 ? pick(random, exampleCells) : new Generator(random).cells();
  return cells.map((cell) => (random.integer(3) === 0 ? cell : mutateText(random, cell)));
}

/** Opening and saving changes no byte, and what cannot be opened is refused at a line. */
export const notebook = target<Uint8Array>({
  name: 'notebook',
  share: 12,
  make(random) {
    const text = mutateText(random, pick(random, notebooks));
    const bytes = Buffer.from(text, 'utf8');
    return random.integer(4) === 0 ? mutateBytes(random, bytes) : bytes;
  },
  feed(bytes) {
    allowing([NotebookError], () => {
      const text = decodeNotebook(bytes);
      const document = parseNotebook(text);
      assert.ok(serializeNotebook(document) === text, 'saving changes the file');
      const lines = text.split(/\r\n|\r|\n/).length;
      for (const { line } of document.cells) assert.ok(line >= 0 && line <= lines);
    });
  },
});

/** A cell by itself. */
export const language = target<string>({
  name: 'language',
  share: 10,
  make: (random) => makeCells(random).join('\n'),
  feed(cell) {
    const { statements, diagnostics } = parseCell(cell, 0, notebookVocabulary);
    expectPlaces(diagnostics, [cell]);
    symbolsOf(statements);
  },
});

/** A whole notebook: analysis, and what is shown of its networks. */
export const program = target<string[]>({
  name: 'program',
  share: 2,
  make: makeCells,
  feed(cells) {
    const readModel = () => {
      throw new FileError('missing-file', 'there is none');
    };
    const { diagnostics, networks } = analyze(cells, { readModel });
    expectPlaces(diagnostics, cells);
    for (const network of networks.values()) networkMarkdown(networkPayload(network));
  },
});

/** What the editor asks at any place of a cell. */
export const services = target<{ cell: string; offset: number }>({
  name: 'services',
  share: 1,
  make(random) {
    const cell = makeCells(random).join('\n');
    return { cell, offset: random.integer(cell.length + 1) };
  },
  feed({ cell, offset }) {
    const found = analyze([cell]);
    const statements = found.cells.flat();
    const tables = { vocabulary: notebookVocabulary, names: namesOf(statements) };
    const expectInside = ({ start, end }: { start: number; end: number }) =>
      assert.ok(0 <= start && start <= end && end <= cell.length, 'a place in the cell');
    expectInside(complete(cell, offset, tables));
    const hover = hoverAt(cell, offset, tables);
    if (hover) expectInside(hover);
    signatureAt(cell, offset, tables);
    for (const { location } of inlayHints(found, 0)) expectInside(location);
    const notebook = namedNotebook(found, [cell]);
    const named = notebook.index.at(0, offset);
    if (!named) return;
    expectInside(named.definition.location);
    const edits = rename(notebook, 0, offset, 'C1');
    if (!('refusal' in edits)) edits.forEach(({ location }) => expectInside(location));
  },
});
