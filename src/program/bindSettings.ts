import { bindSetting } from '../language/bind';
import type { ValueScope } from '../language/evaluate';
import { unknownWord } from '../language/nearest';
import type { Name, Setting } from '../language/syntax';
import type { ArgumentValue, BoundCall, SettingEntry } from '../language/vocabulary';
import type { Report } from './report';
import { notebookSettings } from './settings';
import { notebookVocabulary } from './vocabulary';

/** Settings that read their phrase themselves. */
const free = new Set(['features']);

/** The bound settings of one declaration or action. */
export class BoundSettings {
  private readonly values = new Map<string, Readonly<Record<string, ArgumentValue>>>();
  /** Those that may be given more than once. */
  private readonly repeated = new Map<string, Readonly<Record<string, ArgumentValue>>[]>();
  private readonly texts = new Map<string, Setting>();
  /** Whether every line could be bound. */
  readonly complete: boolean;

  constructor(place: string, settings: readonly Setting[], scope: ValueScope, report: Report) {
    let complete = true;
    for (const setting of settings) {
      const { keyword } = setting;
      const entry = notebookSettings.find(keyword.text);
      if (!entry?.within.includes(place)) {
        report.errors([unknown(place, keyword)]);
        complete = false;
      } else if (this.texts.has(entry.name) && !entry.repeats) {
        report.error('duplicate-setting', `\`${entry.name}\` is given twice`, setting.location);
        complete = false;
      } else {
        this.texts.set(entry.name, setting);
        if (free.has(entry.name)) continue;
        const { values, errors } = bindSetting(entry, setting, scope, notebookVocabulary);
        report.errors(errors);
        if (values) this.keep(entry, values);
        else complete = false;
      }
    }
    this.complete = complete;
  }

  private keep(entry: SettingEntry, values: Readonly<Record<string, ArgumentValue>>): void {
    this.values.set(entry.name, values);
    this.repeated.set(entry.name, [...(this.repeated.get(entry.name) ?? []), values]);
  }

  has = (setting: string): boolean => this.texts.has(setting);

  text = (setting: string): Setting | undefined => this.texts.get(setting);

  /** The entry a setting names: `optimizer sgd(…)`. */
  call(setting: string): BoundCall | undefined {
    const [value] = Object.values(this.values.get(setting) ?? {});
    return value as BoundCall | undefined;
  }

  /** The entries a setting that may be repeated names, in order. */
  calls = (setting: string): BoundCall[] =>
    (this.repeated.get(setting) ?? []).map((values) => Object.values(values)[0] as BoundCall);

  /** One of a setting's own values: the `count` of `epochs 8`. */
  number(setting: string, parameter: string): number | undefined {
    return this.values.get(setting)?.[parameter] as number | undefined;
  }

  /** One of a setting's words: the `by` of `clip norm 1.0`, which the entry limits to its choices. */
  word<W extends string>(setting: string, parameter: string): W | undefined {
    return this.values.get(setting)?.[parameter] as W | undefined;
  }
}

function unknown(place: string, keyword: Name) {
  const known = [...notebookSettings].filter(({ within }) => within.includes(place));
  const names = known.map(({ name }) => name);
  return unknownWord('setting', keyword, names, { of: place });
}
