import type { Statement } from '../../language/syntax';
import { findingsOf } from '../../program/hints';
import type { Action, Program } from '../../program/program';
import { meaningsOf } from '../../program/meanings';
import { verbs } from '../../program/verbs';
import { dataPayload } from './dataPayload';
import type { Outline, OutlineAction, OutlineStatement } from './outline';

/** The outline of a program; `sources` are the texts of its code cells. */
export function outlineOf(program: Program, sources: readonly string[]): Outline {
  const actions = new Map(
    program.actions.map((action, i) => [key(action), outlined(action, i, sources)]),
  );
  const meanings = meaningsOf(program, sources);
  const outline = (statement: Statement, cell: number): OutlineStatement[] => {
    const meaning = meanings.of(statement);
    switch (statement.kind) {
      case 'data': {
        const plan = program.data.get(statement.name.text);
        const payload = plan && dataPayload(plan, statement, sources[cell]);
        return [{ kind: 'data', meaning, ...(payload && { payload }) }];
      }
      case 'network': {
        const name = statement.name.text;
        return [{ kind: 'network', meaning, name, isComplete: program.networks.has(name) }];
      }
      case 'action': {
        const action = actions.get(key(statement));
        const { verb, subject } = statement;
        return [
          { kind: 'action', meaning, verb, subject: subject.text, ...(action && { action }) },
        ];
      }
      case 'block':
      case 'let':
        return [];
    }
  };
  return {
    diagnostics: findingsOf(program, sources),
    cells: program.cells.map((statements, cell) =>
      statements.flatMap((statement) => outline(statement, cell)),
    ),
    meanings: sources.map((_, cell) => meanings.ofCell(cell)),
    readsModels: program.cells.flat().some((one) => one.kind === 'network' && one.from),
  };
}

const key = ({ location: { cell, start } }: Action | Statement): string => `${cell}:${start}`;

function outlined(action: Action, index: number, sources: readonly string[]): OutlineAction {
  const { kind, cell, location, network } = action;
  const verb = verbs.of({ name: kind });
  const { result, stopsWithResult = false } = verb;
  const text = sources[cell].slice(location.start, location.end);
  return {
    ...{ kind, index, cell, location, text, network: network.name, result, stopsWithResult },
    ...(verb.question && { question: verb.question(action) }),
    ...(verb.writes && { writes: verb.writes(action) }),
  };
}
