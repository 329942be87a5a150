import type { Location } from '../language/source';
import type { Layer } from '../network/network';
import type { Program } from './program';

/** Something the notebook knows and the text does not say, shown after the text at `location`. */
export interface InlayHint {
  readonly location: Location;
  readonly label: string;
  readonly tooltip: string;
}

/** `→ [6, 28, 28]  156 params` behind each layer. A line of a block used with different shapes gets no hint. */
export function inlayHints(program: Program, cell: number): readonly InlayHint[] {
  const hints = new Map<string, InlayHint | undefined>();
  for (const layer of program.layers) {
    if (layer.location.cell !== cell) continue;
    const { start, end } = layer.location;
    const key = `${start}:${end}`;
    const hint = { location: layer.location, label: labelOf(layer), tooltip: tooltipOf(layer) };
    const known = hints.has(key) ? hints.get(key) : hint;
    hints.set(key, known?.label === hint.label ? hint : undefined);
  }
  return [...hints.values()].filter((hint): hint is InlayHint => hint !== undefined);
}

const parameterCount = ({ parameters }: Layer): number =>
  parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);

function labelOf(layer: Layer): string {
  const count = parameterCount(layer);
  const shape = `→ [${layer.shape.join(', ')}]`;
  return count === 0 ? shape : `${shape}  ${count.toLocaleString('en')} params`;
}

function tooltipOf(layer: Layer): string {
  const parameters = layer.parameters.map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
  const multiplyAdds = layer.cost.multiplyAdds.toLocaleString('en');
  return [
    `${layer.id}: output [${layer.shape.join(', ')}] for each sample`,
    ...parameters,
    `${multiplyAdds} multiply-adds for each sample`,
  ].join('\n');
}
