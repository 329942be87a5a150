import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Inspection } from '../../src/views/payloads';
import { formatPercent } from '../../src/text/numbers';
import { ColourLegend } from '../featureMaps/colourLegend';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { covered, occluded, occlusionGrid } from '../featureMaps/occlusion';
import { paint } from '../featureMaps/paint';
import { RegionPicture } from '../featureMaps/regionPicture';
import { areProbabilities, InputImage } from '../featureMaps/sample';
import { decodeTensor, encodeTensor } from '../featureMaps/tensor';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { LiveRegion, Notice } from '../ui/status';
import { ask } from './ask';
import { useParameters } from './parameters';

type Sample = NonNullable<Inspection['sample']>;

interface OcclusionProps {
  readonly network: string;
  readonly sample: Sample;
  /** Which parameters are on view. */
  readonly version: string;
}

/** How sure the network stays of a class while a grey square covers a part of the image; folded away, since it asks often. */
export function Occlusion(props: OcclusionProps) {
  const { sample, version } = props;
  const isImage = sample.input.shape.length === 3;
  if (!isImage || !areProbabilities(sample.prediction)) return null;
  return (
    <Disclosure summary={l10n.t('Occlusion')}>
      {() => <Sweep key={`${version} ${sample.input.data}`} {...props} />}
    </Disclosure>
  );
}

function Sweep({ network, sample: { input, prediction, label } }: OcclusionProps) {
  const [channels = 1, height = 1, width = 1] = input.shape;
  const grid = useMemo(() => occlusionGrid(height, width), [height, width]);
  const { rows, columns } = grid;
  const top = prediction.reduce((best, each) => (each.value > best.value ? each : best));
  const { name } = prediction.find((each) => each.name === label) ?? top;
  const [found, setFound] = useState<readonly number[]>([]);
  const [problem, setProblem] = useState<{ message: string; hint?: string }>();
  const [cell, setCell] = useState({ x: 0, y: 0 });
  const of = useParameters();
  const gone = useRef(false);
  useEffect(() => {
    const values = decodeTensor(input);
    const sweep = async () => {
      const shares: number[] = [];
      for (let place = 0; place < rows * columns; place++) {
        const region = covered(grid, Math.floor(place / columns), place % columns, [height, width]);
        const covering = occluded(values, [channels, height, width], region);
        const outcome = await ask(
          network,
          {
            input: encodeTensor(input.shape, covering),
            layers: [],
          },
          of,
        );
        if (gone.current) return;
        if ('problem' in outcome) return setProblem(outcome.problem);
        shares.push(outcome.answer.prediction.find((each) => each.name === name)?.value ?? NaN);
        setFound([...shares]);
      }
    };
    void sweep();
    return () => void (gone.current = true);
  }, []);
  const all = rows * columns;
  const shares = Float32Array.from({ length: all }, (_, place) => found[place] ?? NaN);
  const colours = { map: 'sequential', low: 0, high: 1 } as const;
  const least = found.reduce((at, share, place) => (share < (found[at] ?? 1) ? place : at), 0);
  const share = (place: number) => formatPercent(found[place] ?? NaN, 1);
  const tellPlace = ({ x, y }: { readonly x: number; readonly y: number }) =>
    l10n.t('row {0}, column {1}: {2}', y, x, share(y * columns + x));
  const told =
    found.length < all
      ? l10n.t('{0} of {1} places', found.length, all)
      : l10n.t(
          'Class {0}: {1} at least, with the square at row {2}, column {3}.',
          name,
          share(least),
          Math.floor(least / columns),
          least % columns,
        );
  if (problem) return <Notice kind="error" {...problem} />;
  return (
    <>
      <p class="dnn-muted">
        {l10n.t(
          'How likely class {0} is while a grey square of {1} × {2} pixels covers a part of the image. {3}',
          name,
          grid.side,
          grid.side,
          told,
        )}
      </p>
      <LiveRegion text={found.length < all ? '' : told} />
      <div class="dnn-zoom-pictures">
        <figure>
          <GridCanvas
            label={l10n.t('Probability of class {0} by the place of the square', name)}
            width={columns}
            height={rows}
            pixels={paint(shares, colours)}
            describe={tellPlace}
            onCell={setCell}
          />
          <figcaption class="dnn-muted">
            <ColourLegend colouring={colours} /> {tellPlace(cell)}
          </figcaption>
        </figure>
        <figure>
          <RegionPicture
            region={covered(grid, cell.y, cell.x, [height, width])}
            width={width}
            height={height}
          >
            <InputImage input={input} />
          </RegionPicture>
          <figcaption class="dnn-muted">{l10n.t('What the square covers there')}</figcaption>
        </figure>
      </div>
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('Probability of class {0} by the place of the square', name)}
            hideCaption
            rows={found.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value)}
            rowKey={({ place }) => place}
            columns={[
              { title: l10n.t('Row'), cell: ({ place }) => Math.floor(place / columns) },
              { title: l10n.t('Column'), cell: ({ place }) => place % columns },
              { title: l10n.t('Probability'), numeric: true, cell: ({ place }) => share(place) },
            ]}
          />
        )}
      </Disclosure>
    </>
  );
}
