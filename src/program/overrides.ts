import { parseCell } from '../language/parse';
import { nearest } from '../language/nearest';
import type { Argument, Expression, Setting, Statement } from '../language/syntax';
import type { SettingEntry } from '../language/vocabulary';
import { notebookSettings } from './settings';
import { notebookVocabulary } from './vocabulary';

export type Overrides = Readonly<Record<string, string>>;

/** `--set NAME=VALUE` that names no setting or has no readable value: wrong usage, not a wrong notebook. */
export class OverrideError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OverrideError';
  }
}

/**
 * Puts other values in place of settings: `epochs` replaces the setting wherever it stands (or adds it where it may
 * stand), `optimizer.rate` one argument of the entry it names.
 */
export function applyOverrides(
  cells: readonly (readonly Statement[])[],
  overrides: Overrides,
): readonly (readonly Statement[])[] {
  let result = cells;
  for (const [name, text] of Object.entries(overrides)) {
    const [keyword, argument, ...rest] = name.split('.');
    const entry = notebookSettings.find(keyword);
    if (!entry || rest.length > 0) throw unknownSetting(name);
    const phrase = parseValue(name, keyword, text);
    const places = placesOf(result, entry);
    const given = `--set ${name}=${text}`;
    if (argument) assertArgument(given, entry, argument, phrase, result);
    else if (!result.flat().some((statement) => places.includes(placeOf(statement)!)))
      throw new OverrideError(`${given}: there is no ${inWords(places)} in the notebook to set it`);
    result = result.map((cell) =>
      cell.map((statement) => {
        if (!places.includes(placeOf(statement)!)) return statement;
        const settings = settingsOf(statement);
        if (!settings) return statement;
        const renewed = argument
          ? settings.map((setting) => withArgument(setting, entry, argument, phrase[0]))
          : withSetting(settings, statement, entry, phrase);
        return { ...statement, settings: renewed };
      }),
    );
  }
  return result;
}

/** Throws where an argument is given that nothing takes. */
function assertArgument(
  given: string,
  entry: SettingEntry,
  argument: string,
  phrase: readonly Expression[],
  cells: readonly (readonly Statement[])[],
): void {
  const { name, takes, example } = entry;
  const whole = example.replace(`${name} `, `${name}=`);
  const instead = `set all of it, as in --set "${whole}"`;
  if (!takes) throw new OverrideError(`${given}: \`${name}\` has no \`${argument}\`; ${instead}`);
  if (phrase.length > 1)
    throw new OverrideError(`${given}: \`${argument}\` takes one value, found ${phrase.length}`);
  if (!cells.flat().some((statement) => hasSetting(statement, entry)))
    throw new OverrideError(`${given}: no \`${name}\` stands in the notebook; ${instead}`);
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
  if (statement.kind !== 'action') return undefined;
  const { verb } = statement;
  return verb === 'sweep' || verb === 'search' || verb === 'check' ? undefined : verb;
}

const hasSetting = (statement: Statement, { name }: SettingEntry) =>
  settingsOf(statement)?.some(({ keyword }) => keyword.text === name) === true;

function withSetting(
  settings: readonly Setting[],
  { location }: Statement,
  { name }: SettingEntry,
  phrase: readonly Expression[],
): readonly Setting[] {
  const index = settings.findIndex(({ keyword }) => keyword.text === name);
  const old = settings[index];
  const at = old?.location ?? location;
  const renewed: Setting = {
    location: at,
    keyword: old?.keyword ?? { text: name, location: at },
    phrase: phrase.map((part) => relocate(part, at)),
  };
  if (!old) return [...settings, renewed];
  const others = ({ keyword }: Setting, i: number) => i === index || keyword.text !== name;
  return settings.with(index, renewed).filter(others);
}

function withArgument(
  setting: Setting,
  entry: SettingEntry,
  name: string,
  value: Expression,
): Setting {
  const [target] = setting.phrase;
  if (setting.keyword.text !== entry.name || !target || !entry.takes) return setting;
  const call =
    target.kind === 'reference'
      ? { kind: 'call' as const, name: target.path[0], arguments: [], location: target.location }
      : target;
  if (call.kind !== 'call') return setting;
  const order = Object.keys(
    notebookVocabulary.find(entry.takes, call.name.text)?.parameters ?? { [name]: undefined },
  );
  if (!order.includes(name)) throw unknownArgument(`${entry.name}.${name}`, call.name.text, order);
  const argument: Argument = {
    name: { text: name, location: setting.location },
    value: relocate(value, setting.location),
    location: setting.location,
  };
  const others = call.arguments.filter(
    (given, index) => (given.name?.text ?? order[index]) !== name,
  );
  // A removed positional argument would shift the ones after it, so all of them get their names.
  const named = others.map((given) =>
    given.name
      ? given
      : {
          ...given,
          name: { text: order[call.arguments.indexOf(given)], location: given.location },
        },
  );
  return { ...setting, phrase: [{ ...call, arguments: [...named, argument] }] };
}

/** Findings in a value given from outside point to the setting it replaces. */
function relocate<T>(node: T, location: Setting['location']): T {
  if (Array.isArray(node)) return node.map((item: unknown) => relocate(item, location)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === 'location' ? location : (relocate(value, location) as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}

function parseValue(name: string, keyword: string, text: string): readonly Expression[] {
  const { statements, diagnostics } = parseCell(`data override {\n${keyword} ${text}\n}`, 0);
  const [statement] = statements;
  const [setting] = statement?.kind === 'data' ? statement.settings : [];
  if (diagnostics.length === 0 && setting && setting.phrase.length > 0) return setting.phrase;
  const reason = diagnostics[0]?.message ?? 'a value is missing';
  throw new OverrideError(`--set ${name}=${text}: ${reason}`);
}

function unknownSetting(name: string): OverrideError {
  const names = [...notebookSettings].map((entry) => entry.name);
  const close = nearest(name.split('.')[0], names);
  const hint = close ? `did you mean \`${close}\`?` : `there are ${names.join(', ')}`;
  return new OverrideError(`--set ${name}: no such setting; ${hint}`);
}

function unknownArgument(name: string, of: string, order: readonly string[]): OverrideError {
  return new OverrideError(`--set ${name}: \`${of}\` takes ${order.join(', ') || 'no arguments'}`);
}
