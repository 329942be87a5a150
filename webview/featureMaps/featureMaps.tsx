import { Fragment, type ComponentChildren } from 'preact';
import type { LayerMapsProps } from './layerMaps';
import { LayerHead } from './layerHead';
import { LayerView } from './layerView';
import { useMapColours } from './mapColours';
import type { Tensor } from './tensor';

/** A layer, and what it gives where that is known. */
export interface ShownLayer {
  readonly layer: string;
  readonly shape: readonly number[];
  /** All of it, or its first maps. */
  readonly values?: Tensor | undefined;
  /** The least and the greatest value of all of it, where only a part is known. */
  readonly range?: readonly [number, number] | undefined;
}

interface FeatureMapsProps {
  readonly layers: readonly ShownLayer[];
  /** Those that are open, and what opens or closes one; absent: all are open. */
  readonly open?: ReadonlySet<string>;
  readonly onToggle?: (layer: string) => void;
  readonly zoom?: LayerMapsProps['zoom'];
  readonly onAll?: LayerMapsProps['onAll'];
  /** What stands under an open layer. */
  readonly below?: ((layer: string) => ComponentChildren) | undefined;
}

/** What layers give, under one choice of colours and scaling. */
export function FeatureMaps({ layers, open, onToggle, zoom, onAll, below }: FeatureMapsProps) {
  const { palette, scaling, toolbar } = useMapColours();
  if (layers.length === 0) return null;
  return (
    <div class="dnn-feature-maps">
      {toolbar}
      {layers.map(({ layer, shape, values, range }) => {
        const head = {
          ...{ layer, shape },
          open: open?.has(layer) ?? true,
          onToggle: onToggle && (() => onToggle(layer)),
        };
        return head.open && values ? (
          <Fragment key={layer}>
            <LayerView {...{ ...head, palette, scaling, range, zoom, onAll }} tensor={values} />
            {below?.(layer)}
          </Fragment>
        ) : (
          <LayerHead key={layer} {...head} />
        );
      })}
    </div>
  );
}
