/** Scales: from values to positions in [0, 1]. Everything here is pure. */

/** The whole decades around a range, at least one. */
export function decades(min: number, max: number): [number, number] {
  const positive = min > 0 ? min : 1e-4;
  return [
    10 ** Math.floor(Math.log10(positive)),
    10 ** Math.ceil(Math.log10(Math.max(max, positive * 10))),
  ];
}

/** The least round number (at most two digits, then zeros) that is not below a positive value. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(
      (candidate) => candidate * power >= value * (1 - 1e-9),
    ) ?? 10;
  return step * power;
}

/** How many epochs a chart shows: all, but of a long training at first only as many as leave an eighth of the width. */
export function epochsShown(epochs: number, done: number): number {
  let shown = Math.max(1, epochs);
  while (shown > 16 && done < shown / 8) shown = Math.ceil(shown / 2);
  return shown;
}
