/** Sequences of symbols, and how far one is from another. */

/** The classes of steps as symbols: what repeats is one, and `ignored` (a pause, a gap) is none. */
export function symbolsOf(classes: ArrayLike<number>, ignored = -1): number[] {
  const symbols: number[] = [];
  for (let step = 0; step < classes.length; step++)
    if (classes[step] !== classes[step - 1] && classes[step] !== ignored)
      symbols.push(classes[step]);
  return symbols;
}

/** How many symbols have to be inserted, deleted or replaced to make one sequence the other. Levenshtein (1966). */
export function editDistance(a: readonly number[], b: readonly number[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((symbol, i) => {
    const above = row;
    row = [i + 1];
    b.forEach((other, j) => {
      const replaced = above[j] + (symbol === other ? 0 : 1);
      row.push(Math.min(replaced, above[j + 1] + 1, row[j] + 1));
    });
  });
  return row[b.length];
}
