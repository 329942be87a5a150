import * as z from 'zod';
import { insertion } from '../../language/textEdit';
import { endBeforeClause } from '../clauses';
import { defineOperation, DesignError } from '../operation';
import { operatorOf, path, text } from '../targets';

/** Writes other activations behind a layer: `relu`, `abs tanh`; none where the text is empty. */
export const setActivations = defineOperation(
  'setActivations',
  z.object({ at: path, text }),
  (context, { at, text: written }) => {
    const statement = operatorOf(context, at);
    const { activations, location } = statement;
    const words = written.trim();
    const [first] = activations;
    const last = activations.at(-1);
    if (first && last) {
      const start =
        words === '' ? endBefore(context.source, first.location.start) : first.location.start;
      return {
        edits: [{ location: { ...location, start, end: last.location.end }, text: words }],
        select: at,
      };
    }
    if (words === '') return { edits: [], select: at };
    if (statement.kind === 'branch' && !statement.branchBraces[0])
      throw new DesignError('Write its branches first.');
    const end = endBeforeClause(context.source, statement);
    return { edits: [insertion(location, end, ` ${words}`)], select: at };
  },
  { keepsLayers: true },
);

const endBefore = (source: string, start: number): number =>
  source.slice(0, start).trimEnd().length;
