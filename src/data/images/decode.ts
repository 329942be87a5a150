import { DataError } from '../dataset';
import { formatInteger } from '../../text/numbers';
import { decodeJpeg, isJpeg, jpegHeader } from './jpeg';
import type { Picture, PictureHeader } from './picture';
import { decodePng, isPng, pngHeader } from './png';

const formats = [
  { name: 'PNG', is: isPng, header: pngHeader, decode: decodePng },
  { name: 'JPEG', is: isJpeg, header: jpegHeader, decode: decodeJpeg },
];

/** Larger pictures are refused: a small file can announce a huge one. */
const mostPixels = 1 << 26;

const formatOf = (bytes: Uint8Array, file: string) => {
  const format = formats.find(({ is }) => is(bytes));
  if (format) return format;
  throw new DataError(
    'bad-format',
    `${file} is neither a PNG nor a JPEG image, whatever its name says. Save it as one of these, or remove it.`,
    file,
  );
};

/** Size and channels from the head of a file; throws `DataError`. */
export const pictureHeader = (bytes: Uint8Array, file: string): PictureHeader =>
  asData(file, bytes, ({ header }) => header(bytes));

/** The picture of a PNG or JPEG file, known by its first bytes; throws `DataError`. */
export const decodePicture = (bytes: Uint8Array, file: string): Picture =>
  asData(file, bytes, ({ header, decode }) => {
    assertSize(header(bytes), file);
    return decode(bytes);
  });

function assertSize({ width, height }: PictureHeader, file: string): void {
  if (width === 0 || height === 0) throw new Error('it has no pixels');
  if (width * height <= mostPixels) return;
  throw new DataError(
    'too-large',
    `${file} has ${formatInteger(width)}×${formatInteger(height)} pixels; at most ${formatInteger(mostPixels)} are read. ` +
      'Make it smaller.',
    file,
  );
}

/** What `read` makes of a file; whatever it throws says what is wrong with that file. */
function asData<T>(file: string, bytes: Uint8Array, read: (format: (typeof formats)[0]) => T): T {
  const format = formatOf(bytes, file);
  try {
    return read(format);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ERR_BUFFER_TOO_LARGE' ? 'it has too many pixels' : message;
    throw new DataError(
      'bad-format',
      `${file} is damaged, or no ${format.name} image that can be read: ${why}. Save it again, or remove it.`,
      file,
    );
  }
}
