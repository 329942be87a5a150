import { string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { locate } from '../search';
import type { DataContext, SourceEntry } from '../source';
import { arrayParameters, loadArrays, namedArrays, type NamedArrays, probeArrays } from './arrays';
import { readNpy, readNpyHeader } from './npyFormat';

const parameters = {
  inputs: naming(
    'file',
    string('File with the inputs, an array [samples, …], plain or compressed with gzip.'),
  ),
  targets: naming(
    'file',
    string('File with a target for each of them, or for each of their steps.'),
  ),
  ...arrayParameters,
};

const find = (values: Values<typeof parameters>, context: DataContext): Promise<NamedArrays> =>
  namedArrays(values, async (name) => {
    const file = await locate([name], context);
    return {
      name: file,
      file,
      header: (context) => readNpyHeader(file, file, context),
      read: (context, missing) => readNpy(file, file, context, missing),
    };
  });

export const npy: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'npy',
  synonyms: ['numpy'],
  summary: 'Arrays of NumPy in `.npy` files: one with the inputs, one with the targets.',
  details:
    'Integers, Booleans and floating-point numbers of 4 and 8 bytes, in C or Fortran order. Unsigned bytes are pixels, 0..255 ' +
    'as 0..1, and images where a sample has two axes; images with the channels last get them first. Everything else is taken ' +
    'as it is. Sequences [samples, steps, features] have a target for each step where the targets are [samples, steps] or [samples, ' +
    'steps, values]; a step with −1 for a class, or NaN for a value, has none. [Format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html)',
  parameters,
  example: 'source npy("x.npy", "y.npy", test: 0.2)',
  load: async (values, context) => loadArrays(await find(values, context), values, context),
  probe: async (values, context) => probeArrays(await find(values, context), values, context),
};
