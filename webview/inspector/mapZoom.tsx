import { useMemo, useState } from 'preact/hooks';
import type { NetworkPayload, WireTensor } from '../../src/views/payloads';
import { readBy, within, type Region } from '../../src/shape/receptive';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { colouring, paint } from '../featureMaps/paint';
import { receptiveField } from '../featureMaps/receptiveField';
import { RegionPicture } from '../featureMaps/regionPicture';
import { InputImage } from '../featureMaps/sample';
import { statistics, toMaps, decodeTensor } from '../featureMaps/tensor';
import { UnitSumView } from '../featureMaps/unitSumView';
import { patchOf, unitSum } from '../featureMaps/unitSum';
import { formatValue } from '../ui/format';
import { Notice, LiveRegion } from '../ui/status';
import { useTheme } from '../ui/theme';
import { useAnswer } from './ask';

interface MapZoomProps {
  readonly network: NetworkPayload;
  readonly layer: string;
  readonly map: number;
  readonly input: WireTensor;
  /** Which parameters are on view. */
  readonly version: string;
}

/** One map enlarged: the unit under the pointer, what it sees of the input, and the numbers it comes from. */
export function MapZoom({ network, layer, map, input, version }: MapZoomProps) {
  const row = network.layers.find(({ id }) => id === layer);
  const [source] = row?.inputs ?? [];
  const question = useMemo(
    () =>
      source === undefined
        ? undefined
        : {
            input,
            layers: [...new Set([layer, source])],
            preActivations: [layer],
            parameters: row?.operator === 'conv' ? [layer] : [],
          },
    [layer, source, input.data],
  );
  const { answer, problem } = useAnswer(network.name, question, version);
  const { kind } = useTheme();
  const [cell, setCell] = useState<{ x: number; y: number }>();
  const read = useMemo(() => {
    const of = (id: string | undefined, tensors = answer?.outputs) => {
      const found = tensors?.find((each) => each.layer === id);
      return found && toMaps(found.values);
    };
    const [weight, bias] = ['weight', 'bias'].map(
      (wanted) => answer?.parameters.find(({ name }) => name === wanted)?.values,
    );
    return {
      maps: of(layer),
      source: of(source),
      before: of(layer, answer?.preActivations),
      weights: weight && { shape: weight.shape, values: decodeTensor(weight) },
      bias: bias && decodeTensor(bias),
    };
  }, [answer]);
  const values = read.maps?.maps[map];
  const picture = useMemo(
    () => values && paint(values, colouring(statistics([values]), kind)),
    [values, kind],
  );
  if (problem) return <Notice kind="error" {...problem} />;
  if (!row || !read.maps || !values || !picture) return null;
  const { width, height } = read.maps;
  const { x, y } = cell ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  const place: Region = { top: y, left: x, bottom: y, right: x };
  const valueAt = (at: { x: number; y: number }) => values[at.y * width + at.x] ?? NaN;
  const [, inputHeight = 1, inputWidth = 1] = input.shape;
  const field = receptiveField(network, layer, place);
  const seen = field && within(field, inputHeight, inputWidth);
  const { window } = row;
  const hasSum = row.operator === 'conv' && read.weights?.shape.length === 4;
  const isPool = !hasSum && row.inputs.length === 1 && (window?.kernel ?? []).some((n) => n > 1);
  const told = `Unit at row ${y}, column ${x}: ${formatValue(valueAt({ x, y }))}. ${
    seen
      ? `It sees rows ${seen.top} to ${seen.bottom}, columns ${seen.left} to ${seen.right} of the input.`
      : 'It sees the whole input.'
  }`;
  return (
    <>
      <p class="dnn-zoom-told">{told}</p>
      <LiveRegion text={cell ? told : ''} />
      <div class="dnn-zoom-pictures">
        <figure>
          <GridCanvas
            label={`Units of map ${map} of ${layer}`}
            width={width}
            height={height}
            pixels={picture}
            describe={(at) => `row ${at.y}, column ${at.x}: ${formatValue(valueAt(at))}`}
            onCell={setCell}
            start={{ x, y }}
          />
          <figcaption class="dnn-muted">
            Map {map}: point at a unit, or use the arrow keys
          </figcaption>
        </figure>
        <figure>
          <RegionPicture region={seen} width={inputWidth} height={inputHeight}>
            <InputImage input={input} />
          </RegionPicture>
          <figcaption class="dnn-muted">
            {seen
              ? `Its receptive field in the input, ${seen.bottom - seen.top + 1} × ${seen.right - seen.left + 1}`
              : 'The input'}
          </figcaption>
        </figure>
      </div>
      {window && read.source && hasSum && read.weights && (
        <UnitSumView
          sum={unitSum(read.source, read.weights, read.bias, { map, y, x }, window)}
          window={window}
          source={source === 'input' ? 'input' : (source ?? '')}
          region={within(readBy(place, window), read.source.height, read.source.width)}
          maps={read.source}
          activations={row.activations}
          preActivation={read.before?.maps[map]?.[y * width + x] ?? NaN}
          output={valueAt({ x, y })}
        />
      )}
      {window && isPool && read.source && (
        <p class="dnn-muted">
          {row.text} reads of map {map} of {source}:{' '}
          {Array.from(patchOf(read.source, map, { y, x }, window), (value) => formatValue(value, 3))
            .slice(0, 64)
            .join(', ')}
        </p>
      )}
    </>
  );
}
