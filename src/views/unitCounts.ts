import * as l10n from '@vscode/l10n';
import { formatInteger } from '../text/numbers';
import type { Inspection } from './payloads';

type Layers = Inspection['layers'];

/** Of how many samples units were counted: `all 10,000`, `500 of 10,000`. */
export const samplesCounted = ({ samples, of }: NonNullable<Inspection['counted']>): string =>
  samples === of
    ? l10n.t('all {0}', formatInteger(of))
    : l10n.t('{0} of {1}', formatInteger(samples), formatInteger(of));

/** What is counted unit by unit in some layer, and a layer's count as text: `3 of 64`, nothing where it has none. */
export const unitCounts = (layers: Layers) =>
  (['dead', 'saturated'] as const)
    .filter((name) => layers.some(({ activation }) => activation[name] !== undefined))
    .map((name) => ({
      name,
      title: name === 'dead' ? l10n.t('dead') : l10n.t('saturated'),
      text: ({ [name]: count, units = 0 }: Layers[number]['activation']): string =>
        count === undefined ? '' : l10n.t('{0} of {1}', formatInteger(count), formatInteger(units)),
    }));
