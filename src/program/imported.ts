import { createHash } from 'node:crypto';
import { GraphError } from '../graph/graphError';
import { LanguageError, type Location } from '../language/source';
import type { FileName } from '../language/syntax';
import type { ImportedNetwork } from '../network/imported';
import { ModelError, placesText } from '../onnx/modelError';
import { importNetwork, type OnnxNetwork } from '../onnx/importNetwork';
import { escapeMarkdown } from '../text/markdown';
import type { Report } from './report';
import { formatInteger, formatShape } from '../text/numbers';

/** Gives the bytes of a model's file as named in a notebook; the same ones as long as it is unchanged. Throws `FileError`. */
export type ReadModel = (file: string) => Uint8Array;

/** A file that cannot be read. */
export class FileError extends Error {
  constructor(
    readonly code: 'missing-file' | 'unreadable-file',
    message: string,
  ) {
    super(message);
    this.name = 'FileError';
  }
}

interface Known {
  readonly network: OnnxNetwork;
  readonly hash: string;
  /** Its nodes for the shape they were last wanted for. */
  layers?: { readonly shape: string; readonly nodes: ReturnType<OnnxNetwork['layers']> };
}

/** What was read before: a notebook is analysed at every change of its text. */
const known = new WeakMap<Uint8Array, Known | ModelError>();

/** The model in a file that a network is from; undefined when it cannot be read, with what is wrong reported. */
export function importedNetwork(
  { file, location }: FileName,
  read: ReadModel | undefined,
  report: Report,
): ImportedNetwork | undefined {
  if (!read) return undefined;
  try {
    const bytes = read(file);
    const model = imported(bytes);
    const { network, hash } = model;
    const { inputs, outputs, parameters } = network;
    return {
      source: { file, hash, bytes, description: descriptionOf(network) },
      inputs,
      outputs: outputs.map(({ name }) => name),
      parameters,
      layers: (shape) => placed(location, () => layersOf(model, shape)),
    };
  } catch (error) {
    if (error instanceof FileError) report.error(error.code, error.message, location);
    else if (error instanceof ModelError) reportModel(error, file, location, report);
    else throw error;
    return undefined;
  }
}

function imported(bytes: Uint8Array): Known {
  let found = known.get(bytes);
  if (!found) {
    try {
      const network = importNetwork(bytes);
      found = { network, hash: createHash('sha256').update(bytes).digest('hex') };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      found = error;
    }
    known.set(bytes, found);
  }
  if (found instanceof ModelError) throw found;
  return found;
}

function layersOf(model: Known, shape: readonly number[]) {
  const key = shape.join();
  if (model.layers?.shape !== key) {
    model.layers = { shape: key, nodes: model.network.layers(shape) };
  }
  return model.layers.nodes;
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

function descriptionOf({ model, inputs, outputs, parameters }: OnnxNetwork): string {
  const { producer, opset, documentation, name, widened } = model;
  const ports = (list: OnnxNetwork['inputs']) =>
    list.map((port) => escapeMarkdown(`${port.name} ${formatShape(port.shape)}`)).join(', ');
  const count = parameters.reduce((sum, { values }) => sum + values.length, 0);
  const origin = [producer.name, producer.version].filter((text) => text !== '').join(' ');
  return [
    `**${escapeMarkdown(name || 'ONNX model')}**${origin ? `, ${escapeMarkdown(origin)}` : ''}, opset ${opset}`,
    ...(documentation ? [escapeMarkdown(documentation.slice(0, 400))] : []),
    `${ports(inputs)} → ${ports(outputs)}`,
    `${formatInteger(count)} parameters in ${parameters.length} tensors`,
    ...(widened.length > 0 ? [`${widened.join(' and ')} read as float32`] : []),
  ].join('\n\n');
}
