import * as z from 'zod';
import type { Setting } from '../../../language/syntax';
import type { SettingEntry } from '../../../language/vocabulary';
import { notebookVocabulary } from '../../../program/vocabulary';
import { insertion, type TextEdit } from '../../../language/textEdit';
import { withArgument, withoutArgument } from '../../arguments';
import { DesignError, defineNotebookOperation } from '../../operation';
import { text } from '../../targets';
import { settingEntry } from '../examples';
import { settingIn, settingPath, statementIn, statementName } from '../targets';
import { valueOfWord } from '../values';

/**
 * Gives an argument of the word behind a setting another value, `rate` of `optimizer sgd`, or one of the values that stand
 * there: `size` of `batch`. Without one it is what it is by default.
 */
export const setSettingArgument = defineNotebookOperation(
  'setSettingArgument',
  z.object({
    statement: statementName,
    at: settingPath,
    parameter: text,
    value: text.optional(),
  }),
  (context, { statement: name, at, parameter, value: written }) => {
    const { statement, source } = statementIn(context, name);
    const setting = settingIn(statement, at);
    const entry = settingEntry(setting.keyword.text);
    if (!entry) throw new DesignError(`There is no setting \`${setting.keyword.text}\`.`);
    const value = written?.trim() ?? '';
    if (entry.takes === undefined) return { edits: [valueEdit(setting, entry, parameter, value)] };
    const call = valueOfWord(setting.phrase[0]);
    const known = call && notebookVocabulary.find(entry.takes, call.name.text);
    if (!call || !known)
      throw new DesignError(
        `\`${entry.name}\` names no ${entry.takes} here, whose arguments could be set.`,
      );
    const names = Object.keys(known.parameters);
    return {
      edits: [
        value === ''
          ? withoutArgument(source, call, parameter, names)
          : withArgument(source, call, parameter, value, names),
      ],
    };
  },
  { keepsPlaces: true },
);

function valueEdit(
  { phrase, keyword, location }: Setting,
  { name, parameters }: SettingEntry,
  parameter: string,
  value: string,
): TextEdit {
  const names = Object.keys(parameters);
  const at = names.indexOf(parameter);
  const present = phrase.at(at);
  if (at < 0) throw new DesignError(`\`${name}\` has no \`${parameter}\`.`);
  if (value !== '' && present) return { location: present.location, text: value };
  const before = at > 0 ? phrase.at(at - 1) : keyword;
  if (value !== '') {
    if (!before) throw new DesignError(`Write \`${names[at - 1]}\` first.`);
    return insertion(location, before.location.end, ` ${value}`);
  }
  if (parameters[parameter].required || phrase.length > at + 1)
    throw new DesignError(`\`${name}\` needs \`${parameter}\`; write a value, or remove the line.`);
  const start = before?.location.end ?? location.end;
  return { location: { ...location, start, end: present?.location.end ?? start }, text: '' };
}
