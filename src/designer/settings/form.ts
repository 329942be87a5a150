import type { ActionStatement, Setting } from '../../language/syntax';
import { verbNamed, type SettingEntry } from '../../language/vocabulary';
import type { Layer } from '../../network/network';
import { notebookVocabulary } from '../../program/vocabulary';
import { callForm, fieldsOf, type CallForm, type Field } from '../callForm';
import type { FormContext } from '../form';
import { isInside, problemIn, type FieldProblem } from '../problems';
import { lineFor, settingEntry, settingsWithin, valueOf } from './examples';
import {
  settingsStatements,
  wordOf,
  type SettingPath,
  type SettingsStatement,
  type StatementName,
} from './statements';
import { valueOfWord } from './values';

/** What forms need to know of `data`, `train` and the like: the settings that are there, and those that may be added. */

/** A word that may stand behind a setting, with the text that is written for it. */
export interface SettingChoice {
  readonly name: string;
  readonly summary: string;
  readonly text: string;
}

/** A setting that may be added, with the line that is written for it. */
export type Addable = SettingChoice;

/** The settings in one pair of braces. */
export interface SettingsList {
  readonly at: SettingPath;
  readonly settings: readonly SettingForm[];
  readonly addable: readonly Addable[];
}

export interface SettingForm {
  readonly at: SettingPath;
  readonly word: string;
  /** The `first` of `phase first: …`. */
  readonly label?: string;
  readonly summary: string;
  readonly details?: string;
  /** There may be several, which follow one another. */
  readonly repeats?: true;
  /** Everything behind the word as it is written, without braces. */
  readonly value: string;
  /** The words that may stand there; then `call` is the one that does, if it is one of them. */
  readonly choices?: readonly SettingChoice[];
  readonly call?: CallForm;
  /** The values that stand there, one behind the other. */
  readonly fields?: readonly Field[];
  /** What is wrong with it, where no field tells that. */
  readonly problem?: FieldProblem;
  /** The lines in its braces. */
  readonly inner?: SettingsList;
}

export interface StatementSettings {
  readonly name: StatementName;
  readonly summary: string;
  /** What stands behind the subject: `on digits`, `to "net.onnx"`. */
  readonly clauses: readonly Field[];
  readonly list: SettingsList;
  /** What is wrong with it, where no field tells that. */
  readonly problems: readonly FieldProblem[];
}

/** A statement as it stands in a list. */
export interface StatementItem {
  readonly name: StatementName;
  /** `train LeNet5 on digits` */
  readonly text: string;
  readonly severity?: FieldProblem['severity'];
}

type Sources = Omit<FormContext, 'source'> & { readonly sources: readonly string[] };

/** The statements of a notebook that are made of settings. */
export const statementItems = ({ cells, sources, diagnostics }: Sources): StatementItem[] =>
  settingsStatements(cells).map(({ name, statement }) => {
    const { location, braces } = statement;
    const head = sources[location.cell]?.slice(location.start, braces?.start ?? location.end) ?? '';
    const problem = problemIn(diagnostics, location);
    return {
      name,
      text: head.trim().replace(/\s+/g, ' '),
      ...(problem && { severity: problem.severity }),
    };
  });

/** The form of one of them. */
export function statementSettings(
  context: FormContext & { readonly layers: readonly Layer[] },
  name: StatementName,
  statement: SettingsStatement,
): StatementSettings {
  const { diagnostics } = context;
  const word = wordOf(statement);
  const list = listOf({ ...context, labels: labelsOf(context, statement) }, statement, word, []);
  const clauses = statement.kind === 'action' ? clausesOf(context, statement) : [];
  const told = new Set([...clauses, ...fieldsIn(list)].map(({ problem }) => problem?.message));
  const problems = diagnostics
    .filter(({ location, message }) => isInside(location, statement.location) && !told.has(message))
    .map(({ severity, message }) => ({ severity, message }));
  const help =
    word === 'data' ? 'Where samples come from, and what happens to them before training.' : '';
  return {
    name,
    summary: verbNamed(word, notebookVocabulary)?.summary ?? help,
    clauses,
    list,
    problems,
  };
}

type Context = FormContext & { readonly labels: readonly string[] };

const fieldsIn = ({ settings }: SettingsList): { readonly problem?: FieldProblem }[] =>
  settings.flatMap((setting) => [
    setting,
    ...(setting.fields ?? []),
    ...(setting.call?.fields ?? []),
    ...(setting.inner ? fieldsIn(setting.inner) : []),
  ]);

/** Labels of the layers of the network an action is about. */
function labelsOf(
  { cells, layers }: FormContext & { layers: readonly Layer[] },
  statement: SettingsStatement,
) {
  const network =
    statement.kind === 'action'
      ? cells
          .flat()
          .find((each) => each.kind === 'network' && each.name.text === statement.subject.text)
      : undefined;
  return layers
    .filter(({ location }) => network && isInside(location, network.location))
    .map(({ id }) => id);
}

function listOf(
  context: Context,
  { settings = [] }: { readonly settings?: readonly Setting[] },
  place: string,
  at: SettingPath,
): SettingsList {
  const present = settings.map(({ keyword }) => settingEntry(keyword.text)?.name);
  const names = {
    taken: settings.flatMap(({ label }) => label?.text ?? []),
    layers: context.labels,
  };
  return {
    at,
    settings: settings.map((setting, i) => settingForm(context, setting, [...at, i])),
    addable: settingsWithin(place)
      .filter(({ name, repeats }) => repeats || !present.includes(name))
      .map((entry) => ({
        name: entry.name,
        summary: entry.summary,
        text: lineFor(entry, names),
      })),
  };
}

function settingForm(context: Context, setting: Setting, at: SettingPath): SettingForm {
  const { source, diagnostics } = context;
  const { keyword, label, phrase } = setting;
  const entry = settingEntry(keyword.text);
  const [first] = phrase;
  const last = phrase.at(-1);
  const parts = entry ? partsOf(context, setting, entry) : {};
  const known = new Set(
    [...(parts.fields ?? []), ...(parts.call?.fields ?? [])].map(({ problem }) => problem?.message),
  );
  const head = { ...setting.location, end: setting.braces?.start ?? setting.location.end };
  const problem = problemIn(
    diagnostics.filter(({ message }) => !known.has(message)),
    head,
  );
  return {
    at,
    word: keyword.text,
    ...(label && { label: label.text }),
    summary: entry?.summary ?? '',
    ...(entry?.details !== undefined && { details: entry.details }),
    ...(entry?.repeats && { repeats: true }),
    value: first && last ? source.slice(first.location.start, last.location.end) : '',
    ...parts,
    ...(problem && { problem }),
    ...(setting.settings &&
      entry?.block !== undefined && { inner: listOf(context, setting, entry.block, at) }),
  };
}

function partsOf(
  context: Context,
  { phrase }: Setting,
  entry: SettingEntry,
): Pick<SettingForm, 'choices' | 'call' | 'fields'> {
  if (entry.free) return {};
  if (entry.takes === undefined) return { fields: valuesOf(context, phrase, entry) };
  const choices = notebookVocabulary.entries(entry.takes).map((each) => ({
    name: each.name,
    summary: each.summary,
    text: valueOf(each),
  }));
  const call = valueOfWord(phrase[0]);
  const isKnown = call && notebookVocabulary.find(entry.takes, call.name.text);
  return { choices, ...(isKnown && { call: callForm(context, call, [entry.takes]) }) };
}

/** A value behind the word for each of a setting's parameters; a word that has no alternative says nothing. */
function valuesOf(context: FormContext, phrase: Setting['phrase'], entry: SettingEntry): Field[] {
  const { source, diagnostics } = context;
  return fieldsOf(entry).flatMap((field, i) => {
    const value = phrase.at(i);
    const text = value && source.slice(value.location.start, value.location.end);
    if (field.choices?.length === 1 && text === field.choices[0]) return [];
    const problem = value && problemIn(diagnostics, value.location);
    return [{ ...field, ...(text !== undefined && { text }), ...(problem && { problem }) }];
  });
}

function clausesOf(
  { cells, source, diagnostics }: FormContext,
  { verb, clauses }: ActionStatement,
): Field[] {
  const named = { network: 'network', data: 'data' } as const;
  return (verbNamed(verb, notebookVocabulary)?.clauses ?? []).map(
    ({ name, summary, takes }): Field => {
      const given = clauses.find(({ keyword }) => keyword.text === name)?.value;
      const problem = given && problemIn(diagnostics, given.location);
      const choices =
        takes === 'file'
          ? undefined
          : cells.flat().flatMap((each) => (each.kind === named[takes] ? [each.name.text] : []));
      return {
        name,
        type: takes === 'file' ? 'string' : 'word',
        summary,
        required: false,
        ...(given && { text: source.slice(given.location.start, given.location.end) }),
        ...(choices && { choices }),
        ...(problem && { problem }),
      };
    },
  );
}
