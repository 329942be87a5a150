import type { Gap, Path } from '../../src/designer/chain';
import type { Design } from '../../src/designer/design';
import { chainOf, pathOfBox, samePath } from './selection';

/** Where in the graph something that is dragged would go. */
export interface DropPlace {
  readonly element: Element;
  /** The statements at the ends of the line it is over; absent over a box. */
  readonly ends?: { readonly from: Path; readonly to: Path };
  /** The place in the text: behind the box, or between the ends; absent where the line passes over others. */
  readonly gap?: Gap;
}

/** The place below the pointer: a line between two boxes, or behind a box. */
export function dropPlace(design: Design, below: Element | null): DropPlace | undefined {
  const edge = below?.closest<SVGElement>('[data-edge-to]');
  if (edge) {
    const from = pathOfBox(design, edge.dataset.edgeFrom ?? '');
    const to = pathOfBox(design, edge.dataset.edgeTo ?? '');
    if (!from || !to) return undefined;
    const gap = gapBetween(design, from, to);
    return { element: edge, ends: { from, to }, ...(gap && { gap }) };
  }
  const box = below?.closest<SVGElement>('[data-node]');
  const path = box && pathOfBox(design, box.dataset.node ?? '');
  return box && path ? { element: box, gap: behind(path) } : undefined;
}

const last = (path: Path): number => path[path.length - 1] ?? 0;
const chain = (path: Path): Path => path.slice(0, -1);

const behind = (path: Path): Gap => ({ chain: chain(path), index: last(path) + 1 });

/** The gap a line crosses: between neighbours, in front of the first of a branch, or behind its last. */
function gapBetween({ items }: Design, from: Path, to: Path): Gap | undefined {
  if (isNext(from, to)) return behind(from);
  const entered = to.slice(0, from.length);
  const enters = to.length > from.length && last(to) === 0 && isNext(from, entered);
  if (enters) return { chain: chain(to), index: 0 };
  const leaves = from.length > 1 && last(from) === chainOf(items, chain(from)).length - 1;
  return leaves ? behind(from) : undefined;
}

const isNext = (from: Path, to: Path): boolean =>
  samePath(chain(from), chain(to)) && last(to) === last(from) + 1;

/** Marks where something would go, and nowhere else. */
export function markDrop(element: Element | undefined): void {
  for (const marked of document.querySelectorAll('[data-drop]'))
    if (marked !== element) marked.removeAttribute('data-drop');
  element?.setAttribute('data-drop', '');
}
