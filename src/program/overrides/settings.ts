import type { Expression, Setting, Statement } from '../../language/syntax';
import { type SettingEntry, wordsOf } from '../../language/vocabulary';
import {
  callOf,
  type Cells,
  type Override,
  OverrideError,
  parseValue,
  parseValues,
  relocate,
  withArgument,
} from './written';

/** Puts another value in place of a setting wherever it stands, or adds it where it may stand; or another argument. */
export function overrideSetting(override: Override, entry: SettingEntry, cells: Cells): Cells {
  const { given, argument } = override;
  const places = placesOf(cells, entry);
  const change = argument ? changeOfArgument(override, entry, cells) : changeOfAll(override, entry);
  if (!cells.flat().some((statement) => places.includes(placeOf(statement)!)))
    throw new OverrideError(`${given}: the notebook has no ${inWords(places)} to set it in`);
  return cells.map((cell) =>
    cell.map((statement) => {
      const settings = settingsOf(statement);
      if (!settings || !places.includes(placeOf(statement)!)) return statement;
      return { ...statement, settings: change(settings, statement) };
    }),
  );
}

type Change = (settings: readonly Setting[], statement: Statement) => readonly Setting[];

function changeOfAll(override: Override, entry: SettingEntry): Change {
  const phrase = parseValues(override);
  return (settings, statement) => withSetting(settings, statement, entry, phrase);
}

function changeOfArgument(override: Override, entry: SettingEntry, cells: Cells): Change {
  const { given, argument } = override;
  const { name, takes, example } = entry;
  const whole = example.replace(`${name} `, `${name}=`);
  const instead = `set all of it, as in --set "${whole}"`;
  if (!takes) throw new OverrideError(`${given}: \`${name}\` has no \`${argument}\`; ${instead}`);
  const value = parseValue(override);
  if (!cells.flat().some((statement) => hasSetting(statement, entry)))
    throw new OverrideError(`${given}: the notebook sets no \`${name}\`; ${instead}`);
  return (settings) =>
    settings.map((setting) => {
      const { phrase, location } = setting;
      const call = isFor(setting, entry) && phrase[0] ? callOf(phrase[0], cells) : undefined;
      if (!call) return setting;
      return { ...setting, phrase: [withArgument(call, [takes], override, value, location)] };
    });
}

const inWords = (places: readonly string[]): string =>
  places
    .map((place) => (place === 'network' ? '`network` from a file' : `\`${place}\``))
    .join(' or ');

/** Where the setting stands now; where it stands nowhere, the first kind of place it may stand in. */
function placesOf(cells: readonly (readonly Statement[])[], entry: SettingEntry): string[] {
  const present = entry.within.filter((place) =>
    cells.flat().some((statement) => placeOf(statement) === place && hasSetting(statement, entry)),
  );
  return present.length > 0 ? present : [entry.within[0]];
}

const settingsOf = (statement: Statement): readonly Setting[] | undefined =>
  'settings' in statement ? statement.settings : undefined;

function placeOf(statement: Statement): string | undefined {
  if (statement.kind === 'data') return 'data';
  if (statement.kind === 'network' && statement.from) return 'network';
  return statement.kind === 'action' ? statement.verb : undefined;
}

const isFor = ({ keyword }: Setting, entry: SettingEntry) => wordsOf(entry).includes(keyword.text);

const hasSetting = (statement: Statement, entry: SettingEntry) =>
  settingsOf(statement)?.some((setting) => isFor(setting, entry)) === true;

function withSetting(
  settings: readonly Setting[],
  { location }: Statement,
  entry: SettingEntry,
  phrase: readonly Expression[],
): readonly Setting[] {
  const index = settings.findIndex((setting) => isFor(setting, entry));
  const old = settings[index];
  const at = old?.location ?? location;
  const changed: Setting = {
    location: at,
    keyword: old?.keyword ?? { text: entry.name, location: at },
    phrase: phrase.map((part) => relocate(part, at)),
  };
  if (!old) return [...settings, changed];
  return settings.with(index, changed).filter((each, i) => i === index || !isFor(each, entry));
}
