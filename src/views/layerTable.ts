import { bar, significant } from './plain';
import { table, type Emphasize } from './table';

/** A measure of parameters layer by layer: the norm over all parameters of a layer, with a bar, then each one's. */
export function layerTable(
  label: string,
  numbers: readonly { readonly key: string; readonly value: number | string }[],
  emphasize: Emphasize,
): string {
  const layers = new Map<string, { name: string; value: number }[]>();
  for (const { key, value: text } of numbers) {
    const dot = key.lastIndexOf('.');
    // A name from a model's file may have no layer in it.
    const [layer, name] = dot < 0 ? [key, key] : [key.slice(0, dot), key.slice(dot + 1)];
    layers.set(layer, [...(layers.get(layer) ?? []), { name, value: Number(text) }]);
  }
  const norms = new Map([...layers].map(([layer, parts]) => [layer, norm(parts)]));
  const largest = Math.max(...[...norms.values()].filter(Number.isFinite));
  return table(
    [{ title: 'layer' }, { title: label, align: 'right' }, { title: '' }, { title: 'of which' }],
    [...layers].map(([layer, parts]) => [
      layer,
      significant(norms.get(layer)),
      bar(norms.get(layer)! / largest).padEnd(24),
      parts.map(({ name, value }) => `${name} ${significant(value)}`).join('  '),
    ]),
    emphasize,
  );
}

const norm = (parts: readonly { value: number }[]): number =>
  Math.hypot(...parts.map(({ value }) => value));
