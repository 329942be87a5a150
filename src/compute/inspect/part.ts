import { elements } from '../../shape/elements';
import { formatInteger, formatShape } from '../../text/numbers';
import type { LayerPart } from '../protocol/answer';
import { userError } from '../wire/error';

/** What is wanted of a tensor: some places of its first axis, and of images a rectangle. */
export interface Part {
  readonly layer: string;
  /** Shape of the tensor. */
  readonly whole: readonly number[];
  /** Shape of the part. */
  readonly shape: readonly number[];
  /** The part of the tensor's numbers. */
  readonly of: (values: Float32Array) => Float32Array;
}

/** Finds a part of a tensor of shape `whole`. Throws a `CoreError` where it has no such part. */
export function partOf(whole: readonly number[], { layer, maps, region }: LayerPart): Part {
  if (!maps && !region) return { layer, whole, shape: whole, of: (values) => values };
  const [count = 1, ...rest] = whole;
  const wanted = maps ?? Array.from({ length: count }, (_, map) => map);
  const beyond = wanted.find((map) => map >= count);
  if (beyond !== undefined)
    throw userError(
      'no-part',
      `\`${layer}\` has no map ${beyond}: its shape is ${formatShape(whole)}.`,
    );
  const size = elements(rest);
  if (!region) {
    const of = (values: Float32Array) =>
      joined(wanted.map((map) => values.subarray(map * size, (map + 1) * size)));
    return { layer, whole, shape: [wanted.length, ...rest], of };
  }
  const [height = 0, width = 0] = rest;
  const { top, left, bottom, right } = region;
  const isInside = top <= bottom && left <= right && bottom < height && right < width;
  if (rest.length !== 2 || !isInside)
    throw userError(
      'no-part',
      `\`${layer}\` has no rows ${top} to ${bottom} with columns ${left} to ${right}: its shape is ${formatShape(whole)}.`,
    );
  const rows = Array.from({ length: bottom - top + 1 }, (_, row) => top + row);
  const of = (values: Float32Array) =>
    joined(
      wanted.flatMap((map) =>
        rows.map((row) => {
          const first = map * size + row * width;
          return values.subarray(first + left, first + right + 1);
        }),
      ),
    );
  return { layer, whole, shape: [wanted.length, rows.length, right - left + 1], of };
}

/** One after the other. */
export function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The least and the greatest of the values that are finite; undefined where none is. */
export function finiteRange(values: Float32Array): [least: number, greatest: number] | undefined {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? [least, greatest] : undefined;
}

/** Throws a `CoreError` where more is wanted than is sent at a time. */
export function assertFew(
  numbers: number,
  most: number,
  what: string,
  hint = 'Choose fewer layers.',
): void {
  if (numbers <= most) return;
  throw userError(
    'too-large',
    `These layers have ${formatInteger(numbers)} ${what}, more than can be shown at a time (${formatInteger(most)}).`,
    hint,
  );
}
