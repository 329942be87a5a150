import type { WireTensor } from '../../src/views/payloads';
import { paintImage } from './paint';
import { decodeTensor } from './tensor';

/** The pixels of each image of [count, channels, height, width]. */
export function imageList(images: WireTensor): readonly Uint8ClampedArray<ArrayBuffer>[] {
  const [count = 0, channels = 1, height = 1, width = 1] = images.shape;
  const values = decodeTensor(images);
  const size = width * height;
  return Array.from({ length: count }, (_, image) =>
    paintImage(
      Array.from({ length: channels }, (_, channel) => {
        const start = (image * channels + channel) * size;
        return values.subarray(start, start + size);
      }),
    ),
  );
}
