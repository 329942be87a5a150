import { targetSize, type SplitName } from '../../data/dataset';
import { shrink, shrunkShape } from '../../data/images/shrink';
import { imageWindow } from '../../network/imageWindow';
import { sources } from '../../data/sources';
import { elements } from '../../shape/elements';
import { placeIn } from '../../shape/place';
import { within, type Region } from '../../shape/receptive';
import { receptiveField } from '../../shape/receptiveField';
import { targetShape } from '../../shape/targets';
import type { Look } from '../inspect/look';
import {
  maximallyActivatingLimits as limits,
  type ActivatingSample,
} from '../protocol/maximallyActivating';
import { toWireTensor, type WireTensor } from '../protocol/wireTensor';

/** A sample and the greatest output of a unit for it, the `at`-th of the unit's outputs. */
export interface Maximum {
  readonly sample: number;
  readonly value: number;
  readonly at: number;
}

/** Tells of samples what is shown of them: where the unit gave the value, and what it saw there of the input. */
export function teller(look: Look, split: SplitName, layer: string) {
  const { network, dataset, data } = look;
  const { inputShape, target } = dataset;
  const layers = network.layers.map(({ id, inputs }, i) => {
    return { id, inputs, window: imageWindow(network.layers[i]) };
  });
  const shape = network.layers.find(({ id }) => id === layer)!.shape;
  // Units come last in sequences, first elsewhere.
  const ofUnit = shape.length === 2 ? shape.slice(0, 1) : shape.slice(1);
  const sample = new Float32Array(elements(inputShape));
  const targets = new Float32Array(elements(targetShape(targetSize(target))));
  const isText = sources.of(data.source).madeOf === 'text';
  return ({ sample: index, value, at }: Maximum): ActivatingSample => {
    dataset.splits[split].gather(Int32Array.of(index), sample, targets);
    const label = dataset.splits[split].label(index);
    const place = placeIn(ofUnit, at);
    const region = seen(layers, layer, place, inputShape);
    return {
      ...{ sample: index, value, place },
      ...(label !== undefined && { label: target.names[label] ?? String(label) }),
      ...(region && { region }),
      ...(isText
        ? {
            text: Array.from(sample.subarray(0, limits.numbers), (id) => target.names[id]).join(''),
          }
        : shown(sample, inputShape, region)),
    };
  };
}

/** What a unit sees of images at a place of its map; undefined where it sees all. */
function seen(
  layers: Parameters<typeof receptiveField>[0],
  layer: string,
  [y, x]: readonly number[],
  [, height, width]: readonly number[],
): Region | undefined {
  if (x === undefined || width === undefined) return undefined;
  const field = receptiveField(layers, layer, { top: y, left: x, bottom: y, right: x });
  return field && within(field, height, width);
}

function shown(
  sample: Float32Array,
  shape: readonly number[],
  region: Region | undefined,
): { input?: WireTensor } {
  const [first, height = 1, width] = shape;
  if (width === undefined) {
    const width = shape.length === 1 ? 1 : height;
    const rows = Math.min(first, Math.max(1, Math.floor(limits.numbers / width)));
    const whole = shape.length === 1 ? [rows] : [rows, width];
    return rows * width > limits.numbers
      ? {}
      : { input: toWireTensor(whole, sample.subarray(0, rows * width)) };
  }
  if (shape.length !== 3 || (first !== 1 && first !== 3)) return {};
  const { top, left, bottom, right } = region ?? {
    ...{ top: 0, left: 0, bottom: height - 1, right: width - 1 },
  };
  const size = [bottom - top + 1, right - left + 1];
  const patch = new Float32Array(first * size[0] * size[1]);
  for (let channel = 0, i = 0; channel < first; channel++)
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) patch[i++] = sample[(channel * height + y) * width + x];
  const whole = [first, ...size];
  const small = shrunkShape(whole, limits.side);
  return { input: toWireTensor(small, shrink(patch, whole, limits.side)) };
}
