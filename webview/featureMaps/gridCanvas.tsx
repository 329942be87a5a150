import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { MapCanvas } from './mapCanvas';

interface GridCanvasProps {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Cells that are there: the last row may be shorter. */
  readonly count?: number;
  /** What is said of a cell. */
  readonly describe: (cell: Cell) => string;
  readonly onReadout?: (text: string) => void;
  /** Told of each choice; then the cell stays chosen when the pointer leaves. */
  readonly onCell?: (cell: Cell) => void;
  /** Told of a click, or Enter. */
  readonly onPick?: ((cell: Cell) => void) | undefined;
  /** What that is for; absent: the samples that excite a unit. */
  readonly pickFor?: string;
  /** Where the arrow keys start. */
  readonly start?: Cell;
}

export interface Cell {
  readonly x: number;
  readonly y: number;
}

const steps: Readonly<Record<string, Cell>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** What a click on a unit, or Enter, is for. */
export const pickHint = (): string =>
  l10n.t('Click, or press Enter, for the samples that excite this unit most');

/** Values as coloured cells, of which a pointer or arrow keys choose one. */
export function GridCanvas({
  label,
  width,
  height,
  pixels,
  count = width * height,
  describe,
  onReadout,
  onCell,
  onPick,
  pickFor,
  start = { x: 0, y: 0 },
}: GridCanvasProps) {
  const [chosen, setChosen] = useState<Cell>();
  const cell = chosen ?? start;
  const isThere = ({ x, y }: Cell) =>
    x >= 0 && y >= 0 && x < width && y < height && y * width + x < count;
  const choose = (next: Cell | undefined) => {
    if (next && !isThere(next)) return;
    if (!next && onCell) return;
    setChosen(next);
    if (next) onCell?.(next);
    onReadout?.(next ? describe(next) : '');
  };
  return (
    <div
      class="dnn-grid-canvas"
      role="slider"
      tabIndex={0}
      aria-label={label}
      title={onPick && (pickFor ?? pickHint())}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={Math.min(count - 1, cell.y * width + cell.x)}
      aria-valuetext={isThere(cell) ? describe(cell) : ''}
      onFocus={() => choose(cell)}
      onBlur={() => choose(undefined)}
      onClick={() => isThere(cell) && onPick?.(cell)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && isThere(cell)) onPick?.(cell);
        const step = steps[event.key];
        if (!step) return;
        event.preventDefault();
        choose({ x: cell.x + step.x, y: cell.y + step.y });
      }}
    >
      <MapCanvas
        width={width}
        height={height}
        pixels={pixels}
        onPoint={(point) => choose(point ?? undefined)}
      />
      {chosen && (
        <span
          class="dnn-grid-cursor"
          style={{
            left: `${(100 * cell.x) / width}%`,
            top: `${(100 * cell.y) / height}%`,
            width: `${100 / width}%`,
            height: `${100 / height}%`,
          }}
        />
      )}
    </div>
  );
}
