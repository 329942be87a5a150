import type { Layer, Network } from '../../network/network';
import type { Program } from '../../program/program';
import { formatInteger, formatShape } from '../../views/format';
import { networkPayload, sizeOf } from '../../views/network';

/** A layer as a line of a cell shows it. A line inside a block or `repeat` stands for several layers. */
export interface LineHint {
  /** Offset in the cell behind which the hint stands. */
  readonly end: number;
  readonly text: string;
  readonly tooltip: string;
}

/** `→ [6, 28, 28]  156 params` behind each line of a cell that makes layers. */
export function lineHints(program: Program, cell: number): LineHint[] {
  const lines = new Map<number, { readonly network: Network; readonly layers: Layer[] }>();
  for (const network of program.networks.values()) {
    for (const layer of network.layers) {
      if (layer.location.cell !== cell || layer.id === 'input') continue;
      const { end } = layer.location;
      const line = lines.get(end) ?? { network, layers: [] };
      if (line.network === network) line.layers.push(layer);
      lines.set(end, line);
    }
  }
  return [...lines].map(([end, { network, layers }]) => ({ end, ...describe(network, layers) }));
}

function describe(network: Network, layers: readonly Layer[]): Omit<LineHint, 'end'> {
  const shapes = [...new Set(layers.map(({ shape }) => formatShape(shape)))];
  const counts = [...new Set(layers.map(parameterCount))];
  const shape = shapes.length === 1 ? shapes[0] : `${shapes[0]} … ${shapes.at(-1)}`;
  const count =
    counts.length > 1
      ? `  ${formatInteger(Math.min(...counts))}–${formatInteger(Math.max(...counts))} params`
      : counts[0]
        ? `  ${formatInteger(counts[0])} params`
        : '';
  const times = layers.length > 1 ? `  ×${layers.length}` : '';
  return {
    text: `→ ${shape}${count}${times}`,
    tooltip: layers.map((layer) => layerText(network, layer)).join('\n\n'),
  };
}

/** What a label stands for, in the network or `inspect` around it, else in any network of the notebook. */
export function layerMarkdown(
  program: Program,
  cell: number,
  label: string,
  offset: number,
): string | undefined {
  const networks = [...program.networks.values()];
  const around = networks.filter(
    ({ location }) => location.cell === cell && location.start <= offset && offset <= location.end,
  );
  for (const network of [...around, ...networks]) {
    if (network.name === label) return networkText(network);
    const layer = network.layers.find(({ id }) => id === label);
    if (layer) return layerText(network, layer);
  }
  return undefined;
}

function layerText(network: Network, layer: Layer): string {
  const row = networkPayload(network).layers.find(({ id }) => id === layer.id);
  if (!row) return '';
  const inputs = layer.inputShapes.map(formatShape).join(' and ');
  return [
    `**${layer.id}** \`${[row.text, ...row.activations].join(' ')}\``,
    `${inputs} → ${formatShape(layer.shape)}  \n` +
      `${formatInteger(row.parameterCount)} parameters, ${formatInteger(row.multiplyAdds)} multiply-adds`,
  ].join('\n\n');
}

function networkText(network: Network): string {
  const { layers, totals } = networkPayload(network);
  return (
    `**${network.name}**\n\n${layers.length} layers, ${formatInteger(totals.parameterCount)} parameters, ` +
    `${formatInteger(totals.multiplyAdds)} multiply-adds`
  );
}

const parameterCount = (layer: Layer): number =>
  layer.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
