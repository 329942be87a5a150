import type { Declaration } from './syntax';

/** The words a declaration starts with; everything else is in the vocabulary. */
export const declarationKeywords = [
  'data',
  'network',
  'block',
  'let',
] as const satisfies readonly Declaration['kind'][];

/** The words a line of a network starts with, besides layers and labels. */
export const chainKeywords = ['input', 'output', 'repeat'] as const;

/** The words a setting of a network from a file starts with. */
export const modelSettings = ['frozen', 'cut'] as const;
