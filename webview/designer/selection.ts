import type { Gap, Path } from '../../src/designer/chain';
import type { Design, DesignItem } from '../../src/designer/design';

/** Neighbouring statements that are selected. */
export interface Selection {
  readonly first: Path;
  readonly count: number;
}

export const samePath = (a: Path, b: Path): boolean => a.join() === b.join();

/** The statements of a chain. */
export function chainOf(items: readonly DesignItem[], path: Path): readonly DesignItem[] {
  if (path.length === 0) return items;
  const [at = 0, chain = 0, ...rest] = path;
  return chainOf(items[at]?.chains[chain] ?? [], rest);
}

export const itemAt = (items: readonly DesignItem[], path: Path): DesignItem | undefined =>
  chainOf(items, path.slice(0, -1))[path[path.length - 1] ?? -1];

/** All statements from the first to the last, those within others behind them. */
export const flattened = (items: readonly DesignItem[]): DesignItem[] =>
  items.flatMap((item) => [item, ...item.chains.flatMap(flattened)]);

export const isSelected = ({ first, count }: Selection, path: Path): boolean => {
  const at = path[path.length - 1] ?? -1;
  const from = first[first.length - 1] ?? -1;
  return samePath(path.slice(0, -1), first.slice(0, -1)) && at >= from && at < from + count;
};

const isHead = ({ kind, text }: DesignItem): boolean =>
  kind === 'layer' && text.startsWith('output: ');

/** Where something new goes: behind what is selected, else in front of the first output. */
export function gapFor({ items }: Design, selection: Selection | undefined): Gap {
  const first = items.findIndex(isHead);
  const end = { chain: [], index: first < 0 ? items.length : first };
  if (!selection) return end;
  const item = itemAt(items, selection.first);
  if (!item || (isHead(item) && selection.first.length === 1)) return end;
  return {
    chain: selection.first.slice(0, -1),
    index: (selection.first[selection.first.length - 1] ?? 0) + selection.count,
  };
}

/** The box of the graph that stands for a statement. */
export const boxOf = ({ boxes }: Design, path: Path): string | undefined =>
  Object.entries(boxes).find(([, at]) => samePath(at, path))?.[0];

/** The statement a box of the graph stands for; a folded group is named by the last part of its id. */
export const pathOfBox = ({ boxes }: Design, box: string): Path | undefined =>
  boxes[box.startsWith('group:') ? (box.split('/').at(-1)?.replace('group:', '') ?? box) : box];
