/** At most so many snapshots of a run. */
const mostSnapshots = 33;
/** Bytes of all snapshots of a run, where more than one fits. */
const mostBytes = 2 ** 28;

/** How many snapshots of so many bytes a run keeps: at least that of its beginning. */
export const snapshotCount = (bytes: number): number =>
  Math.max(1, Math.min(mostSnapshots, Math.floor(mostBytes / bytes)));

/**
 * The steps whose snapshots are kept once a training is at `step`, at most `most` of them: the beginning, evenly spaced ones, and
 * before the first of these the powers of two. It follows from `step` alone, so that a resumed training keeps the same ones, and
 * a step that is left out once never comes back.
 */
export function snapshotSteps(step: number, most: number): number[] {
  const doublings = doublingsAt(step, most);
  const spacing = 2 ** doublings;
  const early = Array.from({ length: doublings }, (_, i) => 2 ** i)
    .slice(Math.max(0, doublings - mostPowers(most)))
    .filter((power) => power <= step);
  const even = Array.from({ length: Math.floor(step / spacing) }, (_, i) => (i + 1) * spacing);
  return [0, ...early, ...even];
}

/** The first step after `step` that is kept when a training reaches it; infinite where there is none. */
export function nextSnapshot(step: number, most: number): number {
  if (most < 2) return Infinity;
  for (let next = step; ;) {
    const spacing = 2 ** doublingsAt(next, most);
    const power = 2 ** Math.floor(Math.log2(next) + 1);
    next = Math.min((Math.floor(next / spacing) + 1) * spacing, next < 1 ? 1 : power);
    if (snapshotSteps(next, most).at(-1) === next) return next;
  }
}

const mostPowers = (most: number): number => Math.floor(most / 2);

/** The even ones are at least 64 steps apart: devices make several steps at once, which a snapshot between them would keep from doing. */
const leastDoublings = 6;

/** How often the spacing of the even ones has doubled, so that all fit. */
function doublingsAt(step: number, most: number): number {
  const powers = mostPowers(most);
  let doublings = leastDoublings;
  while (1 + Math.min(doublings, powers) + Math.floor(step / 2 ** doublings) > most) doublings++;
  return doublings;
}
