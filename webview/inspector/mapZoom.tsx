import * as l10n from '@vscode/l10n';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { NetworkPayload } from '../../src/views/payloads';
import { within } from '../../src/shape/receptive';
import { receptiveField } from '../../src/shape/receptiveField';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { colouring, paint } from '../featureMaps/paint';
import { RegionPicture } from '../featureMaps/regionPicture';
import { InputImage } from '../featureMaps/sample';
import { statistics } from '../featureMaps/tensor';
import { formatValue } from '../ui/format';
import { Notice, LiveRegion } from '../ui/status';
import { useTheme } from '../ui/theme';
import { useAnswer } from './ask';
import { knownUnit, readOf, unitParts } from './unitQuestion';
import { UnitSource } from './unitSource';

interface MapZoomProps {
  readonly network: NetworkPayload;
  readonly layer: string;
  readonly map: number;
  readonly input: PackedTensor;
  /** Which parameters are on view. */
  readonly version: string;
}

/** One map enlarged: the unit under the pointer, what it sees of the input, and the numbers it comes from. */
export function MapZoom({ network, layer, map, input, version }: MapZoomProps) {
  const row = network.layers.find(({ id }) => id === layer);
  const [, height = 1, width = 1] = row?.shape ?? [];
  const [cell, setCell] = useState<{ x: number; y: number }>();
  const { x, y } = cell ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  const asked = useMemo(() => {
    const unit = { map, y, x };
    const read = row && readOf(network, row, unit);
    return { unit, read, question: row && { input, ...unitParts(row, unit, read) } };
  }, [network, layer, map, input, y, x]);
  const { answer, problem, to } = useAnswer(network.name, asked.question, version);
  // The unit that the answer is about: a moment ago it may have been another.
  const answered = useRef(asked);
  if (to === asked.question) answered.current = asked;
  const { unit, read } = answered.current;
  const { kind } = useTheme();
  const known = useMemo(() => row && answer && knownUnit(answer, row, read), [answer]);
  const values = known?.map;
  const picture = useMemo(
    () => values && paint(values, colouring(statistics([values]), kind)),
    [values, kind],
  );
  if (problem) return <Notice kind="error" {...problem} />;
  if (!row || !values || !picture) return null;
  const valueAt = (at: { x: number; y: number }) => values[at.y * width + at.x] ?? NaN;
  const [, inputHeight = 1, inputWidth = 1] = input.shape;
  const field = receptiveField(network.layers, layer, { top: y, left: x, bottom: y, right: x });
  const seen = field && within(field, inputHeight, inputWidth);
  const told = l10n.t(
    'Unit at row {0}, column {1}: {2}. {3}',
    y,
    x,
    formatValue(valueAt({ x, y })),
    seen
      ? l10n.t(
          'It sees rows {0} to {1}, columns {2} to {3} of the input.',
          seen.top,
          seen.bottom,
          seen.left,
          seen.right,
        )
      : l10n.t('It sees the whole input.'),
  );
  return (
    <>
      <p class="dnn-zoom-told">{told}</p>
      <LiveRegion text={cell ? told : ''} />
      <div class="dnn-zoom-pictures">
        <figure>
          <GridCanvas
            label={l10n.t('Units of map {0} of {1}', map, layer)}
            width={width}
            height={height}
            pixels={picture}
            describe={(at) =>
              l10n.t('row {0}, column {1}: {2}', at.y, at.x, formatValue(valueAt(at)))
            }
            onCell={setCell}
            start={{ x, y }}
          />
          <figcaption class="dnn-muted">
            {l10n.t('Map {0}: point at a unit, or use the arrow keys', map)}
          </figcaption>
        </figure>
        <figure>
          <RegionPicture region={seen} width={inputWidth} height={inputHeight}>
            <InputImage input={input} />
          </RegionPicture>
          <figcaption class="dnn-muted">
            {seen
              ? l10n.t(
                  'Its receptive field in the input, {0} × {1}',
                  seen.bottom - seen.top + 1,
                  seen.right - seen.left + 1,
                )
              : l10n.t('The input')}
          </figcaption>
        </figure>
      </div>
      {read && <UnitSource {...{ network, row, input, version, unit, read, known }} />}
    </>
  );
}
