import * as z from 'zod';
import { insertion, type TextEdit } from '../../language/textEdit';
import { rename } from '../../language/services/rename';
import { indexSymbols } from '../../language/services/symbolIndex';
import { notebookVocabulary } from '../../program/vocabulary';
import { allStatements } from '../chain';
import { labelIn, labelsOf, readNames, sharedNames } from '../labels';
import { defineOperation, DesignError } from '../operation';
import { name, operatorOf, path } from '../targets';

/** Names a layer, also wherever the notebook names it; without a name it has none any more. */
export const setLabel = defineOperation(
  'setLabel',
  z.object({ at: path, label: name.optional() }),
  (context, { at, label }) => {
    const { owner, source } = context;
    const statement = operatorOf(context, at);
    const present = labelIn(statement);
    if (label === present?.text) return { edits: [], select: at };
    if (label !== undefined && labelsOf(owner).has(label))
      throw new DesignError(`Another layer or the input has the name \`${label}\`.`);
    const uses = present
      ? allStatements(owner)
          .flatMap(({ statement: each }) => [...readNames(each), ...sharedNames(each)])
          .filter(({ text }) => text === present.text)
      : [];
    const { location } = statement;
    const of = (start: number, end: number, text: string): TextEdit => ({
      location: { ...location, start, end },
      text,
    });
    if (label === undefined) {
      if (uses.length > 0) throw new DesignError(`Other lines read \`${present?.text}\`.`);
      if (statement.kind === 'layer' && statement.output)
        return {
          edits: present
            ? [of(endOf(source, location.start, 'output'), present.location.end, '')]
            : [],
          select: at,
        };
      return { edits: [of(location.start, statement.call.location.start, '')], select: at };
    }
    if (present) {
      const { sources, cells } = context;
      const index = indexSymbols(cells, notebookVocabulary);
      const notebook = { sources, index, vocabulary: notebookVocabulary };
      const renamed = rename(notebook, present.location.cell, present.location.start, label);
      if ('refusal' in renamed) throw new DesignError(renamed.refusal);
      return { edits: renamed, select: at };
    }
    const isHead = statement.kind === 'layer' && statement.output;
    const edit = isHead
      ? insertion(location, endOf(source, location.start, 'output'), ` ${label}`)
      : insertion(location, location.start, `${label}: `);
    return { edits: [edit], select: at };
  },
);

const endOf = (source: string, start: number, word: string): number =>
  source.startsWith(word, start) ? start + word.length : start;
