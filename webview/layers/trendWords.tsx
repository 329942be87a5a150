import * as l10n from '@vscode/l10n';
import { layerDepths } from '../../src/views/layerDepth';
import { isWeight } from '../../src/views/layers';
import { layerTrend, trendAt, trendText, type LayerTrend } from '../../src/views/layerTrend';
import type { Measure, NetworkPayload } from '../../src/views/payloads';
import type { Theory } from '../../src/views/theory';
import { capitalized } from '../ui/format';
import { withCode } from '../ui/status';
import type { MeasuredLayer, Part } from './layerData';

export interface Trends {
  readonly depthOf: (row: number) => number | undefined;
  /** Of the parameters, then of the activations, as far as they have one. */
  readonly trends: readonly LayerTrend[];
  readonly ofActivations?: LayerTrend | undefined;
  readonly ofParameters?: LayerTrend | undefined;
  /** What theory expects of each row, as far below the last layer with weights as it says. */
  readonly expected: (
    theory: Theory | undefined,
  ) => ((row: number) => number | undefined) | undefined;
}

/** How rows change with depth: those with weights, or all where biases are shown. */
export function trendsOf(
  rows: readonly MeasuredLayer[],
  network: NetworkPayload | undefined,
  part: Part,
): Trends {
  const known = network && layerDepths(network.layers);
  const isTold = rows.map(
    ({ parameters }) => part === 'biases' || parameters.some(({ name }) => isWeight(name)),
  );
  let before = 0;
  const depths = rows.map(({ layer }, row) =>
    isTold[row] ? (known?.get(layer) ?? ++before) : undefined,
  );
  const trendOver = (pick: (row: MeasuredLayer) => number | null | undefined) =>
    layerTrend(
      rows.flatMap((row, i) => {
        const [depth, value] = [depths[i], pick(row)];
        return depth === undefined || value === undefined ? [] : [{ depth, value }];
      }),
    );
  const ofParameters = trendOver(({ value }) => value);
  const ofActivations = trendOver(({ activation }) => activation);
  return {
    depthOf: (row) => depths[row],
    trends: [ofParameters, ofActivations].filter((trend) => trend !== undefined),
    ofParameters,
    ofActivations,
    expected(theory) {
      if (!ofParameters || !theory?.expected) return undefined;
      const anchor = Math.log10(trendAt(ofParameters, ofParameters.last));
      return (row) => {
        const exponent = theory.expected.get(rows[row]?.layer ?? '');
        return exponent === undefined ? undefined : anchor + exponent;
      };
    },
  };
}

interface TrendWordsProps {
  readonly trends: Trends;
  readonly measure: Pick<Measure, 'label'>;
  readonly part: Part;
  readonly theory: Theory | undefined;
}

function subjectOf({ label }: Pick<Measure, 'label'>, part: Part): string {
  switch (part) {
    case 'weights':
      return l10n.t('{0} of weights', capitalized(label));
    case 'biases':
      return l10n.t('{0} of biases', capitalized(label));
    case 'all':
      return capitalized(label);
  }
}

/** What the lines over the bars say. */
export const TrendWords = ({
  trends: { ofParameters, ofActivations },
  measure,
  part,
  theory,
}: TrendWordsProps) => (
  <div class="dnn-trend-words">
    {ofParameters && (
      <p>
        <Stroke />
        {trendText(subjectOf(measure, part), ofParameters)}.
      </p>
    )}
    {ofActivations && (
      <p>
        <Stroke kind="dnn-trend-second" />
        {trendText(l10n.t('That of activations'), ofActivations)}.
      </p>
    )}
    {theory && (
      <p>
        {theory.expected && <Stroke kind="dnn-trend-theory" />}
        {withCode(theory.text)}
      </p>
    )}
  </div>
);

const Stroke = ({ kind = '' }: { readonly kind?: string }) => (
  <svg class="dnn-trend-key" viewBox="0 0 18 6" aria-hidden="true">
    <g class={`dnn-trend ${kind}`}>
      <line x1="0" y1="3" x2="18" y2="3" />
    </g>
  </svg>
);
