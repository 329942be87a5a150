import { createHash } from 'node:crypto';
import type { BoundCall } from '../language/vocabulary';
import { formatShape } from '../text/numbers';
import type { Layer, Network, WeightsFile } from '../network/network';
import type { ParameterSpec } from '../network/parameters';
import { RunError } from '../runs/runError';
import { decodeSafetensors, type Safetensors } from '../runs/safetensors';
import { FileError, type ReadModel } from './imported';
import type { Report } from './report';

interface Known {
  readonly hash: string;
  readonly tensors: Safetensors['tensors'];
}

/** What was read before: a notebook is analysed at every change of its text, and many layers may name one file. */
const known = new WeakMap<Uint8Array, Known>();

/** The network with what `init: file(…)` names as the start of its parameters; what cannot be read is reported. */
export function withStoredWeights(
  network: Network,
  read: ReadModel | undefined,
  report: Report,
): Network {
  if (!read) return network;
  const files = new Map<string, WeightsFile>();
  const layers = network.layers.map((layer) => {
    const file = fileOf(layer);
    if (!file) return layer;
    try {
      const bytes = read(file.path);
      const { hash, tensors } = contentsOf(bytes, file.path);
      files.set(file.path, { file: file.path, hash, bytes });
      return started(layer, file, tensors, report);
    } catch (error) {
      if (!(error instanceof FileError || error instanceof RunError)) throw error;
      const code = error instanceof FileError ? error.code : 'unreadable-file';
      report.error(code, error.message, layer.location);
      return layer;
    }
  });
  if (files.size === 0) return network;
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const outputs = network.outputs.map(({ id }) => byId.get(id)!);
  return { ...network, layers, outputs, weights: [...files.values()] };
}

interface Named {
  readonly path: string;
  readonly layer?: string;
}

function fileOf({ arguments: { init } }: Layer): Named | undefined {
  const call = init as BoundCall | undefined;
  return call?.name === 'file' ? (call.arguments as unknown as Named) : undefined;
}

function contentsOf(bytes: Uint8Array, path: string): Known {
  const contents = known.get(bytes) ?? {
    hash: createHash('sha256').update(bytes).digest('hex'),
    tensors: decodeSafetensors(bytes, path).tensors,
  };
  known.set(bytes, contents);
  return contents;
}

/** The layer's parameters with their stored values. Weights have to be there; a bias that is not starts as ever. */
function started(
  layer: Layer,
  { path, layer: name }: Named,
  stored: Known['tensors'],
  report: Report,
): Layer {
  const parameters = layer.parameters.map((spec): ParameterSpec => {
    const key = `${name ?? layer.id}.${spec.name}`;
    const tensor = stored.get(key);
    if (!tensor) {
      if (!spec.penalized) return spec;
      const names = [...stored.keys()].slice(0, 8).join(', ');
      const message = `${path} has no tensor \`${key}\`; it has ${names}`;
      report.error('missing-tensor', message, layer.location);
      return spec;
    }
    if (tensor.shape.join() !== spec.shape.join()) {
      const message = `\`${key}\` of ${path} has the shape ${formatShape(tensor.shape)}, expected ${formatShape(spec.shape)}`;
      report.error('shape-mismatch', message, layer.location);
      return spec;
    }
    return { ...spec, values: tensor.data };
  });
  return { ...layer, parameters };
}
