import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { useWidth } from '../ui/hooks';
import { SavePicture } from '../ui/savePicture';
import { splitName } from '../../src/views/splits';
import { spoken, total, totalText, unevenness, type ClassCounts } from './classCounts';

interface ClassHistogramProps {
  readonly classes: ClassCounts;
  readonly names: readonly string[];
}

/** How often each class comes: a row of bars for each split, and the counts as a table. */
export const ClassHistogram = ({ classes, names }: ClassHistogramProps) => {
  const figures = useRef(new Map<string, Element>());
  const splits = (['train', 'validation', 'test'] as const).filter(
    (split) => total(classes[split]) > 0,
  );
  return (
    <>
      <div class="dnn-columns">
        {splits.map((split) => (
          <figure
            key={split}
            ref={(element) => void (element && figures.current.set(split, element))}
            class="dnn-chart"
          >
            <figcaption class="dnn-chart-head">
              <span class="dnn-chart-title">{splitName(split)}</span>
              <span class="dnn-muted">
                {[totalText(classes[split], classes.of), unevenness(classes[split])]
                  .filter((text) => text !== undefined)
                  .join(', ')}
              </span>
              <SavePicture
                name={[l10n.t('classes'), splitName(split)]}
                within={() => figures.current.get(split)}
              />
            </figcaption>
            <Bars
              counts={classes[split]}
              names={names}
              description={spoken(split, classes[split], names, classes.of)}
            />
          </figure>
        ))}
      </div>
      <Disclosure summary={l10n.t('Counts')}>
        {() => (
          <DataTable
            caption={
              classes.of === 'samples' ? l10n.t('Classes, in samples') : l10n.t('Classes, in steps')
            }
            hideCaption
            rows={names.map((name, i) => ({ name, i }))}
            rowKey={({ i }) => i}
            columns={[
              { title: l10n.t('Class'), cell: ({ name }) => name },
              ...splits.flatMap((split) => [
                {
                  title: splitName(split),
                  numeric: true,
                  cell: ({ i }: { i: number }) => formatInteger(classes[split][i] ?? 0),
                },
                {
                  title: l10n.t('{0} share', splitName(split)),
                  numeric: true,
                  cell: ({ i }: { i: number }) =>
                    formatPercent((classes[split][i] ?? 0) / total(classes[split]), 1),
                },
              ]),
            ]}
          />
        )}
      </Disclosure>
    </>
  );
};

const height = 64;
const labelHeight = 16;
const broadest = 36;
const widestStep = 80;
/** Room a character of a label takes, about. */
const characterWidth = 7;

interface BarsProps {
  readonly counts: readonly number[];
  readonly names: readonly string[];
  readonly description: string;
}

function Bars({ counts, names, description }: BarsProps) {
  const [frame, room] = useWidth<HTMLDivElement>();
  const width = Math.min(room, counts.length * widestStep);
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const longest = Math.max(...names.map((name) => name.length));
  // Where labels do not fit, the first and the last say which way the classes go.
  const isLabelled = (i: number) =>
    longest * characterWidth <= step || ((i === 0 || i === counts.length - 1) && counts.length > 1);
  const anchor = (i: number) =>
    longest * characterWidth <= step ? 'middle' : i === 0 ? 'start' : 'end';
  const at = { start: 0, middle: step / 2, end: step } as const;
  return (
    <div ref={frame} class="dnn-class-bars" role="img" aria-label={description}>
      {width > 0 && (
        <svg width={width} height={height + labelHeight} aria-hidden="true">
          {counts.map((count, i) => {
            const breadth = Math.max(0.5, Math.min(step - 2 * Math.min(2, step / 8), broadest));
            const size = count === 0 ? 0 : Math.max(1, (count / most) * height);
            return (
              <g key={i}>
                <title>{`${names[i]}: ${formatInteger(count)}`}</title>
                <rect
                  class="dnn-class-bar"
                  x={i * step + (step - breadth) / 2}
                  y={height - size}
                  width={breadth}
                  height={size}
                />
                {isLabelled(i) && (
                  <text x={i * step + at[anchor(i)]} y={height + 13} text-anchor={anchor(i)}>
                    {fitting(names[i] ?? '', longest * characterWidth <= step ? step : width / 2)}
                  </text>
                )}
              </g>
            );
          })}
          <line class="dnn-class-base" x2={width} y1={height + 0.5} y2={height + 0.5} />
        </svg>
      )}
    </div>
  );
}

const fitting = (name: string, room: number): string => {
  const most = Math.max(1, Math.floor(room / characterWidth));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
};
