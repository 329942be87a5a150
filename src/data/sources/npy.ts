import { string } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { locate } from '../search';
import type { DataContext, SourceEntry } from '../source';
import {
  arrayParameters,
  loadArrays,
  type NamedArray,
  type NamedArrays,
  pairOf,
  probeArrays,
} from './arrays';
import { readNpy, readNpyHeader } from './npyFormat';

const parameters = {
  inputs: string('File with the inputs, an array [samples, …], plain or compressed with gzip.'),
  targets: string('File with a target for each of them.'),
  ...arrayParameters,
};

async function find(
  { inputs, targets, test_inputs, test_targets }: Values<typeof parameters>,
  context: DataContext,
): Promise<NamedArrays> {
  const array = async (name: string): Promise<NamedArray> => {
    const file = await locate([name], context);
    return {
      name: file,
      file,
      header: (context) => readNpyHeader(file, file, context),
      read: (context) => readNpy(file, file, context),
    };
  };
  const test = pairOf(test_inputs, test_targets);
  return {
    inputs: await array(inputs),
    targets: await array(targets),
    ...(test && { test: { inputs: await array(test.inputs), targets: await array(test.targets) } }),
  };
}

export const npy: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'npy',
  synonyms: ['numpy'],
  summary: 'Arrays of NumPy in `.npy` files: one with the inputs, one with the targets.',
  details:
    'Integers, Booleans and floating-point numbers of 4 and 8 bytes, in C or Fortran order. Unsigned bytes are pixels, 0..255 ' +
    'as 0..1, and images where a sample has two axes; images with the channels last get them first. Everything else is taken ' +
    'as it is. [Format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html)',
  parameters,
  example: 'source npy("x.npy", "y.npy", test: 0.2)',
  load: async (values, context) => loadArrays(await find(values, context), values, context),
  probe: async (values, context) => probeArrays(await find(values, context), values, context),
};
