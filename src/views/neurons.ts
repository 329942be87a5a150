import * as l10n from '@vscode/l10n';
import { formatPercent, significant } from '../text/numbers';
import type { Inspection } from './payloads';

type Neurons = NonNullable<Inspection['neurons']>[number];

/** What is told of the neurons of a layer that tell classes best apart. */
export const neuronColumns = () =>
  [
    { title: l10n.t('class'), align: 'left' },
    { title: l10n.t('neuron'), align: 'left' },
    { title: l10n.t('output'), align: 'left' },
    { title: l10n.t('accuracy'), align: 'right' },
    { title: l10n.t('constant answer'), align: 'right' },
  ] as const;

/** The same row by row: `3`, `R[17]`, `> 0.412`, `95.60%`, `90.00%`; thresholds as they are written there. */
export const neuronRows = (
  { layer, best }: Neurons,
  written: (threshold: number) => string = significant,
): string[][] =>
  best.map(({ name, neuron, above, threshold, accuracy, constant }) => [
    name,
    `${layer}[${neuron.join(', ')}]`,
    `${above ? '>' : '≤'} ${written(threshold)}`,
    formatPercent(accuracy),
    formatPercent(constant),
  ]);
