import type { NetworkPayload } from '../../src/views/payloads';
import { around, readBy, type Region } from '../../src/shape/receptive';

/**
 * What a region of a layer's maps reads of the network's input, padding included; undefined where a layer on the way reads all of it,
 * or no image.
 */
export function receptiveField(
  { layers }: Pick<NetworkPayload, 'layers'>,
  layer: string,
  region: Region,
): Region | undefined {
  // From the layer back: what each one before it is read of.
  const read = new Map<string, Region>([[layer, region]]);
  for (const { id, inputs, window } of [...layers].reverse()) {
    const here = read.get(id);
    if (!here) continue;
    if (!window) return undefined;
    const seen = readBy(here, window);
    for (const input of inputs) {
      const others = read.get(input);
      read.set(input, others ? around(others, seen) : seen);
    }
  }
  return read.get('input');
}
