/** Where the i-th number of a tensor of this shape is, in C order: its index along each axis. */
export function placeIn(shape: readonly number[], i: number): number[] {
  const place: number[] = [];
  for (const length of [...shape].reverse()) {
    place.unshift(i % length);
    i = Math.floor(i / length);
  }
  return place;
}
