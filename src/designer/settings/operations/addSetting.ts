import * as z from 'zod';
import { insertion } from '../../../language/textEdit';
import { indented, inserted } from '../../lines';
import { DesignError, defineNotebookOperation } from '../../operation';
import { text } from '../../targets';
import { settingEntry, settingsWithin } from '../examples';
import { linesOf, wordOf } from '../statements';
import { holderIn, settingIn, settingPath, statementIn, statementName } from '../targets';

/** Writes a line into the braces of a statement or of a phase, among those it is usually found with. */
export const addSetting = defineNotebookOperation(
  'addSetting',
  z.object({ statement: statementName, at: settingPath, text }),
  (context, { statement: name, at, text: line }) => {
    const { statement, source } = statementIn(context, name);
    const holder = holderIn(statement, at);
    const word = /^\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(line)?.[1] ?? '';
    const entry = settingEntry(word);
    const place =
      at.length === 0 ? wordOf(statement) : blockOf(settingIn(statement, at).keyword.text);
    if (!entry?.within.includes(place))
      throw new DesignError(`\`${word}\` is no setting of \`${place}\`.`);
    const present = (holder.settings ?? []).map(({ keyword }) => settingEntry(keyword.text)?.name);
    if (!entry.repeats && present.includes(entry.name))
      throw new DesignError(`\`${entry.name}\` is already set.`);
    const lines = linesOf(holder);
    if (!lines)
      return {
        edits: [insertion(holder.location, holder.location.end, ` {\n${indented(line.trim())}\n}`)],
      };
    const order = rankIn(place);
    const index = present.findLastIndex((each) => order(each) <= order(entry.name)) + 1;
    return { edits: [inserted(source, lines, index, line.trim())] };
  },
);

const blockOf = (word: string): string => settingEntry(word)?.block ?? word;

/** In which order settings are usually written: as they are told, those with braces last. */
function rankIn(place: string): (word: string | undefined) => number {
  const names = settingsWithin(place)
    .toSorted((a, b) => Number(a.block !== undefined) - Number(b.block !== undefined))
    .map(({ name }) => name);
  return (word) => (word === undefined ? -1 : names.indexOf(word));
}
