import * as z from 'zod';
import type { BlockDeclaration, LayerStatement } from '../../language/syntax';
import { argumentOf } from '../arguments';
import { blockNamed } from '../blocks';
import { bodyOf, statementsIn, type Path } from '../chain';
import { namesIn } from '../expressions';
import {
  copiedLabel,
  labelIn,
  labelsOf,
  nameOf,
  readNames,
  sharedNames,
  sourceAbove,
} from '../labels';
import { replaced, spanOf, textWithin } from '../lines';
import { defineOperation, DesignError, type EditContext } from '../operation';
import { substituted } from '../rename';
import { chainOf, path, statementOf } from '../targets';

/** Writes the statements of a block in place of a line that uses it, with the values it gives. */
export const inlineBlock = defineOperation(
  'inlineBlock',
  z.object({ at: path }),
  (context, { at }) => {
    const statement = statementOf(context, at);
    const block = statement.kind === 'layer' && blockNamed(context.cells, statement.call.name.text);
    if (statement.kind !== 'layer' || !block)
      throw new DesignError('Only a line that uses a block can be replaced by it.');
    const body = bodyOf(block);
    if (!body || body.statements.length === 0) throw new DesignError('The block is empty.');
    const edits: { location: (typeof statement)['location']; text: string }[] = [];
    const text = written(context, statement, block, at, edits);
    const { start, end } = statement.location;
    return {
      edits: [
        ...edits,
        replaced(context.source, chainOf(context, at.slice(0, -1)), { start, end }, text),
      ],
      select: at,
    };
  },
);

type Piece = { start: number; end: number; text: string };

/** The body as it stands in the place of the line; adds what has to change around it. */
function written(
  { owner, sources, source }: EditContext,
  statement: LayerStatement,
  block: BlockDeclaration,
  at: Path,
  around: { location: LayerStatement['location']; text: string }[],
): string {
  const body = bodyOf(block)!;
  const placed = statementsIn(body);
  const bodySource = sources[block.location.cell] ?? '';
  const pieces: Piece[] = [];
  const taken = labelsOf(owner);
  const parameters = block.parameters.map(({ text }) => text);
  for (const { statement: inner } of placed) {
    for (const used of namesIn(inner)) {
      if (!parameters.includes(used.text)) continue;
      const value = argumentOf(statement.call, used.text, parameters)?.value;
      if (!value) throw new DesignError(`A value is missing for \`${used.text}\`.`);
      const text = source.slice(value.location.start, value.location.end);
      const isCompound = ['arithmetic', 'range', 'negate'].includes(value.kind);
      pieces.push({ ...used.location, text: used.isOperand && isCompound ? `(${text})` : text });
    }
  }
  const labels = new Map<string, string>();
  for (const { statement: inner } of placed) {
    const label = labelIn(inner);
    if (!label) continue;
    const free = taken.has(label.text) ? copiedLabel(label.text, taken) : label.text;
    taken.add(free);
    labels.set(label.text, free);
    pieces.push({ ...label.location, text: free });
  }
  const readsInput = placed.some(({ statement: inner }) =>
    readNames(inner).some(({ text }) => text === 'input' && !labels.has(text)),
  );
  if (readsInput) {
    const [explicit] = statement.from ?? [];
    const named = explicit
      ? { name: explicit.text, edits: [] }
      : nameOf(sourceAbove(owner, at), taken);
    around.push(...named.edits);
    labels.set('input', named.name);
  }
  for (const { statement: inner } of placed) {
    for (const { text, location } of [...readNames(inner), ...sharedNames(inner)]) {
      const other = labels.get(text);
      if (other !== undefined) pieces.push({ ...location, text: other });
    }
  }
  const behind = ends({ statement, source }, block, pieces);
  const span = spanOf(body.statements);
  const before = pieces.filter(({ start }) => start < span.start);
  const growth = pieces.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  if (before.length > 0) throw new Error('a piece outside of the block');
  const changed = substituted(bodySource, pieces);
  const text = textWithin(changed, { start: span.start, end: span.end + growth });
  return behind === undefined ? text : `${text}\n${behind}`;
}

/**
 * What stands around the call: `from …` goes to the first line of the body, a name to the last; activations become a line of their own,
 * behind layers that are initialized as before, and have the name then. Gives that line.
 */
function ends(
  { statement, source }: { readonly statement: LayerStatement; readonly source: string },
  { body }: BlockDeclaration,
  pieces: Piece[],
): string | undefined {
  const [first] = body;
  const last = body[body.length - 1];
  const at = (offset: number, text: string) => pieces.push({ start: offset, end: offset, text });
  if (statement.from) {
    if (first.kind !== 'layer' && first.kind !== 'branch')
      throw new DesignError('The block starts with a repeat, which cannot say what it reads.');
    const names = statement.from.map(({ text }) => text).join(', ');
    if (!first.from) at(first.location.end, ` from ${names}`);
  }
  const { call, activations, location } = statement;
  const head =
    statement.output || statement.label ? source.slice(location.start, call.location.start) : '';
  const [activation] = activations;
  if (activation) {
    const { end } = activations[activations.length - 1].location;
    return `${head}${source.slice(activation.location.start, end)}`;
  }
  if (head === '') return undefined;
  if (last.kind === 'repeat' || (statement.output && last.kind !== 'layer'))
    throw new DesignError(
      'The last line of the block cannot take the name of the line that uses it.',
    );
  const own = labelIn(last);
  if (own)
    throw new DesignError(
      `The last line of the block has a name of its own, \`${own.text}\`; remove one of the names first.`,
    );
  at(last.location.start, head);
  return undefined;
}
