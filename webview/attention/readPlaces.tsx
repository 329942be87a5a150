import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { paint } from '../featureMaps/paint';
import { InputImage } from '../featureMaps/sample';
import { formatValue } from '../ui/format';
import { headName, shortName } from './headName';
import { inWords, type HeadReading, type ReadingProps } from './reading';
import { ReadSteps } from './readSteps';
import { stepName } from './steps';
import type { Area } from './stepSource';

/** Heads whose pictures are drawn one by one. */
const mostPictures = 64;

/** What a place of an image reads, over the picture: of the chosen head large, of all heads beside; the query is chosen in it. */
export function ReadPlaces(props: ReadingProps) {
  const { reading, chosen, coloursOf, input, onQuery } = props;
  const { steps, query, heads } = reading;
  const [readout, setReadout] = useState('');
  const { source } = steps;
  const large = heads.find(({ head }) => head === chosen) ?? heads[0];
  if (source.kind !== 'places' || !large) return <ReadSteps {...props} />;
  const { rows, columns, area } = source;
  const pixelsOf = ({ head, shares }: HeadReading) => paint(shares, coloursOf(head));
  const over = (children: ComponentChildren) => (
    <OverPicture {...{ area, input }}>
      {children}
      <span class="dnn-region" style={placed(query, rows, columns)} />
    </OverPicture>
  );
  return (
    <>
      <div class="dnn-zoom-pictures dnn-read-places">
        <figure class="dnn-read-place-large">
          {over(
            <GridCanvas
              label={l10n.t('Step that reads')}
              width={columns}
              height={rows}
              pixels={pixelsOf(large)}
              start={{ x: query % columns, y: Math.floor(query / columns) }}
              describe={({ x, y }) => {
                const step = y * columns + x;
                return `${stepName(steps, step)}: ${formatValue(large.shares[step] ?? NaN)}`;
              }}
              onReadout={setReadout}
              onPick={({ x, y }) => onQuery(y * columns + x)}
              pickFor={l10n.t('Click, or press Enter, to see what this place reads')}
            />,
          )}
          <figcaption class="dnn-muted">{readout || headName(large.head)}</figcaption>
        </figure>
        {heads.length <= mostPictures && (
          <div class="dnn-read-place-heads">
            {heads.map((each) => (
              <figure key={each.head} class="dnn-read-place">
                <div role="img" aria-label={inWords(reading, each)}>
                  {over(<MapCanvas width={columns} height={rows} pixels={pixelsOf(each)} />)}
                </div>
                <figcaption class="dnn-muted">{shortName(each.head)}</figcaption>
              </figure>
            ))}
          </div>
        )}
      </div>
      {heads.length > mostPictures && <ReadSteps {...props} />}
    </>
  );
}

const placed = (place: number, rows: number, columns: number) => ({
  left: `${(100 * (place % columns)) / columns}%`,
  top: `${(100 * Math.floor(place / columns)) / rows}%`,
  width: `${100 / columns}%`,
  height: `${100 / rows}%`,
});

interface OverPictureProps extends Pick<ReadingProps, 'input'> {
  readonly area: Area | undefined;
  readonly children: ComponentChildren;
}

/** Something over the part of the picture that it is about; by itself where that is not known. */
const OverPicture = ({ area, input, children }: OverPictureProps) =>
  area ? (
    <div class="dnn-over-picture">
      <InputImage input={input} />
      <div
        class="dnn-over-area"
        style={{
          left: `${100 * area.left}%`,
          top: `${100 * area.top}%`,
          width: `${100 * area.width}%`,
          height: `${100 * area.height}%`,
        }}
      >
        {children}
      </div>
    </div>
  ) : (
    <div class="dnn-region-picture">{children}</div>
  );
