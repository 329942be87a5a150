import type { LayerStatement } from '../../language/syntax';
import type { Layer } from '../../network/network';
import { chainStatements } from '../../program/chainStatements';
import type { Program } from '../../program/program';

/** The lines that layers come from, each once: a line of a block or a `repeat` stands for several layers. */
export function statementsOf(
  program: Program,
  layers: readonly Pick<Layer, 'location'>[],
): readonly LayerStatement[] {
  const places = new Set(layers.map(({ location: { cell, start } }) => `${cell}:${start}`));
  return chainStatements(program)
    .filter((statement) => statement.kind === 'layer')
    .filter(({ location: { cell, start } }) => places.has(`${cell}:${start}`));
}
