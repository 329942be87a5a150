import * as z from 'zod';
import { notebookVocabulary } from '../../program/vocabulary';
import type { Path } from '../chain';
import { indented, replaced, spanOf, textWithin } from '../lines';
import { defineOperation, DesignError } from '../operation';
import { group, groupIn, text } from '../targets';

/** Puts statements into a `repeat` or into the first branch of a join; the other branch passes on what stands above. */
export const wrap = defineOperation('wrap', z.object({ group, in: text }), (context, told) => {
  const { source } = context;
  const { chain, statements, range } = groupIn(context, told.group);
  if (statements.some(({ kind }) => kind === 'input'))
    throw new DesignError('The input stands outside of repeats and branches.');
  const isRepeat = told.in === 'repeat';
  if (!isRepeat && !notebookVocabulary.find('branch', told.in))
    throw new DesignError(`\`${told.in}\` joins no branches.`);
  const span = spanOf(statements);
  const inner = textWithin(source, span);
  const isLong = inner.includes('\n') || inner.includes('#');
  const branch = isLong ? `{\n${indented(inner)}\n}` : `{ ${inner} }`;
  const text = isRepeat
    ? `repeat 2 {\n${indented(inner)}\n}`
    : `${told.in} {\n${indented(branch)}\n  { }\n}`;
  const select: Path = [...chain.path, range[0]];
  return { edits: [replaced(source, chain, span, text)], select };
});
