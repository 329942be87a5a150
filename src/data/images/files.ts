import { DataError } from '../dataset';
import type { FileKind } from '../folders';
import { readHead } from '../read';
import type { DataContext } from '../source';
import { decodePicture, pictureHeader } from './decode';
import { type Picture, type PictureHeader, withChannels } from './picture';

/** A larger file is no image that could be decoded. */
const mostBytes = 1 << 28;
/** The size stands behind what else may be at the head of a JPEG file, such as a small picture. */
const headBytes = 1 << 18;

export const imageFiles: FileKind = {
  what: 'images',
  extensions: '.png, .jpg or .jpeg',
  pattern: /\.(png|jpe?g)$/i,
};

/** Which colours pictures have: `auto` leaves them as they are. */
export type Colour = 'auto' | 'grey' | 'rgb';

/** The picture of a file in these colours; throws `DataError`. */
export async function readPicture(
  file: string,
  colour: Colour,
  context: DataContext,
): Promise<Picture> {
  const { bytes, whole } = await readHead(file, mostBytes, context);
  if (!whole) {
    const advice = 'Use a smaller image.';
    throw new DataError('too-large', `${file} is too large for an image. ${advice}`, file);
  }
  const picture = decodePicture(bytes, file);
  return withChannels(picture, channelsOf(picture, colour));
}

/** Size and channels of a file's picture in these colours, from its head; throws `DataError`. */
export async function probePicture(
  file: string,
  colour: Colour,
  context: DataContext,
): Promise<PictureHeader> {
  const { bytes } = await readHead(file, headBytes, context);
  const header = pictureHeader(bytes, file);
  return { ...header, channels: channelsOf(header, colour) };
}

const channelsOf = ({ channels }: PictureHeader, colour: Colour) =>
  colour === 'auto' ? channels : colour === 'grey' ? 1 : 3;
