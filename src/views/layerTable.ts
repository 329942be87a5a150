import * as l10n from '@vscode/l10n';
import type { Measure } from '../runs/events';
import { powerOfTen, significant } from '../text/numbers';
import { visible } from '../text/visible';
import { bar } from './bar';
import { isWeight, joined, splitKey } from './layers';
import { layerTrend, trendText } from './layerTrend';
import { float32Decades, logScale, type LogScale } from './logScale';
import { table, type Emphasize } from './table';

const barWidth = 24;

/**
 * A measure of parameters layer by layer: what those of a layer come to, with a bar on a logarithmic scale, then each one's; and
 * below it how it changes from layer to layer.
 */
export function layerTable(
  measure: Pick<Measure, 'label' | 'symbol' | 'join'>,
  numbers: readonly { readonly key: string; readonly value: number | string }[],
  emphasize: Emphasize,
): string {
  const { label, symbol = label } = measure;
  const layers = new Map<string, { name: string; value: number }[]>();
  for (const { key, value: text } of numbers) {
    const { layer, name } = splitKey(key);
    layers.set(layer, [...(layers.get(layer) ?? []), { name, value: Number(text) }]);
  }
  const rows = [...layers].map(([layer, parts]) => ({
    layer,
    parts,
    value: joined(
      measure,
      parts.map(({ value }) => value),
    ),
  }));
  const scale = logScale(
    rows.map(({ value }) => value),
    float32Decades,
  );
  const lines = table(
    [
      { title: l10n.t('layer') },
      { title: symbol, align: 'right' },
      { title: scaleText(scale) },
      { title: l10n.t('of which') },
    ],
    rows.map(({ layer, parts, value }) => [
      layer,
      significant(value),
      bar(scale.position(value), barWidth).padEnd(barWidth),
      parts.map(({ name, value }) => `${name} ${significant(value)}`).join('  '),
    ]),
    emphasize,
  );
  const weights = rows
    .map(({ parts }) => parts.filter(({ name }) => isWeight(name)).map(({ value }) => value))
    .filter((values) => values.length > 0);
  const trend = layerTrend(
    weights.map((values, depth) => ({ depth, value: joined(measure, values) })),
  );
  return trend ? `${lines}\n${trendText(l10n.t('{0} of weights', visible(label)), trend)}` : lines;
}

/** `10⁻³ to 1, 3 decades` */
const scaleText = ({ low, high }: LogScale): string =>
  l10n.t('{0} to {1}, {2} decades', powerOfTen(low), powerOfTen(high), high - low);
