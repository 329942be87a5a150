import type { ChainStatement } from '../language/syntax';
import type { Program } from './program';

/** All lines of networks and blocks, those within branches and repeats too. */
export const chainStatements = ({ cells }: Pick<Program, 'cells'>): readonly ChainStatement[] =>
  cells
    .flat()
    .flatMap((statement) =>
      statement.kind === 'network' || statement.kind === 'block' ? withInner(statement.body) : [],
    );

const withInner = (body: readonly ChainStatement[]): readonly ChainStatement[] =>
  body.flatMap((statement): readonly ChainStatement[] => {
    switch (statement.kind) {
      case 'input':
      case 'layer':
        return [statement];
      case 'branch':
        return [statement, ...statement.branches.flatMap(withInner)];
      case 'repeat':
        return [statement, ...withInner(statement.body)];
      default:
        return statement satisfies never;
    }
  });
