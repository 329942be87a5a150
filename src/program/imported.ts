import { GraphError } from '../graph/graphError';
import { LanguageError, type Location } from '../language/source';
import type { FileName } from '../language/syntax';
import type { ImportedNetwork } from '../network/imported';
import type { Network } from '../network/network';
import { networkHash, networkKey } from '../network/networkHash';
import { ModelError, placesText } from '../onnx/modelError';
import type { Foreseen } from './foreseen';
import type { Report } from './report';
import {
  descriptionOf,
  layersOf,
  pendingModel,
  storedModel,
  type StoredModel,
} from './storedModel';

/**
 * Gives the bytes of a model's file as named in a notebook; the same ones as long as it is unchanged. One that the notebook
 * writes lies beside it and is looked for nowhere else. Throws `FileError`.
 */
export type ReadModel = (file: string, where?: 'beside') => Uint8Array;

/** A file that cannot be read. */
export class FileError extends Error {
  constructor(
    readonly code: 'missing-file' | 'unreadable-file',
    message: string,
    /** What to do where no export would help. */
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'FileError';
  }
}

/** The `export` above a network that writes the file it is from. */
export interface Writer {
  /** As it would be written: `export A to "a.onnx"`. */
  readonly text: string;
  /** What it exports; undefined when that has an error of its own. */
  readonly network: Network | undefined;
  /** What it will write; undefined where that takes too much to find out. Throws `ModelError`. */
  foresee(network: Network): Foreseen | undefined;
}

export interface Reading {
  readonly read: ReadModel;
  readonly report: Report;
  readonly writer?: Writer;
  /** An `export` that writes the file, but stands below, as it is written. */
  readonly below: () => string | undefined;
  /** Files are what a run began with: none is out of date. */
  readonly recorded: boolean;
}

/**
 * The model in a file that a network is from, or will be from once the `export` above it has written the file; undefined
 * when it cannot be read, with what is wrong reported.
 */
export function importedNetwork(
  from: FileName,
  { read, report, writer, below, recorded }: Reading,
): ImportedNetwork | undefined {
  const { file, location } = from;
  try {
    if (!writer) return current(from, storedModel(read(file)));
    const found = whatIsThere(file, read, writer, recorded);
    if ('network' in found) return current(from, found);
    if (!writer.network) return undefined; // the mistake is told there
    const later = writer.foresee(writer.network);
    if (later) return coming(from, later, found);
    const early = 'what the `export` above writes is not known before; run it first';
    report.error('missing-file', `${found.what}, and ${early}`, location);
  } catch (error) {
    if (error instanceof FileError) {
      const text = writer ? undefined : below();
      const hint = text ? `\n\`${text}\` writes it, but below; move it above this network` : '';
      report.error(error.code, `${error.message}${hint}`, location);
    } else if (error instanceof ModelError) reportModel(error, file, location, report);
    else throw error;
  }
  return undefined;
}

/** A file that is there, as it is now. */
function current({ file, location }: FileName, model: StoredModel): ImportedNetwork {
  const { network, hash, bytes } = model;
  return {
    ...partsOf(model, location),
    source: { file, hash, bytes, description: descriptionOf(network) },
    parameters: network.parameters,
  };
}

/** A file that the export above has yet to write. */
function coming(
  { file, location }: FileName,
  later: Foreseen,
  { what, hint }: Missing,
): ImportedNetwork {
  const model = pendingModel(later);
  const { network, hash, bytes } = model;
  const description = `As the \`export\` above is going to write it:\n\n${descriptionOf(network)}`;
  const pending = { message: `${what}.`, hint };
  return {
    ...partsOf(model, location),
    source: { file, hash, bytes, description, pending },
    parameters: network.parameters.map(({ values: _, ...parameter }) => parameter),
  };
}

const partsOf = (model: StoredModel, location: Location) => ({
  inputs: model.network.inputs,
  outputs: model.network.outputs.map(({ name }) => name),
  layers: (shape: readonly number[]) => placed(location, () => layersOf(model, shape)),
});

/** Why a file cannot be used before its export has run. */
interface Missing {
  readonly what: string;
  readonly hint: string;
}

/** The file as its export has left it; a model of another state of the exported network is none. Throws `FileError`. */
function whatIsThere(
  file: string,
  read: ReadModel,
  { text, network }: Writer,
  recorded: boolean,
): StoredModel | Missing {
  try {
    const model = storedModel(read(file, 'beside'));
    if (recorded || !network) return model;
    const { pending } = network.source ?? {};
    const holds = model.network.model.metadata[networkKey];
    if (!pending && (holds === undefined || holds === networkHash(network))) return model;
    return {
      what: `\`${file}\` holds another \`${network.name}\` than the notebook has now`,
      hint: `Train \`${network.name}\` and run the export above first: \`${text}\`.`,
    };
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'unreadable-file') throw error;
    const { message, hint } = error;
    if (hint !== undefined) return { what: message, hint };
    return {
      what: `\`${file}\` has not been written yet`,
      hint: `Run the export above first: \`${text}\`.`,
    };
  }
}

/** One finding for each operator that is not supported, else the one reason. */
function reportModel(error: ModelError, file: string, location: Location, report: Report): void {
  if (error.code !== 'unsupportedOperators') {
    const code = error.code === 'unreadable' ? 'not-onnx' : 'unsupported-model';
    report.error(code, `\`${file}\`: ${error.message}`, location);
    return;
  }
  const nodes = new Map<string, string[]>();
  for (const { problem, nodes: places } of error.unsupported) {
    nodes.set(problem, [...(nodes.get(problem) ?? []), ...places]);
  }
  for (const [problem, places] of nodes) {
    const text = `\`${file}\` has an operator that is not supported: ${problem}`;
    report.error('unsupported-operator', text + placesText(places), location);
  }
}

function placed<T>(location: Location, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ModelError) {
      throw new LanguageError('unsupported-model', error.message, location);
    }
    if (!(error instanceof GraphError)) throw error;
    throw new LanguageError('shape-mismatch', `in the model: ${error.message}`, location);
  }
}
