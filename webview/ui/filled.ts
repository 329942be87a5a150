import type { ComponentChild } from 'preact';

/** A sentence whose placeholders `{0}`, `{1}` … are filled with elements instead of text. */
export const filled = (
  sentence: string,
  ...parts: readonly ComponentChild[]
): readonly ComponentChild[] =>
  sentence.split(/\{(\d+)\}/).map((piece, i) => (i % 2 ? parts[Number(piece)] : piece));
