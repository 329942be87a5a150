import { basename, dirname } from 'node:path';
import { decodePicture } from '../../data/images/decode';
import { withChannels, type Picture } from '../../data/images/picture';
import { resize } from '../../data/images/resize';
import { shrink, shrunkShape } from '../../data/images/shrink';
import { networkKey } from '../../network/networkHash';
import { describeModel, type ModelDescription } from '../../onnx/description';
import { ModelError } from '../../onnx/modelError';
import { FileError } from '../../program/imported';
import { modelFiles } from '../../program/modelFiles';
import { createSession, loadRuntime, messageOf, type Runtime } from '../devices/runtime';
import { type PixelScale, type ModelRun } from '../protocol/modelRun';
import { toWireTensor, type Validated } from '../protocol/protocol';
import { CoreError, userError } from '../wire/error';
import { placePicture, type InputPlace } from './inputPlace';
import { describeOutput } from './outputs';

/** Outputs that are told, and numbers of one that are looked at. */
const [mostOutputs, mostNumbers] = [32, 1 << 26];
/** Pixels along a side of what the model was given, as it is shown. */
const mostShown = 224;

/** Runs a model as ONNX Runtime understands its file on a picture. Throws a `CoreError`, or a `DataError` for a picture that is none. */
export async function runModel({
  file,
  picture,
  pixels: wanted,
}: Validated<'runModel'>): Promise<ModelRun> {
  const { bytes, description } = readModel(file);
  const original = decodePicture(Buffer.from(picture.bytes, 'base64'), picture.name);
  const place = placePicture(description.inputs, original);
  const { channels, height, width, shape, name } = place;
  const small = resize(withChannels(original, channels), height, width, 'crop');
  const pixels = wanted ?? usualScale(description, place);
  const runtime = await loadRuntime();
  const begun = performance.now();
  const outputs = await answer(runtime, bytes, name, tensorOf(runtime, small, place, pixels));
  const seconds = (performance.now() - begun) / 1000;
  const names = classNames(description);
  const unit = Float32Array.from(small.pixels, (value) => value / 255);
  const whole = [channels, height, width];
  return {
    pixels,
    input: {
      ...{ name, shape: [...shape] },
      picture: toWireTensor(shrunkShape(whole, mostShown), shrink(unit, whole, mostShown)),
    },
    outputs: outputs.map((output) =>
      describeOutput(output.name, output.shape, output.values, names),
    ),
    seconds,
  };
}

function readModel(file: string) {
  try {
    const { readModel: read } = modelFiles({ notebookFolder: dirname(file), environment: {} });
    const bytes = read(basename(file), 'beside');
    return { bytes, description: describeModel(bytes).description };
  } catch (error) {
    if (error instanceof FileError) throw userError(error.code, error.message, error.hint);
    if (error instanceof ModelError) throw userError('not-onnx', error.message);
    throw error;
  }
}

/** Pixels of a model that was exported from here are in 0..1; of others the size of the image tells most. */
function usualScale({ metadata }: ModelDescription, { channels, height, type }: InputPlace) {
  if (type === 'uint8') return 'bytes';
  if (metadata.some(({ key }) => key === networkKey)) return 'unit';
  return channels === 3 && height >= 128 ? 'imagenet' : 'unit';
}

/** Of each channel of a pixel from 0 to 255: the mean that is taken off, and what the rest is divided by. */
const scales: Readonly<
  Record<PixelScale, { readonly mean: readonly number[]; readonly deviation: readonly number[] }>
> = {
  unit: { mean: [0, 0, 0], deviation: [255, 255, 255] },
  bytes: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  signed: { mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5] },
  // Means and deviations of the training images of ImageNet, as PyTorch's models want them.
  imagenet: { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] },
};

function tensorOf(
  { Tensor }: Runtime,
  { pixels: given }: Picture,
  { type, channels, height, width, interleaved, shape }: InputPlace,
  pixels: PixelScale,
) {
  const size = height * width;
  const { mean, deviation } = scales[pixels];
  const values = new Float32Array(channels * size);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) {
      const at = interleaved ? i * channels + channel : channel * size + i;
      values[at] = (given[channel * size + i] - mean[channel]) / deviation[channel];
    }
  }
  return type === 'uint8'
    ? new Tensor('uint8', Uint8Array.from(values), shape)
    : new Tensor('float32', values, shape);
}

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

async function answer(
  runtime: Runtime,
  bytes: Uint8Array,
  input: string,
  tensor: InstanceType<Runtime['Tensor']>,
): Promise<readonly Output[]> {
  try {
    const session = await createSession(runtime, bytes, 'cpu');
    try {
      const wanted = session.outputNames.slice(0, mostOutputs);
      const found = await session.run({ [input]: tensor }, wanted);
      return wanted.flatMap((name): Output[] => {
        const { data, dims } = found[name];
        const numbers = data.length <= mostNumbers && typeof data[0] === 'number';
        const values = numbers ? (data as Float32Array) : [];
        return [{ name, shape: dims, values }];
      });
    } finally {
      await session.release();
    }
  } catch (error) {
    const why = error instanceof CoreError ? error.message : messageOf(error);
    throw userError(
      'model-failed',
      `ONNX Runtime cannot run the model: ${why}`,
      'Export it again, for opset 17.',
    );
  }
}

/** What our own models say of their classes. */
function classNames({ metadata }: ModelDescription): readonly string[] | undefined {
  try {
    const text = metadata.find(({ key }) => key === 'classes')?.value ?? '';
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) && names.every((name) => typeof name === 'string')
      ? names
      : undefined;
  } catch {
    return undefined;
  }
}
