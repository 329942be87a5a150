import * as l10n from '@vscode/l10n';
import { formatInteger, plural } from '../../src/text/numbers';
import type { PictureEvent } from '../../src/views/payloads';
import { colouring, paint, paintImage, type Colouring, type Palette } from '../featureMaps/paint';
import { statistics } from '../featureMaps/tensor';

/** A picture as it is drawn. Everything here is pure. */
export interface PictureImages {
  /** Size of a part in cells. */
  readonly width: number;
  readonly height: number;
  /** The parts of each image, one below the other, as RGBA bytes. */
  readonly images: readonly (readonly Uint8ClampedArray<ArrayBuffer>[])[];
  /** One for all images; absent where each has a scale of its own, or colours. */
  readonly scale?: Colouring;
}

/** Pictures whose images are two, one below the other. */
const pairs: ReadonlySet<string> = new Set(['reconstructions', 'winners']);

const partsOf = ({ name, shape: [, , height] }: PictureEvent): number =>
  pairs.has(name) && height % 2 === 0 ? 2 : 1;

/** What the bytes of a picture stand for: on one scale where ranges are told, zero in its middle where numbers have both signs. */
export function pictureImages(picture: PictureEvent, palette: Palette): PictureImages {
  const [count, channels, height, width] = picture.shape;
  const bytes = Uint8Array.from(atob(picture.pixels), (byte) => byte.charCodeAt(0));
  const parts = partsOf(picture);
  const plane = height * width;
  const partSize = plane / parts;
  const ranges = channels === 1 && picture.ranges?.length === count ? picture.ranges : undefined;
  const planeOf = (image: number, channel: number): Float32Array => {
    const [least, greatest] = ranges?.[image] ?? [0, 1];
    const from = (image * channels + channel) * plane;
    return Float32Array.from(
      bytes.subarray(from, from + plane),
      (byte) => least + (byte / 255) * (greatest - least),
    );
  };
  const planes = Array.from({ length: count }, (_, image) =>
    Array.from({ length: channels }, (_, channel) => planeOf(image, channel)),
  );
  const scale = ranges && colouring(statistics(planes.flat()), palette);
  const images = planes.map((channelsOf) =>
    Array.from({ length: parts }, (_, part) => {
      const cut = channelsOf.map((numbers) =>
        numbers.subarray(part * partSize, (part + 1) * partSize),
      );
      return scale && cut[0] ? paint(cut[0], scale) : paintImage(cut);
    }),
  );
  return { width, height: height / parts, images, ...(scale && { scale }) };
}

/** Pixels of a cell: whole, so that cells are equally large; what is narrow stays wide enough to be seen, if it is not too long. */
export function cellSize(width: number, height: number, enlarged: boolean): number {
  const [target, least, most] = enlarged ? [168, 60, 960] : [56, 24, 480];
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)];
  const visible = Math.min(Math.ceil(least / shorter), Math.floor(most / longer));
  return Math.max(1, Math.round(target / longer), visible);
}

/** `16 images`, `16 of 500 images` */
export const countText = ({ shape: [count], total = count }: PictureEvent): string =>
  total > count
    ? l10n.t('{0} of {1} images', formatInteger(count), formatInteger(total))
    : plural(count, l10n.t('1 image'), l10n.t('{0} images', formatInteger(count)));
