/** Whether a text is a number, as `Number` reads it. */
export const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

/** Names of classes in the order of their labels: numbers by size, words by their characters. */
export const ordered = (names: Iterable<string>): string[] => {
  const all = [...new Set(names)];
  return all.every(isNumber) ? all.sort((a, b) => Number(a) - Number(b)) : all.sort();
};
