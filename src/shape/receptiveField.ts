import { around, readBy, type ImageWindow, type Region } from './receptive';

/** A layer as far as images go through it. */
interface Reader {
  readonly id: string;
  /** Ids of the layers it reads; the network's input has the id `input`. */
  readonly inputs: readonly string[];
  /** What a place of its output reads; absent where it reads all, or no image. */
  readonly window?: ImageWindow | undefined;
}

/**
 * What a region of a layer's maps reads of the network's input, padding included; undefined where a layer on the way reads all of it,
 * or no image. Every layer comes after those it reads.
 */
export function receptiveField(
  layers: readonly Reader[],
  layer: string,
  region: Region,
): Region | undefined {
  // From the layer back: what each one before it is read of.
  const read = new Map<string, Region>([[layer, region]]);
  for (const { id, inputs, window } of [...layers].reverse()) {
    const here = read.get(id);
    if (!here || id === 'input') continue;
    if (!window) return undefined;
    const seen = readBy(here, window);
    for (const input of inputs) {
      const others = read.get(input);
      read.set(input, others ? around(others, seen) : seen);
    }
  }
  return read.get('input');
}
