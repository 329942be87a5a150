import * as l10n from '@vscode/l10n';

/** Bytes of an image file that are read, and pixels along a side, at most. */
const mostBytes = 32 * 2 ** 20;
const mostPixels = 16_384;

/**
 * RGBA bytes of an image file, scaled to fit into a size as a whole, in the middle, on black. Throws an `Error` that says what is
 * wrong.
 */
export async function readImage(
  file: File,
  width: number,
  height: number,
): Promise<Uint8ClampedArray> {
  if (file.size > mostBytes) throw new Error(l10n.t('{0} is larger than 32 MiB.', file.name));
  const image = await createImageBitmap(file).catch(() => {
    throw new Error(
      l10n.t('{0} is no image that can be read here. Take a PNG or JPEG file.', file.name),
    );
  });
  try {
    if (Math.max(image.width, image.height) > mostPixels)
      throw new Error(l10n.t('{0} has more than {1} pixels along a side.', file.name, mostPixels));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error(l10n.t('The image cannot be drawn here.'));
    const scale = Math.min(width / image.width, height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
    return context.getImageData(0, 0, width, height).data;
  } finally {
    image.close();
  }
}
