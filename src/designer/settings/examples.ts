import { parseCell } from '../../language/parse';
import type { Setting, Statement } from '../../language/syntax';
import type { Entry, SettingEntry } from '../../language/vocabulary';
import { formatArgument } from '../../language/formatCall';
import { notebookVocabulary } from '../../program/vocabulary';

/** Text that is written for a word, taken from its example. */

/** A call as an example shows it: `early(patience: 3)`. */
export const callIn = (word: string, example: string): string =>
  new RegExp(`\\b${word}(\\((?:[^()]|\\([^()]*\\))*\\))?`).exec(example)?.[0] ?? word;

/** A word of the vocabulary as a value: alone where nothing has to be said with it. */
export const valueOf = ({ name, parameters, example }: Entry): string =>
  Object.values(parameters).some(({ required }) => required) ? callIn(name, example) : name;

export const isSettingEntry = (entry: Entry): entry is SettingEntry => 'within' in entry;

export const settingEntry = (word: string): SettingEntry | undefined => {
  const entry = notebookVocabulary.find('setting', word);
  return entry && isSettingEntry(entry) ? entry : undefined;
};

/** The settings that may stand in `data`, in an action or in a phase, in the order in which they are told. */
export const settingsWithin = (place: string): SettingEntry[] =>
  notebookVocabulary
    .entries('setting')
    .filter(
      (entry): entry is SettingEntry => isSettingEntry(entry) && entry.within.includes(place),
    );

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** The line of a new setting: with the values of its example, a name that is free, and a layer that is there. */
export function lineFor(
  entry: SettingEntry,
  { taken, layers }: { readonly taken: readonly string[]; readonly layers: readonly string[] },
): string {
  const { name, example, block, listsLayers, parameters } = entry;
  if (listsLayers) return layers.length > 0 ? `${name} ${layers[0]}` : example;
  if (block === undefined) return example;
  const label =
    [...ordinals, ...Array.from({ length: taken.length + 1 }, (_, i) => `${name}${i + 1}`)].find(
      (each) => !taken.includes(each),
    ) ?? name;
  const [parameter] = Object.values(parameters);
  const value =
    parameter?.default === undefined ? '' : formatArgument(parameter.default, parameter);
  const { source, setting } = exampleOf(entry);
  const lines = (setting?.settings ?? [])
    .filter(({ keyword }) => !settingEntry(keyword.text)?.listsLayers)
    .map(({ location }) => `  ${source.slice(location.start, location.end)}\n`);
  return `${name} ${label}: ${value} {\n${lines.join('')}}`;
}

function exampleOf({ within, example }: SettingEntry): {
  readonly source: string;
  readonly setting: Setting | undefined;
} {
  const [place] = within;
  const source = `${place} N {\n${example}\n}`;
  const [statement] = parseCell(source, 0, notebookVocabulary).statements;
  return { source, setting: settingsIn(statement)[0] };
}

const settingsIn = (statement: Statement | undefined): readonly Setting[] =>
  statement && 'settings' in statement ? (statement.settings ?? []) : [];

/** The text of a new statement about a network and data: its example with their names, without what names layers. */
export function statementFor(
  example: string,
  names: { readonly network: string; readonly data: string },
): string {
  return example
    .split('\n')
    .filter((line) => !settingEntry(line.trim().split(/[ (]/)[0] ?? '')?.listsLayers)
    .join('\n')
    .replace(/"net\.onnx"/g, `"${names.network.toLowerCase()}.onnx"`)
    .replace(/\bNet\b/g, names.network)
    .replace(/\bdigits\b(?!\()/g, names.data);
}
