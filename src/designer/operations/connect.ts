import * as z from 'zod';
import type { BranchStatement, LayerStatement } from '../../language/syntax';
import { notebookVocabulary } from '../../program/vocabulary';
import { samePath, statementAt, type Path, type Placed } from '../chain';
import { withClause, withoutClause } from '../clauses';
import { labelsOf, nameOf, namedSource, sourceAbove } from '../labels';
import { defineOperation, DesignError, outdated, type EditContext } from '../operation';
import { operatorOf, path } from '../targets';

/** A layer that is read: a statement, or what a block is given. */
const readable = z.union([path, z.literal('input')]);

/** Lets a layer read another one: beside those it reads where it joins several, else instead. */
export const connect = defineOperation(
  'connect',
  z.object({ from: readable, to: path }),
  (context, { from, to }) => {
    const target = operatorOf(context, to);
    const source = sourceAt(context, from);
    const taken = labelsOf(context.owner);
    const above = sourceAbove(context.owner, to);
    const isAbove = same(source, above);
    if (!joins(target)) {
      if (isAbove && target.from)
        return { edits: withoutClause(context.source, target), select: to };
      const { name, edits: naming } = nameOf(source, taken);
      return { edits: [...naming, ...withClause(target, [name])], select: to };
    }
    const read = target.from?.map(({ text }) => text) ?? [];
    if (target.from ? read.some((name) => same(namedSource(context.owner, name), source)) : isAbove)
      throw new DesignError(`\`${target.call.name.text}\` reads that layer already.`);
    const first = target.from ? undefined : nameOf(above, taken);
    const added = nameOf(source, taken);
    const names = [...(first ? [first.name] : read), added.name];
    return {
      edits: [...(first?.edits ?? []), ...added.edits, ...withClause(target, names)],
      select: to,
    };
  },
);

/** Ends that a layer reads another one. */
export const disconnect = defineOperation(
  'disconnect',
  z.object({ from: readable, to: path }),
  (context, { from, to }) => {
    const target = operatorOf(context, to);
    const source = sourceAt(context, from);
    const read = target.from ?? [];
    const rest = read.filter(({ text }) => !same(namedSource(context.owner, text), source));
    const above = sourceAbove(context.owner, to);
    if (read.length === 0)
      throw new DesignError(
        'It reads the layer above it. Connect it to another one instead, or move it.',
      );
    if (rest.length === read.length) throw new DesignError('It does not read that layer.');
    if (rest.length > 0)
      return {
        edits: withClause(
          target,
          rest.map(({ text }) => text),
        ),
        select: to,
      };
    if (!above || same(above, source))
      throw new DesignError('It needs a layer to read. Connect it to another one instead.');
    return { edits: withoutClause(context.source, target), select: to };
  },
);

/** It reads any number of layers: `add from A, B`. */
export const joins = (statement: LayerStatement | BranchStatement): boolean =>
  statement.kind === 'layer' &&
  notebookVocabulary.find('branch', statement.call.name.text) !== undefined;

function sourceAt({ owner }: EditContext, from: Path | 'input'): Placed | 'input' {
  if (from === 'input') {
    const input = namedSource(owner, 'input');
    if (input) return input;
  }
  const statement = from === 'input' ? undefined : statementAt(owner, from);
  if (!statement || from === 'input') throw outdated();
  return { statement, path: from };
}

const same = (a: Placed | 'input' | undefined, b: Placed | 'input' | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a !== 'input' &&
    b !== 'input' &&
    samePath(a.path, b.path));
