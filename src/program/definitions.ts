import type { ValueScope } from '../language/evaluate';
import { evaluateLets } from '../language/lets';
import type { Budget } from '../language/limits';
import type {
  ActionStatement,
  BlockDeclaration,
  DataDeclaration,
  Declaration,
  LetDeclaration,
  NetworkDeclaration,
  Statement,
} from '../language/syntax';
import type { Report } from './report';
import { notebookVocabulary } from './vocabulary';

/** The definitions of all cells by name, and the actions in order. */
export interface Definitions {
  readonly data: ReadonlyMap<string, DataDeclaration>;
  readonly blocks: ReadonlyMap<string, BlockDeclaration>;
  readonly networks: ReadonlyMap<string, NetworkDeclaration>;
  readonly scope: ValueScope;
  readonly actions: readonly ActionStatement[];
}

/** Definitions are visible in the whole notebook, whatever their order; a name is defined once for each kind. */
export function collectDefinitions(
  cells: readonly (readonly Statement[])[],
  report: Report,
  budget: Budget,
): Definitions {
  const data = new Map<string, DataDeclaration>();
  const blocks = new Map<string, BlockDeclaration>();
  const networks = new Map<string, NetworkDeclaration>();
  const lets = new Map<string, LetDeclaration>();
  const actions: ActionStatement[] = [];

  const define = <D extends Declaration>(table: Map<string, D>, declaration: D) => {
    const { name, kind } = declaration;
    if (!table.has(name.text)) table.set(name.text, declaration);
    else {
      const message = `${kind} \`${name.text}\` is already defined; choose another name`;
      report.error('duplicate-definition', message, name.location);
    }
  };
  for (const statement of cells.flat()) {
    switch (statement.kind) {
      case 'data':
        define(data, statement);
        break;
      case 'block':
        define(blocks, statement);
        break;
      case 'network':
        define(networks, statement);
        break;
      case 'let':
        define(lets, statement);
        break;
      case 'action':
        actions.push(statement);
        break;
    }
  }
  const { scope, errors } = evaluateLets([...lets.values()], budget, notebookVocabulary);
  report.errors(errors);
  return { data, blocks, networks, scope, actions };
}
