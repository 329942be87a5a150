import assert from 'node:assert/strict';
import { escapeMarkdown, withoutIcons, withoutLinks } from '../../../src/text/markdown';
import { brief, visible, visibleJson, visibleLines } from '../../../src/text/visible';

const table: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['a colour', 'a\x1b[31mb', 'a\\x1b[31mb'],
  ['a window title', '\x1b]0;gotcha\x07', '\\x1b]0;gotcha\\x07'],
  ['a link', '\x1b]8;;https://example.org\x1b\\here', '\\x1b]8;;https://example.org\\x1b\\here'],
  ['a control sequence of one C1 character', '\x9b2J', '\\x9b2J'],
  ['a carriage return', 'error\rok', 'error\\rok'],
  ['a line break', 'a\nb', 'a\\nb'],
  ['backspace, delete and NUL', '\b\x7f\0', '\\x08\\x7f\\x00'],
  ['writing turned around', 'gnp.\u202eexe', 'gnp.\\u202eexe'],
  ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
  ['letters, accents, emoji', 'größe 数字 👩‍🔬', 'größe 数字 👩‍🔬'],
];

describe('text from outside', () => {
  for (const [what, text, shown] of table)
    it(`shows ${what} visibly`, () => assert.equal(visible(text), shown));

  it('keeps the line ends and tabs of text that has lines', () => {
    assert.equal(visibleLines('a\n\tb\r\n\x1b[0m'), 'a\n\tb\\r\n\\x1b[0m');
  });

  it('is JSON without a control character, and reads back the same', () => {
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('');
    const json = visibleJson({ [all]: [all] });
    const controls = [...json].filter((character) => /[\p{C}\u2028\u2029]/u.test(character));
    const harmless = controls.filter((character) => /[\p{Cf}\p{Cn}]/u.test(character));
    assert.deepEqual(controls, harmless);
    assert.deepEqual(JSON.parse(json), { [all]: [all] });
  });

  const markdown: readonly (readonly [text: string, escaped: string])[] = [
    [
      '[run](command:workbench.action.terminal.new)',
      '\\[run\\](command:workbench.action.terminal.new)',
    ],
    ['![x](https://example.org/x.png)', '!\\[x\\](https\\://example.org/x.png)'],
    ['www.example.org, me@example.org', 'www\\.example.org, me\\@example.org'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['a | b\n# c', 'a \\| b\\\\n\\# c'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['**bold** `code` $x$ ~~no~~', '\\*\\*bold\\*\\* \\`code\\` \\$x\\$ \\~\\~no\\~\\~'],
    ['0.1, 98.77%', '0.1, 98.77%'],
  ];
  for (const [text, escaped] of markdown)
    it(`means nothing in Markdown: ${visible(text)}`, () =>
      assert.equal(escapeMarkdown(text), escaped));

  it('holds no icon of the editor’s labels', () => {
    const icon = /\$\([a-z0-9-]+(~[a-z]+)?\)/i;
    for (const text of ['$(trash)', '\\$(sync~spin)', '$$(trash)', '$\u202e(trash)'])
      assert.doesNotMatch(withoutIcons(text), icon);
    assert.equal(withoutIcons('$(trash) 5 $'), '$ (trash) 5 $');
  });

  it('is short where there is little room', () => {
    assert.equal(brief('Net'), 'Net');
    assert.equal(brief('x'.repeat(10_000)).length, 201);
    assert.equal(brief('👩👩', 3), '👩…');
  });

  it('holds no link of the editor’s messages', () => {
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)\)/;
    const text = 'see [this](command:dnn.showLog) and [[a]](https://example.org)';
    assert.match(text, link);
    assert.doesNotMatch(withoutLinks(text), link);
  });
});
