import type { Dimension } from '../../graph/graph';
import type { DescribedPort } from '../../onnx/description';
import { formatShape } from '../../text/numbers';
import { userError } from '../wire/error';

/** How a picture becomes a model's input. */
export interface InputPlace {
  readonly name: string;
  readonly type: 'float' | 'uint8';
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  /** Whether the channels of a pixel stand side by side, [height, width, channels]. */
  readonly interleaved: boolean;
  /** With the batch axis, where it has one. */
  readonly shape: readonly number[];
}

/** Lengths that a model leaves open: those of the picture, up to so many pixels and in steps that poolings divide. */
const [mostOpen, step] = [640, 32];
/** Along a side, whatever the file says. */
const mostSide = 4096;

const openLength = (length: number, longest: number): number => {
  const scale = Math.min(1, mostOpen / longest);
  return Math.max(step, Math.round((length * scale) / step) * step);
};

/** Where a picture goes in a model. Throws a `CoreError` where its input is no image. */
export function placePicture(
  inputs: readonly DescribedPort[],
  picture: { readonly width: number; readonly height: number },
): InputPlace {
  const [input, ...more] = inputs;
  if (!input || more.length > 0)
    throw refused(`it has ${inputs.length || 'no'} inputs, and a picture is one`);
  const { name, type, shape } = input;
  if (type !== 'float' && type !== 'uint8')
    throw refused(`its input is of the type ${type ?? 'unknown'}, not float or uint8`);
  if (!shape) throw refused('its file does not say the shape of its input');
  const batch = shape.length === 4 || shape.length === 2 ? [1] : [];
  const sample = shape.slice(batch.length);
  const image = sample.length === 1 ? squareOf(sample[0]) : imageOf(sample);
  if (!image) throw refused(`its input ${formatShape(shape)} is no image of one channel or three`);
  const longest = Math.max(picture.width, picture.height);
  const height =
    typeof image.height === 'number' ? image.height : openLength(picture.height, longest);
  const width = typeof image.width === 'number' ? image.width : openLength(picture.width, longest);
  if (height < 1 || width < 1 || Math.max(height, width) > mostSide)
    throw refused(`its input ${formatShape(shape)} is larger than pictures are`);
  const { channels, interleaved } = image;
  const lengths = interleaved ? [height, width, channels] : [channels, height, width];
  return {
    ...{ name, type, channels, height, width, interleaved },
    shape: [...batch, ...(sample.length === 1 ? [height * width] : lengths)],
  };
}

interface Image {
  readonly channels: 1 | 3;
  readonly height: Dimension;
  readonly width: Dimension;
  readonly interleaved: boolean;
}

function imageOf([a, b, c]: readonly Dimension[]): Image | undefined {
  if (a === undefined || b === undefined || c === undefined) return undefined;
  if (a === 1 || a === 3) return { channels: a, height: b, width: c, interleaved: false };
  if (c === 1 || c === 3) return { channels: c, height: a, width: b, interleaved: true };
  return undefined;
}

/** A row of pixels: a square in grey. */
function squareOf(length: Dimension | undefined): Image | undefined {
  const side = typeof length === 'number' ? Math.sqrt(length) : NaN;
  return Number.isInteger(side) && side > 1
    ? { channels: 1, height: side, width: side, interleaved: false }
    : undefined;
}

const refused = (why: string) =>
  userError('no-image-input', `The model cannot run on a picture: ${why}.`);
