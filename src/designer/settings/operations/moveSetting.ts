import * as z from 'zod';
import { inserted, removed, spanOf, textOf } from '../../lines';
import { DesignError, defineNotebookOperation } from '../../operation';
import { linesOf } from '../statements';
import { holderIn, settingIn, settingPath, statementIn, statementName } from '../targets';

/** Moves a line past the one above or below it in the same braces, with the comments that belong to it. */
export const moveSetting = defineNotebookOperation(
  'moveSetting',
  z.object({ statement: statementName, at: settingPath, by: z.literal([-1, 1]) }),
  (context, { statement: name, at, by }) => {
    const { statement, source } = statementIn(context, name);
    const setting = settingIn(statement, at);
    const lines = linesOf(holderIn(statement, at.slice(0, -1)));
    const number = at[at.length - 1];
    const to = number + by;
    if (!lines || to < 0 || to >= lines.statements.length)
      throw new DesignError(by < 0 ? 'It is the first line.' : 'It is the last line.');
    const text = textOf(source, spanOf([setting]));
    return {
      edits: [
        removed(source, lines, [number, number], 'take'),
        inserted(source, lines, by < 0 ? to : to + 1, text),
      ],
    };
  },
);
