import { handwritten } from '../handwriting/handwritten';
import { letterGlyphs } from '../handwriting/letterGlyphs';

export const letters = handwritten(
  {
    name: 'letters',
    synonyms: ['alphabet', 'emnist'],
    summary:
      'Synthetic handwritten capital letters, 28×28 in grey, drawn from strokes: nothing to download.',
    details:
      'As [digits](#digits), with 26 classes. Every 26 successive images contain each letter once. Small patterns of 3×3 squares: [letter_patterns](#letter_patterns).',
    example: 'source letters(train: 20000, test: 4000, seed: 7)',
  },
  letterGlyphs,
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
);
