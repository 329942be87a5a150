import * as z from 'zod';
import { chainsIn, gapBefore, isWithin, samePath, type Path } from '../chain';
import { freshLabel, labelsOf, namedSource, sourceAbove } from '../labels';
import { inserted } from '../lines';
import { defineOperation, DesignError, type EditContext } from '../operation';
import { chainOf, operatorOf, path, text } from '../targets';

/** Writes a layer between one and another that reads it. */
export const insertBetween = defineOperation(
  'insertBetween',
  z.object({ from: z.union([path, z.literal('input')]), to: path, text }),
  (context, { from, to, text: line }) => {
    const { owner, source } = context;
    const target = operatorOf(context, to);
    const isFrom = (found: ReturnType<typeof sourceAbove>) =>
      found === 'input' || from === 'input'
        ? found === from ||
          (found !== undefined && found !== 'input' && found.statement.kind === 'input')
        : found !== undefined && samePath(found.path, from);
    const read = target.from?.find(({ text: name }) => isFrom(namedSource(owner, name)));
    if (read && !(target.kind === 'branch' && isWithin(pathOf(from), to))) {
      const label = freshLabel(
        /^[\p{L}_][\p{L}\p{N}_]*/u.exec(line)?.[0] ?? 'layer',
        labelsOf(owner),
      );
      const gap = gapBefore(to);
      return {
        edits: [
          inserted(
            source,
            chainOf(context, gap.chain),
            gap.index,
            `${label}: ${line} from ${read.text}`,
          ),
          { location: read.location, text: label },
        ],
        select: to,
      };
    }
    const branch = target.kind === 'branch' ? branchFrom(context, from, to) : undefined;
    if (branch) {
      const at = branch.statements.length;
      return {
        edits: [inserted(source, branch, at, line)],
        select: [...branch.path, at],
      };
    }
    if (!isFrom(sourceAbove(owner, to))) throw new DesignError('It does not read that layer.');
    const gap = gapBefore(to);
    return { edits: [inserted(source, chainOf(context, gap.chain), gap.index, line)], select: to };
  },
);

const pathOf = (from: Path | 'input'): Path => (from === 'input' ? [] : from);

/** The branch that ends with a statement, or is empty where what is above is joined as it is. */
function branchFrom(context: EditContext, from: Path | 'input', to: Path) {
  const branches = chainsIn(operatorOf(context, to), to);
  const inner = pathOf(from);
  return (
    branches.find(
      (branch) =>
        branch.statements.length > 0 &&
        isWithin(inner, branch.path) &&
        inner[branch.path.length] === branch.statements.length - 1,
    ) ??
    (isWithin(inner, to) ? undefined : branches.find(({ statements }) => statements.length === 0))
  );
}
