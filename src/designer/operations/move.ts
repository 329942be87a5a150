import * as z from 'zod';
import { isWithin, type Path } from '../chain';
import { inserted, removed, spanOf, textOf } from '../lines';
import { defineOperation, DesignError } from '../operation';
import { gap, gapIn, group, groupIn } from '../targets';

/** Moves statements, with the comments that belong to them, into another gap of the network. */
export const move = defineOperation(
  'move',
  z.object({ group, to: gap }),
  (context, { group: told, to }) => {
    const { source } = context;
    const { chain, range, statements, holds } = groupIn(context, told);
    const target = gapIn(context, to);
    const [first, last] = range;
    if (holds(to.chain)) throw new DesignError('A layer cannot be moved into itself.');
    if (to.chain.length > 0 && statements.some(({ kind }) => kind === 'input'))
      throw new DesignError('The input stands outside of repeats and branches.');
    const isHere = target.path.join() === chain.path.join();
    if (isHere && to.index >= first && to.index <= last + 1)
      return { edits: [], select: [...chain.path, first] };
    const text = textOf(source, spanOf(statements));
    return {
      edits: [removed(source, chain, range, 'take'), inserted(source, target, to.index, text)],
      select: afterRemoval([...to.chain, to.index], chain.path, range),
    };
  },
);

/** A path once statements of a chain are gone, which it does not lead through. */
function afterRemoval(path: Path, chain: Path, [first, last]: readonly [number, number]): Path {
  const step = path[chain.length];
  if (!isWithin(path, chain) || step <= last) return path;
  return [...chain, step - (last - first + 1), ...path.slice(chain.length + 1)];
}
