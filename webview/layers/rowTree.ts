import { splitKey } from '../../src/views/layers';
import type { NetworkPayload } from '../../src/views/payloads';
import { groupPaths, shortName } from '../graph/visibleGraph';

/** Rows of layers under the headings of the blocks and repeats they are in. Everything here is pure. */

/** A line of the chart: a layer, or the heading of a group, which stands for all of its layers when it is folded. */
export interface ChartLine {
  readonly kind: 'layer' | 'group';
  readonly id: string;
  /** As it is called within the groups around it, and as a whole. */
  readonly name: string;
  readonly fullName: string;
  /** Groups around it. */
  readonly level: number;
  /** Rows of the data: the layer's, or those of all layers in the group. */
  readonly members: readonly number[];
  readonly folded: boolean;
}

type Path = readonly { readonly id: string; readonly name: string }[];

/** The groups around each layer that are worth a heading: of two layers or more, and not of the same as the group around it. */
export function headingsOf(
  layers: readonly string[],
  network: NetworkPayload | undefined,
): readonly Path[] {
  const known = network && groupPaths(network);
  const paths = layers.map((layer) => known?.get(layer) ?? dottedPath(layer));
  const sizes = new Map<string, number>();
  for (const path of paths) for (const { id } of path) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  return paths.map((path) => {
    let around = layers.length;
    return path.filter(({ id }) => {
      const size = sizes.get(id) ?? 0;
      const isWorth = size > 1 && size < around;
      if (isWorth) around = size;
      return isWorth;
    });
  });
}

/** `stage_1.unit_2.conv` is in `stage_1` and `stage_1.unit_2`. */
function dottedPath(layer: string): Path {
  const { layer: around } = splitKey(layer);
  if (around === layer) return [];
  return [...dottedPath(around), { id: around, name: around }];
}

/** The lines to draw, in the order of the layers, when some groups are folded. */
export function linesOf(
  layers: readonly string[],
  headings: readonly Path[],
  folded: ReadonlySet<string>,
): readonly ChartLine[] {
  const lines: (ChartLine & { readonly members: number[] })[] = [];
  let open: (ChartLine & { readonly members: number[] })[] = [];
  layers.forEach((layer, row) => {
    const path = headings[row] ?? [];
    const same = path.findIndex(({ id }, level) => open[level]?.id !== id);
    open = open.slice(0, same < 0 ? path.length : same);
    for (let level = open.length; level < path.length; level++) {
      const { id, name } = path[level] ?? { id: layer, name: layer };
      const isHidden = open.some((group) => group.folded);
      const line = {
        kind: 'group' as const,
        ...{ id, name: shortName(name, path[level - 1]), fullName: name, level },
        ...{ members: [], folded: folded.has(id) },
      };
      open.push(line);
      if (!isHidden) lines.push(line);
    }
    for (const group of open) group.members.push(row);
    if (open.some((group) => group.folded)) return;
    const name = shortName(layer, path.at(-1));
    const of = { id: layer, name, fullName: layer, level: path.length };
    lines.push({ kind: 'layer', ...of, members: [row], folded: false });
  });
  return lines;
}
