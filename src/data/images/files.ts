import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../dataset';
import { readHead } from '../read';
import type { DataContext } from '../source';
import { decodePicture, pictureHeader } from './decode';
import { type Picture, type PictureHeader, withChannels } from './picture';

/** A larger file is no image that could be decoded. */
const mostBytes = 1 << 28;
/** The size stands behind what else may be at the head of a JPEG file, such as a small picture. */
const headBytes = 1 << 18;

const isImage = (name: string) => /\.(png|jpe?g)$/i.test(name);

/** Which colours pictures have: `auto` leaves them as they are. */
export type Colour = 'auto' | 'grey' | 'rgb';

/** Folders and images of a folder, in the order of their names; hidden ones and other files are left out. */
export async function imagesIn(
  folder: string,
  context: DataContext,
): Promise<{ folders: string[]; images: string[] }> {
  const folders: string[] = [];
  const images: string[] = [];
  for (const entry of await entriesOf(folder, context)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    const found = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    if (found.isDirectory()) folders.push(entry.name);
    else if (isImage(entry.name) && found.isFile()) images.push(path);
  }
  return { folders: folders.sort(), images: images.sort() };
}

async function entriesOf(folder: string, context: DataContext): Promise<Dirent[]> {
  try {
    const { size, mtimeMs: modified } = await stat(folder);
    // A file more or less changes the folder.
    context.onRead?.({ path: folder, size, modified });
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new DataError('unreadable', `The folder ${folder} cannot be read: ${message}.`, folder);
  }
}

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
