import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

type Texts = Readonly<Record<string, string | { readonly message: string }>>;

const read = (file: string): Texts => JSON.parse(readFileSync(join(root, file), 'utf8')) as Texts;
const message = (text: Texts[string] | undefined): string =>
  typeof text === 'string' ? text : (text?.message ?? '');

/** What stays as it is in every language: places for values, code, icons and links to commands. */
const marks = (text: string): string[] =>
  (text.match(/\{\d+\}|`[^`]*`|\$\([\w-]+\)|\(command:[^)]*\)/g) ?? []).sort();

/** The English texts, and how the translations of each are called. */
const sources = [
  { english: 'l10n/bundle.l10n.json', folder: 'l10n', name: /^bundle\.l10n\.(\w+)\.json$/ },
  { english: 'package.nls.json', folder: '.', name: /^package\.nls\.(\w+)\.json$/ },
];

const languages = (folder: string, name: RegExp): [file: string, language: string][] =>
  readdirSync(join(root, folder)).flatMap((file) => {
    const language = name.exec(file)?.[1];
    return language === undefined ? [] : [[join(folder, file), language]];
  });

describe('a translation', () => {
  for (const { english, folder, name } of sources) {
    it(`is there in German: ${english}`, () => {
      assert.ok(languages(folder, name).some(([, language]) => language === 'de'));
    });

    for (const [file] of languages(folder, name)) {
      const given = read(english);
      const translated = read(file);

      it(`is complete, and holds nothing else: ${file}`, () => {
        const missing = Object.keys(given).filter((key) => !(key in translated));
        const other = Object.keys(translated).filter((key) => !(key in given));
        assert.deepEqual({ missing, other }, { missing: [], other: [] });
      });

      it(`keeps the places for values, code and links: ${file}`, () => {
        const wrong = Object.keys(given).filter((key) => {
          const [there, here] = [given, translated].map((texts) => marks(message(texts[key])));
          return key in translated && there?.join() !== here?.join();
        });
        assert.deepEqual(wrong, []);
      });
    }
  }
});
