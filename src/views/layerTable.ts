import type { Measure } from '../runs/events';
import { joined, splitKey } from './layers';
import { significant } from '../text/numbers';
import { bar } from './bar';
import { table, type Emphasize } from './table';

/** A measure of parameters layer by layer: what those of a layer come to, with a bar, then each one's. */
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
  const whole = new Map(
    [...layers].map(([layer, parts]) => [
      layer,
      joined(
        measure,
        parts.map(({ value }) => value),
      ),
    ]),
  );
  const largest = Math.max(...[...whole.values()].filter(Number.isFinite));
  return table(
    [{ title: 'layer' }, { title: symbol, align: 'right' }, { title: '' }, { title: 'of which' }],
    [...layers].map(([layer, parts]) => [
      layer,
      significant(whole.get(layer)),
      bar(whole.get(layer)! / largest).padEnd(24),
      parts.map(({ name, value }) => `${name} ${significant(value)}`).join('  '),
    ]),
    emphasize,
  );
}
