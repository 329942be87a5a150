import type { ImageWindow, Region } from '../../src/shape/receptive';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { useTheme } from '../ui/theme';
import { MapCanvas } from './mapCanvas';
import { colouring, paint } from './paint';
import { RegionPicture } from './regionPicture';
import { statistics, type Maps } from './tensor';
import type { UnitSum } from './unitSum';

interface UnitSumViewProps {
  readonly sum: UnitSum;
  readonly window: ImageWindow;
  /** Name of the layer that is read, and its maps. */
  readonly source: string;
  readonly maps: Maps;
  /** What is read of each of them. */
  readonly region: Region;
  readonly activations: readonly string[];
  readonly preActivation: number;
  readonly output: number;
}

/** Channels that are drawn; those that add or take most. */
const mostChannels = 16;

/** The sum behind a unit of a convolution: patch × kernel for each channel, the bias, the activation. */
export function UnitSumView(props: UnitSumViewProps) {
  const { sum, window, source, maps, region, activations, preActivation, output } = props;
  const { kind } = useTheme();
  const [rows, columns] = window.kernel;
  const largest = [...sum.terms]
    .sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum))
    .slice(0, mostChannels);
  const colours = (arrays: readonly Float32Array[]) => colouring(statistics(arrays), kind);
  const ofMaps = colours(largest.map(({ channel }) => maps.maps[channel] ?? new Float32Array()));
  const ofKernels = colours(largest.map(({ kernel }) => kernel));
  const activated = activations.length > 0 ? ` → ${activations.join(' → ')}` : '';
  return (
    <>
      <ul class="dnn-sum-terms" aria-label="What each channel adds">
        {largest.map(({ channel, patch, kernel, sum: part }) => (
          <li key={channel}>
            <RegionPicture region={region} width={maps.width} height={maps.height}>
              <MapCanvas
                width={maps.width}
                height={maps.height}
                pixels={paint(maps.maps[channel] ?? new Float32Array(), ofMaps)}
              />
            </RegionPicture>
            <MapCanvas width={columns} height={rows} pixels={paint(patch, ofMaps)} />
            <span aria-hidden="true">×</span>
            <MapCanvas width={columns} height={rows} pixels={paint(kernel, ofKernels)} />
            <span>
              {source === 'input' && maps.maps.length === 1 ? 'input' : `${source} ${channel}`}:{' '}
              {formatValue(part, 4)}
            </span>
          </li>
        ))}
      </ul>
      {largest.length < sum.terms.length && (
        <p class="dnn-muted">
          The {largest.length} channels of {sum.terms.length} that change the sum most; the table
          has all.
        </p>
      )}
      <p class="dnn-sum">
        {formatValue(sum.total - sum.bias, 4)} + bias {formatValue(sum.bias, 4)} ={' '}
        {formatValue(preActivation, 4)}
        {activated} = <strong>{formatValue(output, 4)}</strong>
      </p>
      <Disclosure summary="Table">
        {() => (
          <DataTable
            caption="What each channel adds to the sum"
            hideCaption
            rows={sum.terms}
            rowKey={({ channel }) => channel}
            columns={[
              { title: 'Channel', cell: ({ channel }) => channel },
              { title: 'Patch × kernel', numeric: true, cell: (term) => formatValue(term.sum, 4) },
              {
                title: 'Mean of patch',
                numeric: true,
                cell: ({ patch }) => formatValue(statistics([patch]).mean),
              },
              {
                title: 'Mean of kernel',
                numeric: true,
                cell: ({ kernel }) => formatValue(statistics([kernel]).mean),
              },
            ]}
          />
        )}
      </Disclosure>
    </>
  );
}
