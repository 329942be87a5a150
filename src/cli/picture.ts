import type { RunEvent } from '../runs/events';

export type Picture = Extract<RunEvent, { event: 'picture' }>;

/** From dark to light, each about as much brighter than the one before. */
const shades = ' .:-=+*#%@';
/** Columns of all images of a row together, and lines of one, at most. */
const widest = 76;
const highest = 14;
/** A character is about twice as high as it is wide. */
const aspect = 2;

/** Images as characters, side by side: first the caption, then as many of them as there is room for. */
export function pictureText(
  { caption, shape: [count, channels, height, width], pixels }: Picture,
  emphasize: (text: string) => string,
): string {
  const bytes = Buffer.from(pixels, 'base64');
  const scale = Math.max(1, height / highest, (width * 1) / (highest * aspect));
  const lines = Math.max(1, Math.round(height / scale));
  const columns = Math.max(1, Math.round((width / scale) * aspect));
  const shown = Math.max(1, Math.min(count, Math.floor((widest + 2) / (columns + 2))));
  const size = channels * height * width;
  const at = (image: number, line: number, column: number): string => {
    const y = Math.min(height - 1, Math.floor(((line + 0.5) * height) / lines));
    const x = Math.min(width - 1, Math.floor(((column + 0.5) * width) / columns));
    let sum = 0;
    for (let c = 0; c < channels; c++)
      sum += bytes[image * size + (c * height + y) * width + x] ?? 0;
    return shades[Math.min(shades.length - 1, Math.floor((sum / channels / 256) * shades.length))];
  };
  const rows = Array.from({ length: lines }, (_, line) =>
    Array.from({ length: shown }, (_, image) =>
      Array.from({ length: columns }, (_, column) => at(image, line, column)).join(''),
    )
      .join('  ')
      .trimEnd(),
  );
  const more = shown < count ? ` (${shown} of ${count})` : '';
  return [emphasize(`${caption}${more}`), ...rows].join('\n');
}
