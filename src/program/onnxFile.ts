import { readFileSync, statSync } from 'node:fs';
import { describeModel, type DescribedModel } from '../onnx/description';
import { partOf, withExternalData, type ExternalPart } from '../onnx/externalData';
import { ModelError } from '../onnx/modelError';
import { TensorProto_DataLocation as Location, type TensorProto } from '../onnx/onnx_pb';
import { formatBytes } from '../text/numbers';
import { ExternalFiles } from './externalFiles';
import { FileError } from './imported';
import { Recent } from './recent';

/** A model's file as it is looked at. */
export interface OnnxFile extends DescribedModel {
  readonly bytes: number;
  /** The bytes of a tensor that lie in another file; undefined where they are in this one. Throws `FileError`. */
  readonly rawOf: (tensor: TensorProto) => Uint8Array | undefined;
}

/** What protobuf lets a file hold, and Node.js read. */
const mostBytes = 2 ** 31 - 1;

/** Data in other files that a graph may need to be understood: lengths and axes, not weights. */
const mostConstant = 1 << 20;

const kept = new Recent<OnnxFile & { readonly stamp: string }>(2);

/**
 * Reads a model to look at it; of what lies in other files only what is asked for, and nothing unless `others`. Throws `FileError` and
 * `ModelError`.
 */
export function openOnnxFile(path: string, others: boolean): OnnxFile {
  const { mtimeMs, size } = stampOf(path);
  const stamp = `${mtimeMs} ${size} ${others}`;
  const last = kept.get(path);
  if (last?.stamp === stamp) return last;
  if (size > mostBytes) {
    const text = `it has ${formatBytes(size)}; ONNX files can have up to 2 GiB`;
    throw new ModelError('unreadable', text);
  }
  const bytes = readFileSync(path);
  const external = new ExternalFiles(path);
  const isSmall = ({ length }: ExternalPart) => length !== undefined && length <= mostConstant;
  const whole = others ? withExternalData(bytes, (part) => external.read(part), isSmall) : bytes;
  const file = {
    ...describeModel(whole),
    ...{ bytes: size, stamp },
    rawOf: (tensor: TensorProto) => {
      if (tensor.dataLocation !== Location.EXTERNAL) return undefined;
      if (!others) throw new FileError('unreadable-file', 'its numbers are in another file');
      return external.read(partOf(tensor));
    },
  };
  kept.set(path, file);
  return file;
}

function stampOf(path: string) {
  try {
    const found = statSync(path);
    if (found.isFile()) return found;
  } catch (error) {
    throw new FileError('unreadable-file', (error as Error).message);
  }
  throw new FileError('unreadable-file', 'it is no regular file');
}
