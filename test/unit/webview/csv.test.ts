import { equal, ok } from 'node:assert/strict';
import { csv, csvName } from '../../../webview/ui/csv';
import { saveMessage } from '../../../src/views/saving';

describe('a table as CSV', () => {
  it('quotes what has separators, quotes or lines in it, and ends lines as RFC 4180 says', () => {
    const rows = [
      ['plain', 0.1, undefined],
      ['a,b', 'say "so"', 'two\nlines'],
    ];
    equal(
      csv({ titles: ['name', 'x', 'y'], rows }),
      'name,x,y\r\nplain,0.1,\r\n"a,b","say ""so""","two\nlines"\r\n',
    );
  });

  const names: readonly (readonly [string[], string])[] = [
    [['LeNet5 digits.test', 'classes'], 'LeNet5 digits.test classes.csv'],
    [['../../etc/passwd'], 'etc passwd.csv'],
    [['température °C'], 'température C.csv'],
    [['$€'], 'table.csv'],
    [['x'.repeat(200)], `${'x'.repeat(80)}.csv`],
  ];
  for (const [words, name] of names)
    it(`has a name that the host takes: ${name.slice(0, 40)}`, () => {
      equal(csvName(...words), name);
      ok(saveMessage.safeParse({ type: 'save', name, text: '' }).success);
    });
});

describe('a table to be saved', () => {
  for (const name of ['../a.csv', 'a/b.csv', 'a.exe', '.csv', '.hidden.csv', 'a\0.csv'])
    it(`has a plain name: not ${JSON.stringify(name)}`, () =>
      ok(!saveMessage.safeParse({ type: 'save', name, text: '' }).success));

  it('has no more text than a table needs', () =>
    ok(
      !saveMessage.safeParse({ type: 'save', name: 'a.csv', text: ' '.repeat(8_000_001) }).success,
    ));

  const contents: readonly (readonly [string, string, boolean])[] = [
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', true],
    ['a.svg', '<html>', false],
    ['a.png', 'iVBORw0KGgoAAAA', true],
    ['a.png', 'R0lGODlh', false],
  ];
  for (const [name, text, fits] of contents)
    it(`is what its name says: ${name} that begins with ${text.slice(0, 8)} ${fits ? 'is' : 'is not'}`, () =>
      equal(saveMessage.safeParse({ type: 'save', name, text }).success, fits));
});
