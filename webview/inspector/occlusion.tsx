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
    <Disclosure summary="Occlusion">
      {() => <Sweep key={`${version} ${sample.input.data}`} {...props} />}
    </Disclosure>
  );
}

function Sweep({ network, sample: { input, prediction, label } }: OcclusionProps) {
  const [channels = 1, height = 1, width = 1] = input.shape;
  const grid = useMemo(() => occlusionGrid(height, width), [height, width]);
  const { rows, columns } = grid;
  const top = prediction.reduce((best, each) => (each.value > best.value ? each : best));
  const name = prediction.some((each) => each.name === label) ? label : top.name;
  const [found, setFound] = useState<readonly number[]>([]);
  const [problem, setProblem] = useState<{ message: string; hint?: string }>();
  const [cell, setCell] = useState({ x: 0, y: 0 });
  const gone = useRef(false);
  useEffect(() => {
    const values = decodeTensor(input);
    const sweep = async () => {
      const shares: number[] = [];
      for (let place = 0; place < rows * columns; place++) {
        const region = covered(grid, Math.floor(place / columns), place % columns, [height, width]);
        const covering = occluded(values, [channels, height, width], region);
        const outcome = await ask(network, {
          input: encodeTensor(input.shape, covering),
          layers: [],
        });
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
  const told =
    found.length < all
      ? `${found.length} of ${all} places`
      : `Class ${name}: ${share(least)} at least, with the square at row ${Math.floor(least / columns)}, column ${least % columns}.`;
  if (problem) return <Notice kind="error" {...problem} />;
  return (
    <>
      <p class="dnn-muted">
        How likely class {name} is while a grey square of {grid.side} × {grid.side} pixels covers a
        part of the image. {told}
      </p>
      <LiveRegion text={found.length < all ? '' : told} />
      <div class="dnn-zoom-pictures">
        <figure>
          <GridCanvas
            label={`Probability of class ${name} by the place of the square`}
            width={columns}
            height={rows}
            pixels={paint(shares, colours)}
            describe={({ x, y }) => `row ${y}, column ${x}: ${share(y * columns + x)}`}
            onCell={setCell}
          />
          <figcaption class="dnn-muted">
            <ColourLegend colouring={colours} /> row {cell.y}, column {cell.x}:{' '}
            {share(cell.y * columns + cell.x)}
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
          <figcaption class="dnn-muted">What the square covers there</figcaption>
        </figure>
      </div>
      <Disclosure summary="Table">
        {() => (
          <DataTable
            caption={`Probability of class ${name} by the place of the square`}
            hideCaption
            rows={found.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value)}
            rowKey={({ place }) => place}
            columns={[
              { title: 'Row', cell: ({ place }) => Math.floor(place / columns) },
              { title: 'Column', cell: ({ place }) => place % columns },
              { title: 'Probability', numeric: true, cell: ({ place }) => share(place) },
            ]}
          />
        )}
      </Disclosure>
    </>
  );
}
