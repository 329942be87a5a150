import { unknownWord } from '../language/nearest';
import type { ActionStatement, Expression } from '../language/syntax';
import type { Action } from './program';
import type { Report } from './report';
import type { Binding, BoundClauses, Verb } from './verb';
import { verbs } from './verbs';

/** Binds one action; undefined when it, or a definition it needs, has an error. */
export function bindAction(statement: ActionStatement, binding: Binding): Action | undefined {
  const verb = verbs.of({ name: statement.verb });
  const bound = verb.bind(statement, readClauses(statement, verb, binding.report), binding);
  // Lines that could not be read have been told; what they say must not be left out silently.
  return statement.incomplete ? undefined : bound;
}

function readClauses(
  statement: ActionStatement,
  { name, clauses: known }: Verb,
  report: Report,
): BoundClauses {
  const names = known.map((clause) => clause.name);
  const clauses = new Map<string, Expression>();
  for (const { keyword, value } of statement.clauses) {
    if (!names.includes(keyword.text)) {
      report.errors([unknownWord('clause', keyword, names, { of: name })]);
    } else if (clauses.has(keyword.text)) {
      report.error('duplicate-clause', `\`${keyword.text}\` is given twice`, keyword.location);
    } else clauses.set(keyword.text, value);
  }
  return clauses;
}
