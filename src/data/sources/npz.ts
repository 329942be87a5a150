import { string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { DataError } from '../dataset';
import { locate } from '../search';
import type { DataContext, SourceEntry } from '../source';
import { zipEntries, zipPieces } from '../zip';
import {
  arrayParameters,
  loadArrays,
  type NamedArray,
  namedArrays,
  type NamedArrays,
  probeArrays,
} from './arrays';
import { readNpy, readNpyHeader } from './npyFormat';

const parameters = {
  file: naming('file', string('The archive, of `numpy.savez` or `numpy.savez_compressed`.')),
  inputs: string('The array with the inputs, [samples, …].', { default: 'x_train' }),
  targets: string('The array with a target for each of them.', { default: 'y_train' }),
  ...arrayParameters,
};

async function find(values: Values<typeof parameters>, context: DataContext): Promise<NamedArrays> {
  const file = await locate([values.file], context);
  const entries = await zipEntries(file, context);
  const array = (name: string): NamedArray => {
    const entry = entries.find((entry) => entry.name === `${name}.npy`);
    const what = `${file}, array \`${name}\`,`;
    if (!entry) {
      const names = entries.map((entry) => `\`${entry.name.replace(/\.npy$/, '')}\``);
      throw new DataError(
        'missing-file',
        `${file} has no array \`${name}\`. Its arrays are ${names.slice(0, 20).join(', ') || 'none'}.`,
        file,
      );
    }
    return {
      name: what,
      file,
      header: (context) => readNpyHeader(file, what, context, zipPieces(entry)),
      read: (context, missing) => readNpy(file, what, context, missing, zipPieces(entry)),
    };
  };
  return namedArrays(values, array);
}

export const npz: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'npz',
  summary: 'Arrays of NumPy in one `.npz` archive, by their names.',
  details:
    'As [npy](#npy), each array by the name it was saved under: `numpy.savez("set.npz", x=…, y=…)` is `npz("set.npz", inputs: ' +
    '"x", targets: "y")`. Of the archive only these arrays are read.',
  parameters,
  example: 'source npz("mnist.npz", test_inputs: "x_test", test_targets: "y_test")',
  load: async (values, context) => loadArrays(await find(values, context), values, context),
  probe: async (values, context) => probeArrays(await find(values, context), values, context),
};
