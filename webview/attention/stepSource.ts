import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { receptiveField } from '../../src/shape/receptiveField';

/** What the steps of a sequence inside a network are of its input. */
export type StepSource =
  /** The steps of the input. */
  | { readonly kind: 'input' }
  /** Places of an image, row by row. */
  | {
      readonly kind: 'places';
      readonly rows: number;
      readonly columns: number;
      /** The part of the input that they share among them, in shares of its height and width; absent where it is not known. */
      readonly area?: Area;
    }
  | { readonly kind: 'unknown' };

export interface Area {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What the steps that a layer reads are: looked for back through all layers that keep the steps as they are. */
export function stepSource({ layers, input }: NetworkPayload, layer: string): StepSource {
  const rows = new Map(layers.map((row) => [row.id, row]));
  const shapeOf = (id: string) => rows.get(id)?.shape ?? input.shape;
  const steps = shapeOf(layer)[0];
  const isSequence = (id: string) => shapeOf(id).length === 2 && shapeOf(id)[0] === steps;
  const seen = new Set<string>();
  const origins = new Set<string>();
  const open = [layer];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const row = rows.get(id);
    if (!row || row.operator === 'to_sequence') origins.add(id);
    else if (row.operator === 'embedding' && row.inputs.join() === 'input') origins.add('input');
    else if (row.inputs.length > 0 && row.inputs.every(isSequence)) open.push(...row.inputs);
    else return { kind: 'unknown' };
  }
  const [origin = '', ...others] = origins;
  if (others.length > 0) return { kind: 'unknown' };
  const row = rows.get(origin);
  return row ? places({ layers, input }, row) : { kind: 'input' };
}

/** The places that `to_sequence` lays in a row. */
function places(
  { layers, input }: Pick<NetworkPayload, 'layers' | 'input'>,
  { inputs: [image = 'input'] }: LayerRow,
): StepSource {
  const shape = layers.find(({ id }) => id === image)?.shape ?? input.shape;
  const [, rows = 1, columns = 1] = shape;
  const at = (y: number, x: number) =>
    receptiveField(layers, image, { top: y, left: x, bottom: y, right: x });
  const [first, last] = [at(0, 0), at(rows - 1, columns - 1)];
  const [, height = 1, width = 1] = input.shape;
  if (!first || !last || input.shape.length !== 3) return { kind: 'places', rows, columns };
  // Each place stands for what is nearest to the middle of what it sees.
  const down = extent([first.top, first.bottom], [last.top, last.bottom], rows);
  const across = extent([first.left, first.right], [last.left, last.right], columns);
  const area = {
    ...{ top: down.from / height, height: down.length / height },
    ...{ left: across.from / width, width: across.length / width },
  };
  return { kind: 'places', rows, columns, area };
}

function extent(
  first: readonly [number, number],
  last: readonly [number, number],
  count: number,
): { readonly from: number; readonly length: number } {
  if (count === 1) return { from: first[0], length: first[1] - first[0] + 1 };
  const middle = ([from, to]: readonly [number, number]) => (from + to + 1) / 2;
  const apart = (middle(last) - middle(first)) / (count - 1);
  return { from: middle(first) - apart / 2, length: apart * count };
}
