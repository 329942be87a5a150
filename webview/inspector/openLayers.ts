import { useState } from 'preact/hooks';
import type { NetworkPayload } from '../../src/views/payloads';
import { elements } from '../../src/shape/elements';

/** Layers are open from the start up to so many numbers in all. */
const fromTheStart = 2 ** 20;

/** Which layers of a network are open: at first those that give images; where there are none, all. */
export function useOpenLayers({
  layers,
}: NetworkPayload): [open: ReadonlySet<string>, toggle: (layer: string) => void] {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const hasImages = layers.some(isImage);
  let numbers = 0;
  const open = new Set(
    layers
      .filter((layer) => {
        const fits =
          isImage(layer) === hasImages && (numbers += elements(layer.shape)) <= fromTheStart;
        return changed.get(layer.id) ?? fits;
      })
      .map(({ id }) => id),
  );
  return [open, (layer) => setChanged(new Map(changed).set(layer, !open.has(layer)))];
}

const isImage = ({ shape }: { readonly shape: readonly number[] }) => shape.length === 3;
