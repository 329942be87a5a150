import * as l10n from '@vscode/l10n';
import { shownCharacter } from '../featureMaps/characters';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { useWidth } from '../ui/hooks';
import { QueryRow } from './headMaps';

interface LabelledMapProps {
  readonly label: string;
  readonly side: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Steps that share a row. */
  readonly block: number;
  /** Of the steps, where there is one for each row. */
  readonly characters?: readonly string[] | undefined;
  readonly row: number;
  readonly describe: (query: number, key: number) => string;
  readonly onReadout: (text: string) => void;
  readonly onRow: (row: number) => void;
}

/** Pixels that a character and a number need. */
const widths = { text: 8, number: 24 };
/** And a row at most. */
const mostPixels = 24;

/** The shares of one head, a row for each step that reads, with the steps at both sides. */
export function LabelledMap(props: LabelledMapProps) {
  const { label, side, pixels, block, characters, row, describe, onReadout, onRow } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const each = width / side;
  const hasEach = characters !== undefined && block === 1 && each >= widths.text;
  const apart = hasEach ? 1 : roundUp(widths.number / Math.max(each, 0.01));
  const ticks = Array.from({ length: Math.ceil(side / apart) }, (_, i) => i * apart);
  const named = (place: number) =>
    hasEach ? shownCharacter(characters[place]) : String(place * block);
  const at = (place: number) => `${(100 * (place + 0.5)) / side}%`;
  return (
    <div
      class="dnn-labelled-map"
      style={{ maxWidth: `${Math.min(620, mostPixels * side + 40)}px` }}
    >
      <span class="dnn-axis-name dnn-muted">{l10n.t('reads ↓, is read →')}</span>
      <div class="dnn-ticks dnn-ticks-above" aria-hidden="true">
        {ticks.map((place) => (
          <span key={place} style={{ left: at(place) }}>
            {named(place)}
          </span>
        ))}
      </div>
      <div class="dnn-ticks dnn-ticks-left" aria-hidden="true">
        {ticks.map((place) => (
          <span
            key={place}
            class={place === row ? 'dnn-tick-chosen' : undefined}
            style={{ top: at(place) }}
          >
            {named(place)}
          </span>
        ))}
      </div>
      <div class="dnn-attention-map" ref={ref}>
        <GridCanvas
          {...{ label, pixels, onReadout }}
          width={side}
          height={side}
          start={{ x: row, y: row }}
          describe={({ x, y }) => describe(y, x)}
          onPick={({ y }) => onRow(y)}
          pickFor={l10n.t('Click, or press Enter, to see what this step reads')}
        />
        <QueryRow row={row} side={side} />
      </div>
    </div>
  );
}

/** The next of 1, 2, 5, 10, 20, … */
function roundUp(least: number): number {
  for (let power = 1; ; power *= 10)
    for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power;
}
