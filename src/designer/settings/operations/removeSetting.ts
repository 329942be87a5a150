import * as z from 'zod';
import { removed } from '../../lines';
import { DesignError, defineNotebookOperation } from '../../operation';
import { linesOf } from '../statements';
import { holderIn, settingIn, settingPath, statementIn, statementName } from '../targets';

/** Takes a line out of its braces, with the comment on it; those above stay. */
export const removeSetting = defineNotebookOperation(
  'removeSetting',
  z.object({ statement: statementName, at: settingPath }),
  (context, { statement: name, at }) => {
    const { statement, source } = statementIn(context, name);
    settingIn(statement, at);
    const lines = linesOf(holderIn(statement, at.slice(0, -1)));
    if (!lines) throw new DesignError('It stands in no braces.');
    const number = at[at.length - 1];
    return { edits: [removed(source, lines, [number, number], 'keep')] };
  },
);
