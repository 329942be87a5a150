import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { moveFocus } from '../ui/roving';
import { LayerHead, type LayerHeadProps } from './layerHead';
import { MapCanvas } from './mapCanvas';
import { colouring, paint, type Palette } from './paint';
import { firstMaps } from './firstMaps';
import { statistics, toMaps, type Tensor } from './tensor';
import { Zoomed } from './zoomed';

export interface LayerMapsProps extends Pick<LayerHeadProps, 'layer' | 'onToggle' | 'open'> {
  /** Of the whole layer. */
  readonly shape: readonly number[];
  /** Its maps, or the first of them. */
  readonly tensor: Tensor;
  /** The least and the greatest value of all maps; absent where all are known. */
  readonly range?: readonly [number, number] | undefined;
  readonly palette: Palette;
  /** One scale for all maps of the layer, or one for each. */
  readonly scaling: 'layer' | 'map';
  /** What is shown of a map that is zoomed into; absent where there is nothing more to it. */
  readonly zoom?: ((layer: string, map: number) => ComponentChildren) | undefined;
  /** All maps are wanted, or the first ones again. */
  readonly onAll?: ((layer: string, all: boolean) => void) | undefined;
}

/** All feature maps of one layer, with a colour legend and a readout of the value under the pointer. */
export function LayerMaps(props: LayerMapsProps) {
  const { tensor, range, palette, scaling, zoom, onAll, ...head } = props;
  const { layer, shape } = head;
  const [count = 1] = shape;
  const firstShown = firstMaps(shape);
  const [all, setAll] = useState(false);
  const [readout, setReadout] = useState('');
  const [current, setCurrent] = useState(0);
  const [zoomed, setZoomed] = useState<number>();
  const items = useRef<(HTMLElement | null)[]>([]);
  const { width, height, maps } = useMemo(() => toMaps(tensor), [tensor.data]);
  const whole = useMemo(() => {
    const { min, max } = statistics(maps);
    return range ? { min: range[0], max: range[1] } : { min, max };
  }, [maps, range?.join()]);
  const shared = useMemo(() => colouring(whole, palette), [whole, palette]);
  const shown = all ? maps : maps.slice(0, firstShown);
  const pictures = useMemo(
    () =>
      shown.map((map) => {
        const own = statistics([map]);
        return { own, pixels: paint(map, scaling === 'layer' ? shared : colouring(own, palette)) };
      }),
    [maps, all, shared, scaling],
  );
  return (
    <section
      class="dnn-layer-maps"
      aria-label={l10n.t('Feature maps of {0}', layer)}
      data-layer={layer}
    >
      <LayerHead
        {...head}
        colouring={scaling === 'layer' && whole.min < whole.max ? shared : undefined}
        readout={readout}
      />
      <div
        class="dnn-map-grid"
        role="list"
        style={{ '--dnn-map-size': `${mapSize(width, count)}px` }}
      >
        {pictures.map(({ own, pixels }, m) => {
          const isConstant = own.min === own.max;
          const summary = isConstant
            ? l10n.t('map {0}, constant: {1}', m, formatValue(own.min))
            : l10n.t(
                'map {0}: {1} to {2}, mean {3}',
                m,
                formatValue(own.min),
                formatValue(own.max),
                formatValue(own.mean),
              );
          return (
            <div
              key={m}
              ref={(element) => void (items.current[m] = element)}
              class="dnn-map-item"
              role="listitem"
              aria-label={summary}
              tabIndex={m === Math.min(current, shown.length - 1) ? 0 : -1}
              onFocus={() => {
                setCurrent(m);
                setReadout(summary);
              }}
              onBlur={() => setReadout('')}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && zoom) setZoomed(m);
                else moveFocus(event, items.current);
              }}
              onClick={() => zoom && setZoomed(m)}
              title={zoom && l10n.t('Click, or press Enter, to see what is behind its units')}
              data-zoomed={zoomed === m ? '' : undefined}
            >
              <MapCanvas
                width={width}
                height={height}
                pixels={pixels}
                onPoint={(cell) =>
                  setReadout(
                    cell
                      ? l10n.t(
                          'map {0} · x {1}, y {2} · {3}',
                          m,
                          cell.x,
                          cell.y,
                          formatValue(maps[m]?.[cell.y * width + cell.x] ?? NaN),
                        )
                      : '',
                  )
                }
              />
              {isConstant && (
                <span class="dnn-map-constant" aria-hidden="true">
                  {l10n.t('constant: {0}', formatValue(own.min, 2))}
                </span>
              )}
            </div>
          );
        })}
      </div>
      {zoom && zoomed !== undefined && (
        <Zoomed
          key={zoomed}
          title={l10n.t('Map {0} of {1}', zoomed, layer)}
          file={[layer, l10n.t('map {0}', zoomed)]}
          onClose={() => setZoomed(undefined)}
        >
          {zoom(layer, zoomed)}
        </Zoomed>
      )}
      <div class="dnn-toolbar">
        {count > firstShown && (
          <button
            type="button"
            class="dnn-link"
            onClick={() => {
              setAll(!all);
              onAll?.(layer, !all);
            }}
          >
            {all ? l10n.t('Show the first {0}', firstShown) : l10n.t('Show all {0} maps', count)}
          </button>
        )}
      </div>
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('Feature maps of {0}', layer)}
            hideCaption
            rows={shown.map((map) => statistics([map]))}
            rowKey={(_, m) => m}
            columns={[
              { title: l10n.t('Map'), cell: (_, m) => m },
              { title: l10n.t('Min'), numeric: true, cell: ({ min }) => formatValue(min) },
              { title: l10n.t('Max'), numeric: true, cell: ({ max }) => formatValue(max) },
              { title: l10n.t('Mean'), numeric: true, cell: ({ mean }) => formatValue(mean) },
              {
                title: l10n.t('Deviation'),
                numeric: true,
                cell: ({ deviation }) => formatValue(deviation),
              },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}

/** Small maps are enlarged to whole multiples of their cells, so that cells are equally large. */
function mapSize(width: number, count: number): number {
  const target = count <= 8 ? 96 : 72;
  return width * Math.max(1, Math.round(target / width));
}
