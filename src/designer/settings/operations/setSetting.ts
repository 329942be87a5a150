import * as z from 'zod';
import { insertion } from '../../../language/textEdit';
import { DesignError, defineNotebookOperation } from '../../operation';
import { text } from '../../targets';
import { settingIn, settingPath, statementIn, statementName } from '../targets';

/** Writes something else behind the word of a setting: `adam(rate: 0.01)` behind `optimizer`. */
export const setSetting = defineNotebookOperation(
  'setSetting',
  z.object({ statement: statementName, at: settingPath, value: text }),
  (context, told) => {
    const { statement } = statementIn(context, told.statement);
    const setting = settingIn(statement, told.at);
    const [first] = setting.phrase;
    const last = setting.phrase.at(-1);
    const value = told.value.trim();
    if (first && last) {
      if (value === '')
        throw new DesignError(`Write a value for \`${setting.keyword.text}\`, or remove the line.`);
      return {
        edits: [{ location: { ...first.location, end: last.location.end }, text: value }],
      };
    }
    const { end } = setting.keyword.location;
    return { edits: value === '' ? [] : [insertion(setting.location, end, ` ${value}`)] };
  },
  { keepsPlaces: true },
);
