import * as z from 'zod';
import type { ChainStatement } from '../../language/syntax';
import { statementsIn } from '../chain';
import { copiedLabel, labelIn, labelsOf, readNames, sharedNames } from '../labels';
import { inserted, spanOf, textOf } from '../lines';
import { defineOperation, DesignError } from '../operation';
import { group, groupIn } from '../targets';
import { renamedIn } from '../rename';

/** Writes statements once more behind themselves; the copies get labels of their own, and read one another. */
export const duplicate = defineOperation('duplicate', z.object({ group }), (context, told) => {
  const { owner, source } = context;
  const { chain, range, statements } = groupIn(context, told.group);
  const placed = statementsIn({ ...chain, statements });
  if (placed.some(({ statement }) => isFixed(statement)))
    throw new DesignError('A network has one input, and outputs have names of their own.');
  const taken = labelsOf(owner);
  const copies = new Map(
    placed.flatMap(({ statement }) => {
      const label = labelIn(statement);
      return label ? [[label.text, copiedLabel(label.text, taken)] as const] : [];
    }),
  );
  const names = placed.flatMap(({ statement }) => [
    ...(labelIn(statement) ? [labelIn(statement)!] : []),
    ...readNames(statement),
    ...sharedNames(statement),
  ]);
  const span = spanOf(statements);
  const text = textOf(renamedIn(source, names, copies), {
    start: span.start,
    end: span.end + growth(names, copies),
  });
  const at = range[1] + 1;
  return {
    edits: [inserted(source, chain, at, text)],
    select: [...chain.path, at],
  };
});

const isFixed = (statement: ChainStatement): boolean =>
  statement.kind === 'input' || (statement.kind === 'layer' && statement.output !== undefined);

const growth = (names: readonly { text: string }[], copies: ReadonlyMap<string, string>): number =>
  names.reduce((sum, { text }) => sum + (copies.get(text) ?? text).length - text.length, 0);
