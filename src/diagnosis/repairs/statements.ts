import type { ChainStatement, LayerStatement } from '../../language/syntax';
import type { Layer } from '../../network/network';
import type { Program } from '../../program/program';

/** The lines that layers come from, each once: a line of a block or a `repeat` stands for several layers. */
export function statementsOf(
  { cells }: Program,
  layers: readonly Pick<Layer, 'location'>[],
): readonly LayerStatement[] {
  const places = new Set(layers.map(({ location: { cell, start } }) => `${cell}:${start}`));
  return cells
    .flat()
    .flatMap((statement) =>
      statement.kind === 'network' || statement.kind === 'block' ? linesIn(statement.body) : [],
    )
    .filter(({ location: { cell, start } }) => places.has(`${cell}:${start}`));
}

const linesIn = (body: readonly ChainStatement[]): readonly LayerStatement[] =>
  body.flatMap((statement): readonly LayerStatement[] => {
    switch (statement.kind) {
      case 'input':
        return [];
      case 'layer':
        return [statement];
      case 'branch':
        return statement.branches.flatMap(linesIn);
      case 'repeat':
        return linesIn(statement.body);
      default:
        return statement satisfies never;
    }
  });
