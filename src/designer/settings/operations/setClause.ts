import * as z from 'zod';
import { quoted } from '../../../language/literals';
import { verbNamed } from '../../../language/vocabulary';
import { insertion } from '../../../language/textEdit';
import { notebookVocabulary } from '../../../program/vocabulary';
import { DesignError, defineNotebookOperation } from '../../operation';
import { text } from '../../targets';
import { statementIn, statementName } from '../targets';

/** Writes what an action is done on or to: `on digits`, `to "net.onnx"`. Without a value it says so no more. */
export const setClause = defineNotebookOperation(
  'setClause',
  z.object({ statement: statementName, clause: text, value: text.optional() }),
  (context, { statement: name, clause, value: written }) => {
    const { statement } = statementIn(context, name);
    const known =
      statement.kind === 'action'
        ? verbNamed(statement.verb, notebookVocabulary)?.clauses.find(
            (each) => each.name === clause,
          )
        : undefined;
    if (statement.kind !== 'action' || !known)
      throw new DesignError(`\`${name.word}\` has no \`${clause}\`.`);
    const typed = written?.trim() ?? '';
    const value = known.takes === 'file' && /^[^"]/.test(typed) ? quoted(typed) : typed;
    const at = statement.clauses.findIndex(({ keyword }) => keyword.text === clause);
    const present = statement.clauses.at(at);
    const before = (at > 0 ? statement.clauses[at - 1].value : statement.subject).location.end;
    if (at >= 0 && present)
      return {
        edits: [
          value === ''
            ? {
                location: { ...statement.location, start: before, end: present.value.location.end },
                text: '',
              }
            : { location: present.value.location, text: value },
        ],
      };
    const { end } = statement.clauses.at(-1)?.value.location ?? statement.subject.location;
    return {
      edits: value === '' ? [] : [insertion(statement.location, end, ` ${clause} ${value}`)],
    };
  },
  { keepsPlaces: true },
);
