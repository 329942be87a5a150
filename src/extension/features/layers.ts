import type { Layer, Network } from '../../network/network';
import type { Program } from '../../program/program';
import { formatInteger, formatShape } from '../../views/format';
import { networkPayload } from '../../views/network';

/** The file a network is from whose name is at an offset. */
export const sourceAt = (program: Program, cell: number, offset: number) =>
  [...program.networks.values()]
    .flatMap(({ source }) => source ?? [])
    .find(
      ({ location }) =>
        location.cell === cell && location.start <= offset && offset <= location.end,
    );

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
