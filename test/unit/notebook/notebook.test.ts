import assert from 'node:assert/strict';
import { filePosition, NotebookError } from '../../../src/notebook/notebook';
import { decodeNotebook, parseNotebook } from '../../../src/notebook/parse';
import { serializeNotebook } from '../../../src/notebook/serialize';
import { newNotebook } from '../../../src/notebook/template';

const head = '---\ndnn: 1\n---\n';

describe('parseNotebook', () => {
  const cases: [what: string, body: string, cells: [kind: string, source: string][]][] = [
    ['no cells', '', []],
    ['blank lines only', '\n\n', []],
    ['prose', '\n# Title\n', [['markdown', '# Title']]],
    [
      'prose and code',
      '\n# Title\n\n```dnn\nlet a = 1\n```\n',
      [
        ['markdown', '# Title'],
        ['code', 'let a = 1'],
      ],
    ],
    ['code without a line', '```dnn\n```', [['code', '']]],
    ['code with tildes', '~~~dnn\na\n~~~\n', [['code', 'a']]],
    ['code in a longer fence', '````dnn\n```\n````\n', [['code', '```']]],
    ['code with words after the language', '```dnn first\na\n```\n', [['code', 'a']]],
    [
      'code of another language, which is prose',
      '```python\nx = 1\n```\n',
      [['markdown', '```python\nx = 1\n```']],
    ],
    [
      'a dnn fence quoted in another fence, which is prose',
      '````markdown\n```dnn\na\n```\n````\n',
      [['markdown', '````markdown\n```dnn\na\n```\n````']],
    ],
    ['dnnx, which is another language', '```dnnx\n```\n', [['markdown', '```dnnx\n```']]],
    [
      'a separator between two Markdown cells',
      'one\n\n<!-- cell -->\n\ntwo\n',
      [
        ['markdown', 'one'],
        ['markdown', 'two'],
      ],
    ],
    [
      'blank lines beyond the first',
      '\n\n\none\n\n\n```dnn\n```\n',
      [
        ['markdown', '\n\none\n'],
        ['code', ''],
      ],
    ],
    [
      'an explicit Markdown cell, which may hold anything',
      '<!-- markdown -->\n```dnn\n<!-- /markdown -->\n',
      [['markdown', '```dnn']],
    ],
    ['CRLF', '# A\r\n\r\ntext\r\n', [['markdown', '# A\n\ntext']]],
  ];
  for (const [what, body, cells] of cases) {
    it(`reads ${what}`, () => {
      const notebook = parseNotebook(head + body);
      assert.deepEqual(
        notebook.cells.map(({ kind, source }) => [kind, source]),
        cells,
      );
      assert.equal(serializeNotebook(notebook), head + body);
    });
  }

  const tidy = '---\ndnn: 1\ntitle: T\n---\n\n# A\n\n```dnn\na\n\nb\n```\n\nlast\n';
  const lineEnds: readonly (readonly [what: string, text: string])[] = [
    ['CR', tidy.replaceAll('\n', '\r')],
    ['CRLF', tidy.replaceAll('\n', '\r\n')],
    ['mixed', tidy.replace('1\n', '1\r\n').replace('T\n', 'T\r').replace('a\n\n', 'a\r\n\r')],
    ['no last', tidy.trimEnd()],
  ];
  for (const [what, text] of lineEnds) {
    it(`reads ${what} line ends, and gives them back`, () => {
      const notebook = parseNotebook(text);
      assert.deepEqual(notebook.header, { dnn: 1, title: 'T' });
      assert.deepEqual(
        notebook.cells.map(({ source, line }) => [source, line]),
        [
          ['# A', 5],
          ['a\n\nb', 8],
          ['last', 13],
        ],
      );
      assert.equal(serializeNotebook(notebook), text);
    });
  }

  const characters: readonly (readonly [what: string, character: string])[] = [
    ['NUL', '\0'],
    ['a byte order mark inside', '\uFEFF'],
    ['a line separator, which ends no line', '\u2028'],
    ['a next-line character, which ends no line', '\u0085'],
    ['a form feed', '\f'],
    ['half a surrogate pair', '\uD800'],
  ];
  for (const [what, character] of characters) {
    it(`keeps ${what}, wherever it stands`, () => {
      const line = `${character}a${character}`;
      const text = `\uFEFF---\ndnn: 1\n# ${line}\n---\n\n${line}\n\n\`\`\`dnn\n${line}\n\`\`\`\n${line}`;
      const notebook = parseNotebook(text);
      assert.deepEqual(
        notebook.cells.map(({ source }) => source),
        [line, line, line],
      );
      assert.equal(serializeNotebook(notebook), text);
    });
  }

  it('keeps front matter it does not know, comments and all', () => {
    const text = '---\n# mine\ndnn: 1 # format\nauthor: "A"\nlist: [1, {a: 2}]\n---\n';
    const notebook = parseNotebook(text);
    assert.deepEqual(notebook.header, { dnn: 1, author: 'A', list: [1, { a: 2 }] });
    assert.equal(serializeNotebook(notebook), text);
  });
});

describe('a file that is not a readable notebook', () => {
  const cases: [what: string, text: string, code: string, message: RegExp][] = [
    ['is empty', '', 'front-matter-missing', /^line 1: .*`dnn: 1`/],
    ['has no front matter', '# Title\n', 'front-matter-missing', /^line 1: .*add them/],
    ['does not close it', '---\ndnn: 1\n', 'front-matter-invalid', /^line 1: .*not closed; add/],
    [
      'has wrong YAML',
      '---\ndnn: 1\na: [1\n---\n',
      'front-matter-invalid',
      /^line [34]: .*not valid YAML/,
    ],
    [
      'has more front matter than is read',
      `---\ndnn: 1\n${Array.from({ length: 300_000 }, (_, i) => `k${i}: ${i}\n`).join('')}---\n`,
      'front-matter-invalid',
      /^line \d+: the front matter is longer than 50,000 characters; /,
    ],
    [
      'nests lists of front matter deeper than is read',
      `---\ndnn: 1\ndeep:\n  ${'['.repeat(20_000)}\n---\n`,
      'front-matter-invalid',
      /^line 4: .*100 deep/,
    ],
    [
      'nests lists without brackets',
      `---\ndnn: 1\ndeep:\n  ${'- '.repeat(20_000)}\n---\n`,
      'front-matter-invalid',
      /^line 4: .*100 deep/,
    ],
    [
      'has an alias without anchor',
      '---\ndnn: 1\na: [1,\n  *b]\n---\n',
      'front-matter-invalid',
      /^line 4: .*`\*b` has no anchor `&b` before it; write the value/,
    ],
    [
      'has an alias inside its own anchor',
      '---\ndnn: 1\na: &a\n- *a\n---\n',
      'front-matter-invalid',
      /^line 4: .*`\*a` refers to itself/,
    ],
    [
      'has aliases that double themselves',
      `---\ndnn: 1\na0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}---\n`,
      'front-matter-invalid',
      /^line 17: .*100,000 values/,
    ],
    [
      'has more aliases than are read',
      `---\ndnn: 1\na: &a 1\nb: [${'*a,'.repeat(15_000)}]\n---\n`,
      'front-matter-invalid',
      /^line 4: .*1,000 aliases/,
    ],
    [
      'asks for another version of YAML',
      '---\n%YAML 1.1\n--- #\ndnn: 1\n---\n',
      'front-matter-invalid',
      /^line 2: .*directive; remove it/,
    ],
    [
      'has two documents in its front matter',
      '---\ndnn: 1\n--- # second\nb: 1\n---\n',
      'front-matter-invalid',
      /^line 3: .*second YAML document/,
    ],
    [
      'has wrong YAML between bare carriage returns',
      '---\rdnn: 1\ra: [1\r---\r',
      'front-matter-invalid',
      /^line [34]: .*not valid YAML/,
    ],
    ['repeats a key', '---\ndnn: 1\ndnn: 1\n---\n', 'front-matter-invalid', /^line 3: .*unique/],
    ['has no version', '---\ntitle: x\n---\n', 'version-missing', /^line 2: .*add `dnn: 1`/],
    ['has an empty front matter', '---\n---\n', 'version-missing', /^line 2: .*add `dnn: 1`/],
    [
      'is newer',
      '---\ntitle: x\ndnn: 2\n---\n',
      'version-unsupported',
      /^line 3: .*version 2.*update/,
    ],
    [
      'has a version that is no number',
      '---\ndnn: one\n---\n',
      'version-unsupported',
      /^line 2: .*write `dnn: 1`/,
    ],
    [
      'does not close a cell',
      `${head}\n\`\`\`dnn\na\n`,
      'unclosed-fence',
      /^line 5: what starts with ```dnn is never closed; add a line ``` where it ends$/,
    ],
    [
      'does not close other code',
      `${head}\`\`\`python\n\`\`\`dnn\n`,
      'unclosed-fence',
      /^line 4: .*python.* add a line ``` /,
    ],
    ['closes with a shorter fence', `${head}\`\`\`\`dnn\n\`\`\`\n`, 'unclosed-fence', /^line 4: /],
    [
      'does not close explicit Markdown',
      `${head}<!-- markdown 2 -->\nx`,
      'unclosed-fence',
      /^line 4: .*add a line <!-- \/markdown 2 --> /,
    ],
  ];
  for (const [what, text, code, message] of cases) {
    it(`${what}: error ${code}`, () => {
      assert.throws(
        () => parseNotebook(text),
        (error) =>
          error instanceof NotebookError &&
          error.code === code &&
          message.test(error.message) &&
          error.message.startsWith(`line ${error.line + 1}: `),
      );
    });
  }

  it('has two versions that were not merged: error merge-conflict', () => {
    const conflict = (...marks: string[]) =>
      new TextEncoder().encode(
        [...head.split('\n').slice(0, -1), 'text', ...marks, ''].join('\r\n'),
      );
    const marks = ['<<<<<<< HEAD', 'a', '=======', 'b', '>>>>>>> other'];
    assert.throws(() => decodeNotebook(conflict(...marks)), {
      code: 'merge-conflict',
      line: head.split('\n').length,
    });
    // A heading of Markdown, and marks that are not Git's.
    for (const left of [0, 2, 4]) decodeNotebook(conflict(...marks.filter((_, i) => i !== left)));
    decodeNotebook(conflict(...marks.map((mark) => `  ${mark}`)));
  });

  it('is not UTF-8: error encoding', () => {
    assert.throws(() => decodeNotebook(Uint8Array.of(0x2d, 0xff)), { code: 'encoding', line: 0 });
    const surrogate = Buffer.from('---\ndnn: 1\n\xed\xa0\x80\n---\n', 'latin1');
    assert.throws(() => decodeNotebook(surrogate), { code: 'encoding', line: 2 });
    const latin = Buffer.from('---\r\ndnn: 1\r\n---\r\n\r\n# caf\xe9\r\n', 'latin1');
    assert.throws(() => decodeNotebook(latin), { code: 'encoding', line: 4 });
    assert.equal(decodeNotebook(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), '\uFEFFa');
  });
});

describe('serializeNotebook', () => {
  const written: [what: string, cells: ['code' | 'markdown', string][], body: string][] = [
    [
      'one blank line between cells',
      [
        ['markdown', '# A'],
        ['code', 'a'],
      ],
      '\n# A\n\n```dnn\na\n```\n',
    ],
    [
      'a separator between Markdown cells',
      [
        ['markdown', 'A'],
        ['markdown', 'B'],
      ],
      '\nA\n\n<!-- cell -->\n\nB\n',
    ],
    ['an empty code cell', [['code', '']], '\n```dnn\n```\n'],
    ['a longer fence around a fence', [['code', '```']], '\n````dnn\n```\n````\n'],
    ['an empty Markdown cell', [['markdown', '']], '\n<!-- markdown -->\n<!-- /markdown -->\n'],
    [
      'Markdown that would be code',
      [['markdown', '```dnn\n```']],
      '\n<!-- markdown -->\n```dnn\n```\n<!-- /markdown -->\n',
    ],
    [
      'Markdown that would swallow the rest',
      [['markdown', '```']],
      '\n<!-- markdown -->\n```\n<!-- /markdown -->\n',
    ],
  ];
  for (const [what, cells, body] of written) {
    it(`writes ${what}`, () => {
      const text = serializeNotebook({ cells: cells.map(([kind, source]) => ({ kind, source })) });
      assert.equal(text, head + body);
    });
  }

  it('touches only the edited lines', () => {
    const text = `${head}\r\n# A\n~~~dnn\nlet a = 1\n~~~  \n\n\n\n\`\`\`dnn\nb\n\`\`\``;
    const notebook = parseNotebook(text);
    const cells = notebook.cells.map((cell) => ({
      ...cell,
      source: cell.source.replace('let a = 1', 'let a = 2'),
    }));
    const { metadata } = notebook;
    assert.equal(serializeNotebook({ cells, metadata }), text.replace('let a = 1', 'let a = 2'));
  });

  it('writes new cells with the line breaks of the file', () => {
    const { metadata } = parseNotebook('---\r\ndnn: 1\r\n---\r\n');
    const cells = [{ kind: 'code' as const, source: 'a\nb' }];
    assert.equal(
      serializeNotebook({ cells, metadata }),
      '---\r\ndnn: 1\r\n---\r\n\r\n```dnn\r\na\r\nb\r\n```\r\n',
    );
  });
});

describe('newNotebook', () => {
  it('is a notebook with the title it was given, whatever that is', () => {
    for (const title of ['First', 'a: "b" # c', '---', 'two\nlines', '- x']) {
      const notebook = parseNotebook(newNotebook(title));
      assert.equal(notebook.header.title, title);
      assert.equal(notebook.cells.filter(({ kind }) => kind === 'code').length, 5);
    }
  });
});

describe('filePosition', () => {
  it('turns an offset in a cell into line and column of the file', () => {
    const [cell] = parseNotebook(`${head}\r\n~~~dnn\r\nab\r\ncd\r\n~~~\r\n`).cells;
    assert.equal(cell.source, 'ab\ncd');
    assert.deepEqual(filePosition(cell, 4), { line: 6, column: 1 });
    assert.deepEqual(filePosition(cell, 0), { line: 5, column: 0 });
  });
});
