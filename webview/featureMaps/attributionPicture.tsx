import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { useTheme } from '../ui/theme';
import { ColourLegend } from './colourLegend';
import { GridCanvas, type Cell } from './gridCanvas';
import { colouring, paint } from './paint';
import { statistics } from './tensor';

/** Places that the table lists, those that count most first. */
const mostListed = 100;

interface AttributionPictureProps {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly values: Float32Array;
  /** `row 3, column 5` */
  readonly place: (cell: Cell) => string;
  readonly class?: string;
}

/** How much each place of an input counts, in colours, with a legend, a readout and a table. */
export function AttributionPicture(props: AttributionPictureProps) {
  const { label, width, height, values, place, class: name } = props;
  const { kind } = useTheme();
  const [readout, setReadout] = useState('');
  const colours = useMemo(() => {
    const { min, max } = statistics([values]);
    return colouring({ min: Math.min(0, min), max }, kind);
  }, [values, kind]);
  const pixels = useMemo(() => paint(values, colours), [values, colours]);
  const describe = (cell: Cell) =>
    `${place(cell)}: ${formatValue(values[cell.y * width + cell.x] ?? NaN)}`;
  return (
    <figure class={name}>
      <GridCanvas {...{ label, width, height, pixels, describe }} onReadout={setReadout} />
      <figcaption class="dnn-muted">
        <ColourLegend colouring={colours} /> {readout}
      </figcaption>
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={label}
            hideCaption
            rows={greatest(values)}
            rowKey={(i) => i}
            columns={[
              {
                title: l10n.t('Place'),
                cell: (i) => place({ x: i % width, y: Math.floor(i / width) }),
              },
              {
                title: l10n.t('Value'),
                numeric: true,
                cell: (i) => formatValue(values[i] ?? NaN),
              },
            ]}
          />
        )}
      </Disclosure>
    </figure>
  );
}

const greatest = (values: Float32Array): readonly number[] =>
  Array.from(values, (value, i) => [Math.abs(value), i] as const)
    .sort(([a], [b]) => b - a)
    .slice(0, mostListed)
    .map(([, i]) => i);
