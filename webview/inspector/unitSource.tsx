import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { decodeTensor } from '../featureMaps/tensor';
import { patchOf, unitSum, type Unit } from '../featureMaps/unitSum';
import { largestTerms, UnitSumView } from '../featureMaps/unitSumView';
import { formatValue } from '../ui/format';
import { useAnswer } from './ask';
import type { KnownUnit, Read } from './unitQuestion';

interface UnitSourceProps {
  readonly network: NetworkPayload;
  readonly row: LayerRow;
  readonly input: PackedTensor;
  readonly version: string;
  readonly unit: Unit;
  readonly read: Read;
  readonly known: KnownUnit;
}

/** Where the value of a unit comes from: the sum of a convolution, or the numbers that a pool reads. */
export function UnitSource({ network, row, input, version, unit, read, known }: UnitSourceProps) {
  const { source, filter, map, before } = known;
  const { window } = row;
  const sum = useMemo(
    () => source && filter && window && unitSum(source, filter, unit, window),
    [known, unit],
  );
  const channels = sum ? largestTerms(sum).map(({ channel }) => channel) : [];
  const question = useMemo(
    () => (sum ? { input, layers: [{ layer: read.source, maps: channels }] } : undefined),
    [input, read.source, channels.join()],
  );
  const { answer, to } = useAnswer(network.name, question, version);
  const maps = useMemo(() => {
    const [drawn] = answer?.outputs ?? [];
    const of = to?.layers[0]?.maps ?? [];
    const values = drawn ? decodeTensor(drawn.values) : new Float32Array();
    const size = values.length / Math.max(1, of.length);
    return new Map(of.map((channel, i) => [channel, values.subarray(i * size, (i + 1) * size)]));
  }, [answer]);
  if (!window || !source) return null;
  const at = unit.y * (row.shape[2] ?? 1) + unit.x;
  if (!sum) {
    const values = patchOf(source, 0, unit, window);
    return (
      <p class="dnn-muted">
        {l10n.t(
          '{0} reads of map {1} of {2}: {3}',
          row.text,
          unit.map,
          read.source,
          Array.from(values, (value) => formatValue(value, 3))
            .slice(0, 64)
            .join(', '),
        )}
      </p>
    );
  }
  return (
    <UnitSumView
      {...{ sum, window, maps }}
      source={read.source}
      shape={read.shape}
      region={read.region}
      activations={row.activations}
      preActivation={before[at] ?? NaN}
      output={map[at] ?? NaN}
    />
  );
}
