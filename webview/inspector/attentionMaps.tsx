import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import type { Head } from '../attention/headName';
import { LayerAttention } from '../attention/layerAttention';
import { QueryReading } from '../attention/queryReading';
import { readingOf } from '../attention/reading';
import type { Scale } from '../attention/shares';
import { firstQuery, stepsOf } from '../attention/steps';
import { decodeTensor } from '../featureMaps/tensor';
import { Disclosure } from '../ui/disclosure';
import { Segmented } from '../ui/segmented';
import { Notice } from '../ui/status';
import { Dropdown } from '../ui/toolkit';
import { useAnswer } from './ask';
import { useDataOnView } from './dataOnView';

interface AttentionMapsProps {
  readonly network: NetworkPayload;
  readonly input: PackedTensor;
  /** Which parameters are on view. */
  readonly version: string;
}

type Attending = LayerRow & { readonly attends: NonNullable<LayerRow['attends']> };

const attends = (row: LayerRow): row is Attending => row.attends !== undefined;

/** Heads whose maps are shown at first, and at most; all are in their mean, and in what a step reads. */
const firstHeads = 8;
const mostHeads = 32;

/** In which shares the steps of a sequence read each other; folded away, since it is asked for by itself. */
export function AttentionMaps(props: AttentionMapsProps) {
  const layers = props.network.layers.filter(attends);
  if (layers.length === 0) return null;
  return (
    <Disclosure summary={l10n.t('Attention')}>
      {() => <Attention {...props} layers={layers} />}
    </Disclosure>
  );
}

function Attention({
  layers,
  ...shared
}: AttentionMapsProps & { readonly layers: readonly Attending[] }) {
  const [wanted, setWanted] = useState<string>();
  const [scale, setScale] = useState<Scale>();
  const [query, setQuery] = useState<number>();
  const [head, setHead] = useState<Head>('mean');
  const row = layers.find(({ id }) => id === wanted) ?? layers[0];
  if (!row) return null;
  // The rows of a causal layer differ too much: the first step reads itself alone.
  const shown = scale ?? (row.attends.causal ? 'row' : 'layer');
  return (
    <div class="dnn-attention">
      <div class="dnn-toolbar">
        {layers.length > 1 && (
          <Dropdown
            label={l10n.t('Layer')}
            value={row.id}
            choices={layers.map(({ id }) => ({ value: id, text: id }))}
            onChange={setWanted}
          />
        )}
        <Segmented
          label={l10n.t('Scale of the colours')}
          value={shown}
          onChange={setScale}
          options={[
            { value: 'layer', text: l10n.t('Per layer') },
            { value: 'head', text: l10n.t('Per head') },
            { value: 'row', text: l10n.t('Per row') },
          ]}
        />
      </div>
      <OfLayer
        key={row.id}
        {...{ ...shared, row, query, head, scale: shown }}
        onQuery={setQuery}
        onHead={setHead}
      />
    </div>
  );
}

interface OfLayerProps extends AttentionMapsProps {
  readonly row: Attending;
  readonly scale: Scale;
  /** Absent: none is chosen yet. */
  readonly query: number | undefined;
  readonly head: Head;
  readonly onQuery: (query: number) => void;
  readonly onHead: (head: Head) => void;
}

function OfLayer({ network, input, version, row, scale, head, ...props }: OfLayerProps) {
  const { onQuery, onHead } = props;
  const { heads, causal } = row.attends;
  const data = useDataOnView();
  const alphabet = data.madeOf === 'text' ? data.targets : undefined;
  const steps = useMemo(
    () => stepsOf(network, row, input, alphabet),
    [network, row, input, alphabet],
  );
  const { count } = steps;
  const query = Math.min(count - 1, props.query ?? firstQuery(steps, causal));
  const [areAll, setAll] = useState(false);
  const most = Math.min(heads, areAll ? mostHeads : firstHeads);
  const layer = row.id;
  const asked = useMemo(
    () => ({ input, layers: [], attention: [{ layer, heads: [...Array(most).keys()] }] }),
    [input, layer, most],
  );
  const maps = useAnswer(network.name, asked, version);
  const ofQuery = useMemo(
    () => ({ input, layers: [], attention: [{ layer, query }] }),
    [input, layer, query],
  );
  const read = useAnswer(network.name, ofQuery, version);
  const [attention] = maps.answer?.attention ?? [];
  const [answered] = read.answer?.attention ?? [];
  const reading = useMemo(() => {
    const { query: told } = answered ?? {};
    if (!told) return undefined;
    return {
      ...{ steps, causal, query: told.step },
      heads: readingOf(decodeTensor(told.shares), count),
    };
  }, [answered, steps]);
  const problem = maps.problem ?? read.problem;
  const chosen = typeof head === 'number' && head >= heads ? 'mean' : head;
  const shown = useMemo(
    () => Array.from({ length: attention?.maps?.heads.shape[0] ?? 0 }, (_, i) => i),
    [attention],
  );
  const shared = { steps, causal, scale, chosen, onQuery };
  return (
    <>
      {problem && <Notice kind="error" {...problem} />}
      <p class="dnn-muted">
        {causal
          ? l10n.t(
              'A row for each step that reads, a column for each that is read; none reads a later one. The shares of a row sum to 1.',
            )
          : l10n.t(
              'A row for each step that reads, a column for each that is read. The shares of a row sum to 1.',
            )}
        {attention && attention.block > 1 && (
          <>
            {' '}
            {l10n.t(
              'Of {0} steps, {1} share a row and a column: what they read in the mean, and what is read of them together.',
              ...[count, attention.block],
            )}
          </>
        )}
      </p>
      {attention?.maps && !problem && (
        <LayerAttention
          {...shared}
          {...{ shown, query, onHead }}
          attention={{ ...attention, maps: attention.maps }}
        />
      )}
      {heads > firstHeads && (
        <div class="dnn-toolbar">
          <button type="button" class="dnn-link" onClick={() => setAll(!areAll)}>
            {areAll
              ? l10n.t('Show the first {0}', firstHeads)
              : heads > mostHeads
                ? l10n.t('Show {0} of {1} heads', mostHeads, heads)
                : l10n.t('Show all {0} heads', heads)}
          </button>
        </div>
      )}
      {reading && !problem && (
        <QueryReading {...{ layer, reading, scale, chosen, input, onQuery }} wanted={query} />
      )}
    </>
  );
}
