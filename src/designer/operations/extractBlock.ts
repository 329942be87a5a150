import * as z from 'zod';
import { blockNamed } from '../blocks';
import { namesIn } from '../expressions';
import { allStatements, statementsIn } from '../chain';
import { labelIn, readNames, sharedNames } from '../labels';
import { above, indented, replaced, spanOf, textWithin } from '../lines';
import { defineOperation, DesignError } from '../operation';
import { group, groupIn, name } from '../targets';

/** Makes statements a block of their own, used in their place. What they take of a block around them becomes parameters. */
export const extractBlock = defineOperation(
  'extractBlock',
  z.object({ group, name }),
  (context, { group: told, name: block }) => {
    const { owner, source, cells } = context;
    const { chain, range, statements, holds } = groupIn(context, told);
    if (blockNamed(cells, block))
      throw new DesignError(`There is a block \`${block}\` already; choose another name.`);
    const inside = statementsIn({ ...chain, statements });
    for (const { statement } of inside) {
      if (statement.kind === 'input' || (statement.kind === 'layer' && statement.output))
        throw new DesignError('A block has no input and no output of its own.');
    }
    const labels = new Set(inside.flatMap(({ statement }) => labelIn(statement)?.text ?? []));
    for (const { statement, path } of allStatements(owner)) {
      for (const { text } of [...readNames(statement), ...sharedNames(statement)]) {
        if (holds(path) !== labels.has(text))
          throw new DesignError(
            holds(path)
              ? `\`${text}\` stands outside; a block reads only the layer above the line that uses it.`
              : `\`${text}\` is read from outside; what stands in a block is not.`,
          );
      }
    }
    const used = new Set(
      inside.flatMap(({ statement }) => namesIn(statement)).map(({ text }) => text),
    );
    const parameters = owner.kind === 'block' ? owner.parameters.map(({ text }) => text) : [];
    const list = parameters.filter((parameter) => used.has(parameter)).join(', ');
    const brackets = list && `(${list})`;
    const span = spanOf(statements);
    const body = indented(textWithin(source, span));
    return {
      edits: [
        above(source, owner.location, `block ${block}${brackets} {\n${body}\n}`),
        replaced(source, chain, span, `${block}${brackets}`),
      ],
      select: [...chain.path, range[0]],
    };
  },
);
