import type { Location } from '../language/source';
import type { Layer, Network } from '../network/network';
import { counted, formatInteger, formatShape } from '../text/numbers';
import { parameterCount } from '../network/size';
import type { Program } from './program';

/** Something the notebook knows and the text does not say, shown after the text at `location`. */
export interface InlayHint {
  readonly location: Location;
  readonly label: string;
  readonly tooltip: string;
}

/**
 * `→ [6, 28, 28]  156 params` behind each layer. A line that stands for several layers tells what they have in common;
 * one of a block used with different shapes gets no hint.
 */
export function inlayHints(program: Program, cell: number): readonly InlayHint[] {
  const lines = new Map<string, Layer[]>();
  for (const layer of program.layers) {
    if (layer.location.cell !== cell || layer.stored) continue;
    const key = `${layer.location.start}:${layer.location.end}`;
    const line = lines.get(key);
    if (line) line.push(layer);
    else lines.set(key, [layer]);
  }
  const hints = [...lines.values()].flatMap((layers) => lineHint(layers) ?? []);
  const models = [...program.networks.values()].flatMap((network) => modelHint(network) ?? []);
  return [...models.filter(({ location }) => location.cell === cell), ...hints];
}

/** What the layers of one line have in common; undefined when they differ in shape. */
function lineHint(layers: readonly Layer[]): InlayHint | undefined {
  const [first, ...others] = layers;
  if (others.some(({ shape }) => shape.join() !== first.shape.join())) return undefined;
  const { location } = first;
  const count = parameterCount(first);
  const shape = `→ ${formatShape(first.shape)}`;
  if (others.some((layer) => parameterCount(layer) !== count)) {
    const counts = layers.map(
      (layer) => `${layer.id}: ${formatInteger(parameterCount(layer))} params`,
    );
    return { location, label: shape, tooltip: counts.join('\n') };
  }
  const each = others.length > 0 ? ' each' : '';
  const label = count === 0 ? shape : `${shape}  ${formatInteger(count)} params${each}`;
  return { location, label, tooltip: tooltipOf(first) };
}

/** What a network takes from a file, behind the file's name. */
function modelHint({ source, input, layers }: Network): InlayHint | undefined {
  const stored = layers.filter((layer) => layer.stored);
  const last = stored.at(-1);
  if (!source || !last) return undefined;
  const count = stored.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const shapes = [input.shape, last.shape].map(formatShape).join(' → ');
  const label = `${shapes}  ${counted(stored.length, 'node')}, ${formatInteger(count)} params`;
  return { location: source.location, label, tooltip: stored.map(lineOf).join('\n') };
}

const lineOf = ({ id, entry, shape }: Layer): string =>
  `${id}: ${entry.name} → ${formatShape(shape)}`;

function tooltipOf(layer: Layer): string {
  const parameters = layer.parameters.map(({ name, shape }) => `${name} ${formatShape(shape)}`);
  const multiplyAdds = formatInteger(layer.cost.multiplyAdds);
  return [
    `${layer.id}: output ${formatShape(layer.shape)} for each sample`,
    ...parameters,
    `${multiplyAdds} multiply-adds for each sample`,
  ].join('\n');
}
