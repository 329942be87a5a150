/** Spaces and ends of lines as signs: characters may be classes. */
export const visibleSpaces = (text: string): string =>
  text.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
