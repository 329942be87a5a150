/** A picture in bytes, one channel after the other (grey, or red, green and blue), each row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** What the head of a file says of its picture. */
export type PictureHeader = Omit<Picture, 'pixels'>;

/** The picture in one channel or three; grey is the luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B. */
export function withChannels(picture: Picture, channels: 1 | 3): Picture {
  if (picture.channels === channels) return picture;
  const { pixels, width, height } = picture;
  const size = width * height;
  const changed = new Uint8Array(channels * size);
  for (let i = 0; i < changed.length; i++) {
    changed[i] =
      channels === 3
        ? pixels[i % size]
        : Math.round(0.299 * pixels[i] + 0.587 * pixels[size + i] + 0.114 * pixels[2 * size + i]);
  }
  return { ...picture, channels, pixels: changed };
}

/** Pixels that hold `step` numbers each, one after the other, as a picture of their first ones. */
export function planar(
  { width, height, channels }: PictureHeader,
  interleaved: ArrayLike<number>,
  step: number,
): Picture {
  const size = width * height;
  const pixels = new Uint8Array(channels * size);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) pixels[channel * size + i] = interleaved[i * step + channel];
  }
  return { width, height, channels, pixels };
}
