import * as l10n from '@vscode/l10n';
import type { ImageWindow, Region } from '../../src/shape/receptive';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { filled } from '../ui/filled';
import { formatValue } from '../ui/format';
import { useTheme } from '../ui/theme';
import { MapCanvas } from './mapCanvas';
import { colouring, paint } from './paint';
import { RegionPicture } from './regionPicture';
import { statistics } from './tensor';
import type { ChannelTerm, UnitSum } from './unitSum';

interface UnitSumViewProps {
  readonly sum: UnitSum;
  readonly window: ImageWindow;
  /** Name of the layer that is read, its shape, and those of its maps that are known. */
  readonly source: string;
  readonly shape: readonly number[];
  readonly maps: ReadonlyMap<number, Float32Array>;
  /** What is read of each of them. */
  readonly region: Region;
  readonly activations: readonly string[];
  readonly preActivation: number;
  readonly output: number;
}

/** Channels that are drawn. */
const mostChannels = 16;

/** Those that add or take most. */
export const largestTerms = ({ terms }: UnitSum): readonly ChannelTerm[] =>
  [...terms].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)).slice(0, mostChannels);

/** The sum behind a unit of a convolution: patch × kernel for each channel, the bias, the activation. */
export function UnitSumView(props: UnitSumViewProps) {
  const { sum, window, source, shape, maps, region, activations, preActivation, output } = props;
  const [channels = 1, height = 1, width = 1] = shape;
  const { kind } = useTheme();
  const [rows, columns] = window.kernel;
  const largest = largestTerms(sum);
  const nothing = new Float32Array(height * width).fill(NaN);
  const mapOf = (channel: number) => maps.get(channel) ?? nothing;
  const colours = (arrays: readonly Float32Array[]) => colouring(statistics(arrays), kind);
  const ofMaps = colours(largest.flatMap(({ channel, patch }) => [patch, mapOf(channel)]));
  const ofKernels = colours(largest.map(({ kernel }) => kernel));
  const activated = activations.length > 0 ? ` → ${activations.join(' → ')}` : '';
  return (
    <>
      <ul class="dnn-sum-terms" aria-label={l10n.t('What each channel adds')}>
        {largest.map(({ channel, patch, kernel, sum: part }) => (
          <li key={channel}>
            <RegionPicture {...{ region, width, height }}>
              <MapCanvas {...{ width, height }} pixels={paint(mapOf(channel), ofMaps)} />
            </RegionPicture>
            <MapCanvas width={columns} height={rows} pixels={paint(patch, ofMaps)} />
            <span aria-hidden="true">×</span>
            <MapCanvas width={columns} height={rows} pixels={paint(kernel, ofKernels)} />
            <span>
              {source === 'input' && channels === 1 ? source : `${source} ${channel}`}:{' '}
              {formatValue(part, 4)}
            </span>
          </li>
        ))}
      </ul>
      {largest.length < sum.terms.length && (
        <p class="dnn-muted">
          {l10n.t(
            'The {0} channels of {1} that change the sum most; the table has all.',
            largest.length,
            sum.terms.length,
          )}
        </p>
      )}
      <p class="dnn-sum">
        {filled(
          l10n.t('{0} + bias {1} = {2}{3} = {4}'),
          formatValue(sum.total - sum.bias, 4),
          formatValue(sum.bias, 4),
          formatValue(preActivation, 4),
          activated,
          <strong>{formatValue(output, 4)}</strong>,
        )}
      </p>
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('What each channel adds to the sum')}
            hideCaption
            rows={sum.terms}
            rowKey={({ channel }) => channel}
            columns={[
              { title: l10n.t('Channel'), cell: ({ channel }) => channel },
              {
                title: l10n.t('Patch × kernel'),
                numeric: true,
                cell: (term) => formatValue(term.sum, 4),
              },
              {
                title: l10n.t('Mean of patch'),
                numeric: true,
                cell: ({ patch }) => formatValue(statistics([patch]).mean),
              },
              {
                title: l10n.t('Mean of kernel'),
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
