import { formatInteger } from '../text/numbers';
import type { Inspection } from './payloads';

type Layers = Inspection['layers'];

/** Of how many samples units were counted: `all 10,000`, `500 of 10,000`. */
export const samplesCounted = ({ samples, of }: NonNullable<Inspection['counted']>): string =>
  samples === of ? `all ${formatInteger(of)}` : `${formatInteger(samples)} of ${formatInteger(of)}`;

/** What is counted unit by unit in some layer, and a layer's count as text: `3 of 64`, nothing where it has none. */
export const unitCounts = (layers: Layers) =>
  (['dead', 'saturated'] as const)
    .filter((name) => layers.some(({ activation }) => activation[name] !== undefined))
    .map((name) => ({
      name,
      text: ({ [name]: count, units = 0 }: Layers[number]['activation']): string =>
        count === undefined ? '' : `${formatInteger(count)} of ${formatInteger(units)}`,
    }));
