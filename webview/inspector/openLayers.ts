import { useState } from 'preact/hooks';
import type { LayerPart, NetworkPayload } from '../../src/views/payloads';
import { elements } from '../../src/shape/elements';
import { firstMaps } from '../featureMaps/firstMaps';

/** Layers are open from the start up to so many numbers in all. */
const fromTheStart = 2 ** 20;

export type LayerShape = Pick<NetworkPayload['layers'][number], 'id' | 'shape'>;

/** Which layers of a network are open, and what changes that. */
export interface OpenLayers {
  readonly open: ReadonlySet<string>;
  /** What of them is shown, as it is asked for. */
  readonly parts: readonly LayerPart[];
  /** What of a layer is shown while it is open. */
  readonly partOf: (layer: LayerShape) => LayerPart;
  readonly onToggle: (layer: string) => void;
  readonly onAll: (layer: string, all: boolean) => void;
}

/** At first those that give images are open; where there are none, all. Of many maps the first ones are shown. */
export function useOpenLayers({ layers }: { readonly layers: readonly LayerShape[] }): OpenLayers {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const hasImages = layers.some(isImage);
  const partOf = ({ id, shape }: LayerShape): LayerPart => {
    const first = firstMaps(shape);
    const isWhole = shape.length < 3 || first === shape[0] || whole.has(id);
    return { layer: id, ...(!isWhole && { maps: [...Array(first).keys()] }) };
  };
  let numbers = 0;
  const shown = layers.filter((layer) => {
    const { id, shape } = layer;
    const isFirst = isImage(layer) === hasImages;
    const [, ...map] = shape;
    const fits =
      isFirst &&
      (numbers += Math.min(elements(shape), firstMaps(shape) * elements(map))) <= fromTheStart;
    return changed.get(id) ?? fits;
  });
  const open = new Set(shown.map(({ id }) => id));
  return {
    open,
    parts: shown.map(partOf),
    partOf,
    onToggle: (layer) => setChanged(new Map(changed).set(layer, !open.has(layer))),
    onAll: (layer, all) =>
      setWhole(new Set(all ? [...whole, layer] : [...whole].filter((each) => each !== layer))),
  };
}

const isImage = ({ shape }: { readonly shape: readonly number[] }) => shape.length === 3;
