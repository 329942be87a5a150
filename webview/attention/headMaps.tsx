import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { moveFocus } from '../ui/roving';
import { shortName, type Head } from './headName';

export interface HeadMap {
  readonly head: Head;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

interface HeadMapsProps {
  readonly maps: readonly HeadMap[];
  /** Rows and columns of each. */
  readonly side: number;
  readonly chosen: Head;
  /** The row of the query. */
  readonly row: number;
  readonly onHead: (head: Head) => void;
  readonly onRow: (row: number) => void;
}

/** The shares of all heads side by side: one is chosen, by a click on it with the row that is clicked. */
export function HeadMaps({ maps, side, chosen, row, onHead, onRow }: HeadMapsProps) {
  const items = useRef<(HTMLElement | null)[]>([]);
  const isThere = maps.some(({ head }) => head === chosen);
  return (
    <div class="dnn-head-maps" role="radiogroup" aria-label={l10n.t('Head')}>
      {maps.map(({ head, pixels }, i) => (
        <button
          key={head}
          ref={(element) => void (items.current[i] = element)}
          type="button"
          class="dnn-picture-button"
          role="radio"
          aria-checked={head === chosen}
          tabIndex={head === chosen || (!isThere && i === 0) ? 0 : -1}
          onFocus={() => head !== chosen && onHead(head)}
          onKeyDown={(event) => moveFocus(event, items.current)}
          onClick={(event) => {
            onHead(head);
            const box = event.currentTarget.querySelector('canvas')?.getBoundingClientRect();
            const y = box ? Math.floor(((event.clientY - box.top) / box.height) * side) : -1;
            // A key clicks too, beyond the picture.
            if (event.detail > 0 && y >= 0 && y < side) onRow(y);
          }}
        >
          <span class="dnn-attention-map">
            <MapCanvas width={side} height={side} pixels={pixels} />
            <QueryRow row={row} side={side} />
          </span>
          {shortName(head)}
        </button>
      ))}
    </div>
  );
}

/** Marks the row of the query in a map. */
export const QueryRow = ({ row, side }: { readonly row: number; readonly side: number }) => (
  <span
    class="dnn-query-row"
    aria-hidden="true"
    style={{ top: `${(100 * row) / side}%`, height: `${100 / side}%` }}
  />
);
