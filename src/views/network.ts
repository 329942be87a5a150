import * as l10n from '@vscode/l10n';
import { shortCall } from '../language/formatCall';
import { imageWindow } from '../network/imageWindow';
import type { Layer, Network } from '../network/network';
import { layerMemory, parameterCount } from '../network/size';
import { formatBytes, formatInteger, formatShape } from '../text/numbers';
import { backward } from './backward';
import type { LayerRow, NetworkPayload } from './payloads';
import { type Column, type Emphasize, table } from './table';

/** The layer table and layer graph of a network. */
export function networkPayload({ name, input, layers }: Network): NetworkPayload {
  const rows = layers.filter(({ id }) => id !== 'input').map(layerRow);
  const sum = (field: 'parameterCount' | 'multiplyAdds' | 'memory') =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    name,
    input: { name: input.name, shape: input.shape },
    layers: rows,
    totals: {
      parameterCount: sum('parameterCount'),
      multiplyAdds: sum('multiplyAdds'),
      memory: sum('memory'),
    },
  };
}

function layerRow(layer: Layer): LayerRow {
  const window = imageWindow(layer);
  return {
    id: layer.id,
    operator: layer.entry.name,
    family: layer.entry.family ?? 'other',
    text: shortCall(layer.entry.name, layer.arguments, layer.entry.parameters),
    // A line that is an activation has its name already.
    activations: layer.activations
      .map(({ entry }) => entry.name)
      .filter((name, i) => i > 0 || name !== layer.entry.name.toLowerCase()),
    inputs: layer.inputs,
    shape: layer.shape,
    parameters: layer.parameters.map(({ name, shape }) => ({ name, shape })),
    parameterCount: parameterCount(layer),
    multiplyAdds: layer.cost.multiplyAdds,
    memory: layerMemory(layer),
    groups: layer.groups,
    ...(window && { window }),
    ...(layer.output && { output: layer.output }),
    ...backward(layer),
  };
}

/** The columns of the layer table as text. */
export const layerColumns = (): readonly Column[] => [
  { title: l10n.t('layer') },
  { title: l10n.t('operator') },
  { title: l10n.t('shape') },
  { title: l10n.t('parameters'), align: 'right' },
  { title: l10n.t('multiply-adds'), align: 'right' },
  { title: l10n.t('memory'), align: 'right' },
];

/** The lines of the layer table: the input, the layers, and what they come to. */
export function layerLines({ name, input, layers, totals }: NetworkPayload): string[][] {
  const sizes = ({ parameterCount, multiplyAdds, memory }: NetworkPayload['totals']) => [
    formatInteger(parameterCount),
    formatInteger(multiplyAdds),
    formatBytes(memory),
  ];
  return [
    [input.name, l10n.t('input'), formatShape(input.shape), '', '', ''],
    ...layers.map((layer) => [
      layer.id,
      [layer.text, ...layer.activations].join(' '),
      formatShape(layer.shape),
      ...sizes(layer),
    ]),
    [name, '', '', ...sizes(totals)],
  ];
}

/** The layer table for a terminal. */
export const networkText = (network: NetworkPayload, emphasize: Emphasize): string =>
  table(layerColumns(), layerLines(network), emphasize);
