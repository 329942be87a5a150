import type { Location } from '../language/source';
import type { Layer, Network } from '../network/network';
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
    if (layer.location.cell !== cell || layer.stored) continue;
    const { start, end } = layer.location;
    const key = `${start}:${end}`;
    const hint = { location: layer.location, label: labelOf(layer), tooltip: tooltipOf(layer) };
    const known = hints.has(key) ? hints.get(key) : hint;
    hints.set(key, known?.label === hint.label ? hint : undefined);
  }
  const models = [...program.networks.values()].flatMap((network) => modelHint(network) ?? []);
  return [
    ...models.filter(({ location }) => location.cell === cell),
    ...[...hints.values()].filter((hint): hint is InlayHint => hint !== undefined),
  ];
}

/** What a network takes from a file, behind the file's name. */
function modelHint({ source, input, layers }: Network): InlayHint | undefined {
  const stored = layers.filter((layer) => layer.stored);
  const last = stored.at(-1);
  if (!source || !last) return undefined;
  const count = stored.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const shapes = [input.shape, last.shape].map((shape) => `[${shape.join(', ')}]`).join(' → ');
  const label = `${shapes}  ${stored.length} nodes, ${count.toLocaleString('en')} params`;
  return { location: source.location, label, tooltip: stored.map(lineOf).join('\n') };
}

const lineOf = ({ id, entry, shape }: Layer): string =>
  `${id}: ${entry.name} → [${shape.join(', ')}]`;

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
