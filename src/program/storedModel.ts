import { createHash } from 'node:crypto';
import { ModelError } from '../onnx/modelError';
import { importNetwork, type OnnxNetwork } from '../onnx/importNetwork';
import { escapeMarkdown } from '../text/markdown';
import { elements } from '../shape/elements';
import { formatInteger, formatShape } from '../text/numbers';
import type { Foreseen } from './foreseen';

/** A model as the networks that are from it need it. */
export interface StoredModel {
  readonly network: OnnxNetwork;
  readonly hash: string;
  /** None while the file is pending. */
  readonly bytes: Uint8Array;
  /** Its nodes for the shape they were last wanted for. */
  layers?: { readonly shape: string; readonly nodes: ReturnType<OnnxNetwork['layers']> };
}

/** What was read before: a notebook is analysed at every change of its text. */
const known = new WeakMap<Uint8Array, StoredModel | ModelError>();
const pending = new WeakMap<OnnxNetwork, StoredModel>();

/** The model in a file. Throws `ModelError`. */
export function storedModel(bytes: Uint8Array): StoredModel {
  let found = known.get(bytes);
  if (!found) {
    try {
      const network = importNetwork(bytes);
      found = { network, hash: createHash('sha256').update(bytes).digest('hex'), bytes };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      found = error;
    }
    known.set(bytes, found);
  }
  if (found instanceof ModelError) throw found;
  return found;
}

/** The model in a file that is not written yet. */
export function pendingModel({ network, hash }: Foreseen): StoredModel {
  const model = pending.get(network) ?? { network, hash, bytes: new Uint8Array() };
  pending.set(network, model);
  return model;
}

/** Its nodes for samples of a shape. Throws `ModelError` or `GraphError`. */
export function layersOf(model: StoredModel, shape: readonly number[]) {
  const key = shape.join();
  if (model.layers?.shape !== key) {
    model.layers = { shape: key, nodes: model.network.layers(shape) };
  }
  return model.layers.nodes;
}

/** What it is, in Markdown. */
export function descriptionOf({ model, inputs, outputs, parameters }: OnnxNetwork): string {
  const { producer, opset, documentation, name, widened } = model;
  const ports = (list: OnnxNetwork['inputs']) =>
    list.map((port) => escapeMarkdown(`${port.name} ${formatShape(port.shape)}`)).join(', ');
  const count = parameters.reduce((sum, { shape }) => sum + elements(shape), 0);
  const origin = [producer.name, producer.version].filter((text) => text !== '').join(' ');
  return [
    `**${escapeMarkdown(name || 'ONNX model')}**${origin ? `, ${escapeMarkdown(origin)}` : ''}, opset ${opset}`,
    ...(documentation ? [escapeMarkdown(documentation.slice(0, 400))] : []),
    `${ports(inputs)} → ${ports(outputs)}`,
    `${formatInteger(count)} parameters in ${parameters.length} tensors`,
    ...namedOutputs(model.metadata),
    ...(widened.length > 0 ? [`${widened.join(' and ')} read as float32`] : []),
  ].join('\n\n');
}

/** The classes or values that a model of ours names; another program’s metadata say nothing here. */
function namedOutputs(metadata: Readonly<Record<string, string>>): string[] {
  return (['classes', 'values'] as const).flatMap((kind) => {
    const names = listOf(metadata[kind]);
    return names ? [escapeMarkdown(`${kind}: ${names.join(', ')}`.slice(0, 400))] : [];
  });
}

function listOf(text = ''): readonly string[] | undefined {
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
  } catch {
    return undefined;
  }
}
