import * as z from 'zod';
import { DesignError, defineNotebookOperation } from '../../operation';
import { name, text } from '../../targets';
import { letsIn } from '../lets';

/** Writes another value behind `let NAME =`. */
export const setLet = defineNotebookOperation(
  'setLet',
  z.object({ name, value: text }),
  ({ cells }, { name: wanted, value }) => {
    const found = letsIn(cells).find((each) => each.name.text === wanted);
    if (!found) throw new DesignError(`There is no \`let ${wanted}\` any more.`);
    if (value.trim() === '') throw new DesignError(`\`${wanted}\` needs a value.`);
    return { edits: [{ location: found.value.location, text: value.trim() }] };
  },
  { keepsPlaces: true },
);
