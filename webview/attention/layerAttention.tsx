import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { Packed } from '../../src/views/packed';
import type { Answer } from '../../src/views/payloads';
import { ColourLegend } from '../featureMaps/colourLegend';
import { paint } from '../featureMaps/paint';
import { decodeTensor } from '../featureMaps/tensor';
import { formatValue } from '../ui/format';
import { SavePicture } from '../ui/savePicture';
import { HeadMaps } from './headMaps';
import { headName, type Head } from './headName';
import { LabelledMap } from './labelledMap';
import { byRow, greatestOf, readable, upTo, type Scale } from './shares';
import { stepName, type Steps } from './steps';

type Attention = Packed<Answer>['attention'][number];

interface LayerAttentionProps {
  /** With maps of `shown` heads. */
  readonly attention: Attention & { readonly maps: NonNullable<Attention['maps']> };
  readonly shown: readonly number[];
  readonly steps: Steps;
  readonly causal: boolean;
  readonly scale: Scale;
  readonly query: number;
  readonly chosen: Head;
  readonly onHead: (head: Head) => void;
  readonly onQuery: (query: number) => void;
}

/** The shares in which the steps of a layer read each other: all heads small, one of them with its steps named. */
export function LayerAttention(props: LayerAttentionProps) {
  const { attention, shown, steps, causal, scale, query, chosen, onHead, onQuery } = props;
  const { layer, block, maps } = attention;
  const [side = 1] = maps.mean.shape;
  const [readout, setReadout] = useState('');
  const all = useMemo(() => {
    const heads = decodeTensor(maps.heads);
    const of = (head: Head, shares: Float32Array) => ({
      ...{ head, shares: readable(shares, side, causal), greatest: greatestOf(shares) },
    });
    return [
      of('mean', decodeTensor(maps.mean)),
      ...shown.map((head, i) => of(head, heads.subarray(i * side * side, (i + 1) * side * side))),
    ];
  }, [maps]);
  const painted = useMemo(() => {
    const most = Math.max(...all.map(({ greatest }) => greatest));
    return all.map((each) => {
      const isByRow = scale === 'row';
      const colours = upTo(isByRow ? 1 : scale === 'head' ? each.greatest : most);
      const shares = isByRow ? byRow(each.shares, side) : each.shares;
      return { ...each, colours, pixels: paint(shares, colours) };
    });
  }, [all, scale]);
  const large = painted.find(({ head }) => head === chosen) ?? painted[0];
  if (!large) return null;
  const row = Math.floor(query / block);
  const onRow = (place: number) => onQuery(Math.min(steps.count - 1, place * block));
  const placeName = (place: number) =>
    block === 1
      ? stepName(steps, place)
      : l10n.t('{0} to {1}', place * block, Math.min(steps.count, (place + 1) * block) - 1);
  return (
    <section class="dnn-layer-attention" aria-label={l10n.t('Attention of {0}', layer)}>
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{headName(large.head)}</span>
        <ColourLegend colouring={large.colours} />
        {scale === 'row' && <span class="dnn-muted">{l10n.t('of the greatest of each row')}</span>}
        <SavePicture name={[layer, l10n.t('attention')]} />
        <span class="dnn-map-readout">{readout}</span>
      </header>
      <HeadMaps {...{ maps: painted, side, chosen: large.head, row, onHead, onRow }} />
      <LabelledMap
        label={l10n.t('{0} of {1}', headName(large.head), layer)}
        {...{ side, block, row, onRow }}
        pixels={large.pixels}
        characters={steps.characters}
        describe={(from, to) =>
          causal && to > from
            ? l10n.t('{0} reads nothing of {1}', placeName(from), placeName(to))
            : l10n.t(
                '{0} reads {1}: {2}',
                placeName(from),
                placeName(to),
                formatValue(large.shares[from * side + to] ?? NaN),
              )
        }
        onReadout={setReadout}
      />
    </section>
  );
}
