import * as z from 'zod';
import { defineOperation, DesignError } from '../operation';
import { path, statementOf, text } from '../targets';

/** Gives an input other sizes, `1, 28, 28`, or a repeat another count. */
export const setShape = defineOperation(
  'setShape',
  z.object({ at: path, text }),
  (context, { at, text: written }) => {
    const statement = statementOf(context, at);
    if (statement.kind === 'repeat')
      return { edits: [{ location: statement.count.location, text: written.trim() }], select: at };
    const [first] = statement.kind === 'input' ? statement.shape : [];
    if (statement.kind !== 'input' || !first)
      throw new DesignError('Only an input has sizes of its own, and only a repeat a count.');
    const { end } = statement.shape[statement.shape.length - 1].location;
    return {
      edits: [{ location: { ...first.location, end }, text: written.trim() }],
      select: at,
    };
  },
  { keepsLayers: true, keepsPlaces: true },
);
