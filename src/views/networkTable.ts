import * as l10n from '@vscode/l10n';
import { formatBytes, formatInteger, formatShape } from '../text/numbers';
import type { NetworkPayload } from './payloads';
import { type Column, type Emphasize, table } from './table';

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
