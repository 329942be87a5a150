import { digitGlyphs } from '../handwriting/digitGlyphs';
import { handwritten } from '../handwriting/handwritten';

export const digits = handwritten(
  {
    name: 'digits',
    summary:
      'Synthetic handwritten digits, 28×28 in grey, drawn from strokes: nothing to download.',
    details:
      'Each digit is written in one of several styles with random shift, scale, rotation, slant, thickness, warp and ' +
      'noise. The same seed draws the same images on every machine; every ten successive images contain each digit once.',
    example: 'source digits(train: 20000, test: 4000, seed: 7)',
  },
  digitGlyphs,
  [...'0123456789'],
);
