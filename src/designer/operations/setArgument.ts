import * as z from 'zod';
import { notebookVocabulary } from '../../program/vocabulary';
import { withArgument, withoutArgument } from '../arguments';
import { defineOperation, outdated, type EditContext } from '../operation';
import { operatorOf, path, text } from '../targets';
import { blockNamed } from '../blocks';

/** Gives an argument of a layer or of one of its activations another value; without one, what it is by default. */
export const setArgument = defineOperation(
  'setArgument',
  z.object({
    at: path,
    /** The number of the activation that is meant; absent: the layer itself. */
    activation: z.int().min(0).optional(),
    parameter: text,
    value: text.optional(),
  }),
  (context, { at, activation, parameter, value }) => {
    const statement = operatorOf(context, at);
    const call = activation === undefined ? statement.call : statement.activations.at(activation);
    if (!call) throw outdated();
    const names = parametersOf(context, call.name.text);
    const edit =
      value === undefined || value.trim() === ''
        ? withoutArgument(context.source, call, parameter, names)
        : withArgument(context.source, call, parameter, value.trim(), names);
    return { edits: [edit], select: at };
  },
  { keepsLayers: true, keepsPlaces: true },
);

function parametersOf({ cells }: EditContext, word: string): string[] {
  const block = blockNamed(cells, word);
  if (block) return block.parameters.map(({ text: name }) => name);
  const entry = ['layer', 'branch', 'activation']
    .map((kind) => notebookVocabulary.find(kind, word))
    .find((found) => found !== undefined);
  return Object.keys(entry?.parameters ?? {});
}
