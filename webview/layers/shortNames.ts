const ellipsis = '…';

/**
 * Names of at most `limit` characters, the middle of longer ones left out, that are as different as the names are: where the middle
 * tells them apart, it stays, and where no cut of that length keeps them apart, they stay longer.
 */
export function shortNames(names: readonly string[], limit: number): readonly string[] {
  const different = new Set(names).size;
  const long = names.filter((name) => name.length > limit);
  const longest = Math.max(0, ...long.map((name) => name.length));
  const [start, end] = [sharedStart(long), sharedEnd(long)];
  for (let room = Math.max(3, limit); room < longest; room++) {
    for (const cut of cuts(room, start, end)) {
      const short = names.map((name) => (name.length > limit ? cut(name) : name));
      if (new Set(short).size === different) return short;
    }
  }
  return names;
}

type Cut = (name: string) => string;

/** Ways to bring a name to a length: one cut, first about its middle, then further out; or what all begin and end with. */
function* cuts(room: number, start: number, end: number): Iterable<Cut> {
  const letters = room - ellipsis.length;
  const middle = Math.ceil(letters / 2);
  for (let off = 0; off <= middle; off++)
    for (const head of new Set([middle - off, middle + off]))
      if (head >= 0 && head <= letters) yield (name) => without(name, head, letters - head);
  const edge = 2;
  if (start > edge && end > edge)
    yield (name) => {
      const told = name.slice(start, name.length - end);
      const short = `${name.slice(0, edge)}${ellipsis}${told}${ellipsis}${name.slice(-edge)}`;
      return short.length <= Math.min(room, name.length) ? short : name;
    };
}

/** What lies between the first and the last characters of a name becomes an ellipsis. */
const without = (name: string, head: number, tail: number): string =>
  head + tail + ellipsis.length >= name.length
    ? name
    : name.slice(0, head) + ellipsis + name.slice(name.length - tail);

function sharedStart([first = '', ...others]: readonly string[]): number {
  let length = first.length;
  for (const name of others) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  return length;
}

const sharedEnd = (names: readonly string[]): number =>
  sharedStart(names.map((name) => [...name].reverse().join('')));
