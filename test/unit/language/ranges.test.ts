import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldingRanges } from '../../../src/language/services/folding';
import { selectionRanges } from '../../../src/language/services/selection';
import { semanticTokens } from '../../../src/language/services/semanticTokens';
import { analyze } from '../../../src/program/analyze';
import { fileLinks } from '../../../src/program/fileLinks';
import { fileNames } from '../../../src/program/fileNames';
import { symbolIndex } from '../../../src/program/symbols';
import { notebookVocabulary } from '../../../src/program/vocabulary';

describe('what can be folded', () => {
  const rows: readonly (readonly [what: string, source: string, folds: readonly string[]])[] = [
    [
      'braces, but for the line that closes them',
      'network N {\n  input x[4]\n  dense(2)\n}',
      ['0-2'],
    ],
    ['braces in braces', 'network N {\nadd {\n{\nrelu\n}\n{ }\n}\n}', ['0-6', '1-5', '2-3']],
    ['lists and arguments', 'let a = [\n1,\n2\n]\nlet b = adam(\nrate: 1\n)', ['0-2', '4-5']],
    ['comments on several lines', '# one\n# two\nlet a = 1 # three\n# four', ['0-1 comment']],
    ['nothing on one line', 'network N { input x[4] }', []],
    ['nothing that is not closed', 'network N {\n input x[4]\n', []],
  ];
  for (const [what, source, folds] of rows) {
    it(what, () => {
      const found = foldingRanges(source).map(({ startLine, endLine, kind = '' }) =>
        `${startLine}-${endLine} ${kind}`.trim(),
      );
      assert.deepEqual(found, folds);
    });
  }
});

describe('what a selection grows to', () => {
  const rows: readonly (readonly [marked: string, texts: readonly string[]])[] = [
    [
      'network N {\n  A: conv(6, kernel: |5) tanh\n  relu\n}',
      [
        '5',
        'kernel: 5',
        '6, kernel: 5',
        '(6, kernel: 5)',
        'conv(6, kernel: 5)',
        'A: conv(6, kernel: 5) tanh',
        'A: conv(6, kernel: 5) tanh\n  relu',
        '{\n  A: conv(6, kernel: 5) tanh\n  relu\n}',
        'network N {\n  A: conv(6, kernel: 5) tanh\n  relu\n}',
      ],
    ],
    [
      'let a = [1, 2|3]\nlet b = 1',
      ['23', '1, 23', '[1, 23]', 'let a = [1, 23]', 'let a = [1, 23]\nlet b = 1'],
    ],
    ['export N to "n.o|nnx"', ['n.onnx', '"n.onnx"', 'export N to "n.onnx"']],
    ['dense(1|', ['1', 'dense(1']],
  ];
  for (const [marked, texts] of rows) {
    it(marked, () => {
      const source = marked.replace('|', '');
      const found = selectionRanges(source, marked.indexOf('|'), notebookVocabulary);
      assert.deepEqual(
        found.map(({ start, end }) => source.slice(start, end)),
        texts,
      );
    });
  }
});

describe('what words are', () => {
  it('is told by what they refer to', () => {
    const source =
      'let act = relu\nblock b(n) { dense(n) act }\nnetwork N { input x[4]; A: b(n: 4); output: dense(2, init: he) from A }\n' +
      'inspect N { features A on d.test[0] }\ndata d { source digits; split validation 5 }';
    const program = analyze([source]);
    const found = semanticTokens(symbolIndex(program), 0, notebookVocabulary).map(
      ({ location: { start, end }, type, modifiers }) =>
        [source.slice(start, end), type, ...modifiers].join(' '),
    );
    assert.deepEqual(found, [
      'act variable declaration readonly',
      'relu function defaultLibrary',
      'b function declaration',
      'n parameter declaration',
      'dense function defaultLibrary',
      'n parameter',
      'act variable readonly',
      'N class declaration',
      'x variable declaration',
      'A label declaration',
      'b function',
      'n parameter',
      'dense function defaultLibrary',
      'init parameter',
      'he function defaultLibrary',
      'A label',
      'N class',
      'features keyword',
      'A label',
      'on keyword',
      'd variable',
      'test enumMember',
      'd variable declaration',
      'source keyword',
      'digits function defaultLibrary',
      'split keyword',
      'validation enumMember',
    ]);
  });
});

describe('files', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-files-'));
    mkdirSync(join(folder, 'tables', 'old'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    for (const name of ['a.csv', 'tables/b.csv', 'tables/.hidden', 'elsewhere/c.csv.gz'])
      writeFileSync(join(folder, name), '');
  });
  after(() => rmSync(folder, { recursive: true }));

  const context = () => ({
    notebookFolder: folder,
    workspaceFolder: folder,
    environment: { DNN_DATA: join(folder, 'elsewhere'), XDG_CACHE_HOME: join(folder, 'none') },
  });

  it('beside the notebook and in the folders of data are offered, folder by folder', () => {
    const named = (begun: string, kind: 'file' | 'folder' = 'file') =>
      [...fileNames(begun, kind, context())].sort();
    assert.deepEqual(named(''), ['a.csv', 'c.csv.gz', 'elsewhere/', 'tables/']);
    assert.deepEqual(named('tables/b'), ['tables/b.csv', 'tables/old/']);
    assert.deepEqual(named('', 'folder'), ['elsewhere', 'tables']);
    assert.deepEqual(named('../'), []);
    assert.deepEqual(named(`${folder}/`), []);
  });

  it('that are there are linked from their names', () => {
    const source =
      'data a { source csv("tables/b.csv") }\ndata c { source csv("c.csv") }\ndata none { source csv("none.csv") }\n' +
      'network N from "a.csv"\nexport N to "a.csv"\nnetwork M { input x[4]; output: dense(2, init: file("a.csv")) }';
    const links = fileLinks(analyze([source]), 0, context());
    assert.deepEqual(
      links.map(({ location, path }) => [
        source.slice(location.start, location.end),
        path.slice(folder.length + 1),
      ]),
      [
        ['"tables/b.csv"', 'tables/b.csv'],
        ['"c.csv"', 'elsewhere/c.csv.gz'],
        ['"a.csv"', 'a.csv'],
        ['"a.csv"', 'a.csv'],
        ['"a.csv"', 'a.csv'],
      ],
    );
  });
});
