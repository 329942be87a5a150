import type { Packed } from '../../src/views/packed';
import type { Answer, LayerPart, LayerRow, NetworkPayload } from '../../src/views/payloads';
import { readBy, within, type Region } from '../../src/shape/receptive';
import { decodeTensor, toMaps } from '../featureMaps/tensor';
import type { Filter, KnownMaps, Unit } from '../featureMaps/unitSum';

/** What is asked, and found out, about the unit of a map. */

/** What a unit reads of the layer before its own. */
export interface Read {
  readonly source: string;
  /** Of the maps of that layer. */
  readonly shape: readonly number[];
  /** What is inside them. */
  readonly region: Region;
}

/** Its units are sums over all maps of what it reads. */
const hasSum = ({ operator, parameters }: LayerRow): boolean =>
  operator === 'conv' &&
  parameters.some(({ name, shape }) => name === 'weight' && shape.length === 4);

/** Its units read several places of one map. */
export const isPool = ({ operator, inputs, window }: LayerRow): boolean =>
  operator !== 'conv' && inputs.length === 1 && (window?.kernel ?? []).some((length) => length > 1);

/** What a unit of a convolution or a pool reads; undefined for other layers. */
export function readOf({ layers, input }: NetworkPayload, row: LayerRow, { y, x }: Unit) {
  const [source] = row.inputs;
  if (!row.window || source === undefined || !(hasSum(row) || isPool(row))) return undefined;
  const shape = layers.find(({ id }) => id === source)?.shape ?? input.shape;
  const [, height = 1, width = 1] = shape;
  const place = { top: y, left: x, bottom: y, right: x };
  const { top, left, bottom, right } = within(readBy(place, row.window), height, width);
  // A window that reads nothing but padding is asked for some place, and reads zeros all the same.
  const region =
    top > bottom || left > right
      ? { top: 0, left: 0, bottom: 0, right: 0 }
      : { top, left, bottom, right };
  return { source, shape, region } satisfies Read;
}

/** The layer's map, and what the unit's value is computed from. */
export function unitParts(row: LayerRow, { map }: Unit, read: Read | undefined) {
  const own: LayerPart = { layer: row.id, maps: [map] };
  const around = read && {
    ...{ layer: read.source, region: read.region },
    ...(isPool(row) && { maps: [map] }),
  };
  return {
    layers: around ? [own, around] : [own],
    preActivations: [own],
    parameters: hasSum(row) ? [own] : [],
  };
}

/** What an answer to that tells. */
export interface KnownUnit {
  readonly map: Float32Array;
  readonly before: Float32Array;
  readonly source?: KnownMaps;
  readonly filter?: Filter;
}

export function knownUnit(
  { outputs: [map, around], preActivations: [before], parameters }: Packed<Answer>,
  row: LayerRow,
  read: Read | undefined,
): KnownUnit | undefined {
  if (!map || !before) return undefined;
  const [weight, bias] = ['weight', 'bias'].map(
    (wanted) => parameters.find(({ name }) => name === wanted)?.values,
  );
  return {
    map: decodeTensor(map.values),
    before: decodeTensor(before.values),
    ...(around && read && { source: { ...toMaps(around.values), ...read.region } }),
    ...(weight && {
      filter: {
        ...{ of: row.shape[0] ?? 1, shape: weight.shape, values: decodeTensor(weight) },
        bias: (bias && decodeTensor(bias)[0]) ?? 0,
      },
    }),
  };
}
