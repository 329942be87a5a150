import * as z from 'zod';
import { chainsIn } from '../chain';
import { labelIn } from '../labels';
import { replaced, textInside } from '../lines';
import { defineOperation, DesignError } from '../operation';
import { chainOf, path, statementOf } from '../targets';

/** Puts what stands in a repeat, or in the only branch that is not empty, in its place. */
export const unwrap = defineOperation('unwrap', z.object({ at: path }), (context, { at }) => {
  const { source } = context;
  const statement = statementOf(context, at);
  const filled = chainsIn(statement, at).filter(({ statements }) => statements.length > 0);
  if (statement.kind !== 'repeat' && statement.kind !== 'branch')
    throw new DesignError('Only repeats and branches can be unwrapped.');
  if (filled.length !== 1)
    throw new DesignError(
      filled.length === 0
        ? 'There is nothing in it; delete it instead.'
        : 'Several branches have layers; move or delete those of all but one first.',
    );
  if (statement.kind === 'branch' && (statement.activations.length > 0 || statement.from))
    throw new DesignError('Remove the activation and the `from` behind its braces first.');
  const label = labelIn(statement);
  if (label)
    throw new DesignError(`Remove its label \`${label.text}\` first; other lines may read it.`);
  const inner = textInside(source, filled[0]);
  const { start, end } = statement.location;
  return {
    edits: [replaced(source, chainOf(context, at.slice(0, -1)), { start, end }, inner)],
    select: at,
  };
});
