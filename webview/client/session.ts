import * as l10n from '@vscode/l10n';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { ClientInfo } from '../../src/program/clientInfo';
import { bytes, unpacked } from './embedded';

/** What a model answers. */
export interface Answer {
  /** A row for each step that has an answer of its own, one behind the other. */
  readonly values: Float32Array;
  /** Without the batch axis. */
  readonly shape: readonly number[];
  readonly milliseconds: number;
}

export type Ask = (values: Float32Array) => Promise<Answer>;

/** Opens the model of the page on ONNX Runtime's build for browsers, on one thread, without a request. */
export async function openModel({ input, output }: ClientInfo): Promise<Ask> {
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary = await unpacked('runtime');
  const session = await InferenceSession.create(bytes('model'), { executionProviders: ['wasm'] });
  return async (values) => {
    const start = performance.now();
    const feeds = {
      [input.name]: new Tensor('float32', normalized(values, input), [1, ...input.shape]),
    };
    const { [output.name]: answer } = await session.run(feeds, [output.name]);
    const milliseconds = performance.now() - start;
    if (!(answer?.data instanceof Float32Array))
      throw new Error(l10n.t('The model answers no numbers.'));
    return { values: answer.data, shape: answer.dims.slice(1), milliseconds };
  };
}

/** For a model that does not normalize; units are along the first axis of pictures, along the last of others. */
function normalized(
  values: Float32Array,
  { reads, shape, normalization }: ClientInfo['input'],
): Float32Array {
  if (!normalization) return values;
  const [units = 1] = reads === 'picture' ? shape : shape.slice(-1);
  const places = values.length / units;
  const of = (list: readonly number[], unit: number) => list[list.length === 1 ? 0 : unit] ?? 0;
  return values.map((value, i) => {
    const unit = reads === 'picture' ? Math.floor(i / places) : i % units;
    return (value - of(normalization.mean, unit)) * of(normalization.scale, unit);
  });
}
