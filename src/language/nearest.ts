import { LanguageError } from './source';
import type { Name } from './syntax';
import { type Entry, type EntryKind, type Vocabulary, wordsOf } from './vocabulary';

/** Pairs of letters that are compared for one word: hundreds of names made of its letters, and fewer of long ones. */
const mostWork = 50_000;

/**
 * The candidate most like a word, if one is like enough: a part of it, or at most a third of its letters inserted,
 * deleted, replaced or swapped with a neighbour.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let work = mostWork;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const length = Math.max(wanted.length, known.length);
    const partial =
      Math.min(wanted.length, known.length) >= 3 &&
      (known.startsWith(wanted) || wanted.startsWith(known));
    const tolerance = length < 3 ? 0 : Math.max(1, length / 3);
    if (!partial && leastDistance(wanted, known) > tolerance) continue;
    work -= wanted.length * known.length;
    if (work < 0) break;
    const distance = partial ? Math.min(1, length / 3) : editDistance(wanted, known);
    if (distance > tolerance) continue;
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  return best?.candidate;
}

/** A bound below the distance that costs little: lengths differ, or letters of one are missing in the other. */
function leastDistance(a: string, b: string): number {
  const lengths = Math.abs(a.length - b.length);
  return Math.max(lengths, missingLetters(a, b), missingLetters(b, a));
}

function missingLetters(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    if (a.indexOf(a[i]) === i && !b.includes(a[i])) count++;
  }
  return count;
}

/** Damerau-Levenshtein distance in its optimal string alignment form. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforePrevious[j - 2] + 1);
      }
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous[b.length];
}

/** Longer lists of known words help nobody. */
const mostListed = 16;

/** Longer ones are not searched to their end. */
const mostCompared = 1000;

/**
 * "unknown layer `conf`; did you mean `conv`?", code `unknown-layer`, with the replacement as fix. `of` and `for` say
 * whose word it is; `synonym` is a suggestion better than the nearest spelling, `similar` are words that are less alike.
 */
export function unknownWord(
  kind: string,
  name: Name,
  candidates: Iterable<string>,
  more: {
    readonly synonym?: string;
    readonly of?: string;
    readonly for?: string;
    readonly similar?: readonly string[];
  } = {},
): LanguageError {
  const known = upTo(mostCompared, candidates);
  const suggestion = more.synonym ?? nearest(name.text, known);
  const owner = more.of ? ` of \`${more.of}\`` : more.for ? ` for ${more.for}` : '';
  const { similar = [] } = more;
  const hint = suggestion
    ? `; did you mean \`${suggestion}\`?`
    : similar.length > 0
      ? `; similar words: ${similar.map((word) => `\`${word}\``).join(', ')}`
      : known.length > 0 && known.length <= mostListed
        ? `; known: ${known.map((word) => `\`${word}\``).join(', ')}`
        : '';
  return new LanguageError(
    `unknown-${kind.replaceAll(' ', '-')}`,
    `unknown ${kind} \`${name.text}\`${owner}${hint}`,
    name.location,
    suggestion ? { title: `Change to \`${suggestion}\``, replacement: suggestion } : undefined,
  );
}

function upTo<T>(count: number, items: Iterable<T>): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === count) break;
    first.push(item);
  }
  return first;
}

/** `unknownWord` for an entry of the vocabulary; knows the other names entries go by, such as `xavier`. */
export function unknownEntry(
  kinds: readonly EntryKind[],
  name: Name,
  vocabulary: Vocabulary,
  more: readonly string[] = [],
) {
  const entries = kinds.flatMap((kind) => vocabulary.entries(kind));
  const meaning = (words: (entry: Entry) => readonly string[] | undefined, word: string) =>
    entries.find((entry) => words(entry)?.includes(word))?.name;
  const close = nearest(name.text, [...more, ...entries.flatMap(wordsOf)]);
  const synonym =
    meaning(({ synonyms }) => synonyms, name.text.toLowerCase()) ??
    (close && meaning(wordsOf, close));
  const names = [...more, ...entries.map((entry) => entry.name)];
  const similar = similarWords(name.text, entries, more);
  return unknownWord(kinds[0], name, names, { similar, ...(synonym && { synonym }) });
}

/** Words proposed where none is much like the unknown one. */
const mostSimilar = 6;

/**
 * Words that share a part with an unknown one or half of its letters, the most alike first; for the name of a kind, such as
 * `activation`, words of that kind.
 */
export function similarWords(
  word: string,
  entries: readonly Entry[],
  more: readonly string[] = [],
): readonly string[] {
  const wanted = word.toLowerCase();
  const ofKind = entries.filter(({ kind }) => wanted === kind || wanted === `${kind}s`);
  if (ofKind.length > 0 && ofKind.length < entries.length)
    return ofKind.slice(0, mostListed).map(({ name }) => name);
  if (wanted.length < 3 || wanted.length > 40) return [];
  const candidates = [
    ...entries.flatMap((entry) =>
      [...wordsOf(entry), ...(entry.synonyms ?? [])].map((text) => ({ text, name: entry.name })),
    ),
    ...upTo(mostCompared, more).map((text) => ({ text, name: text })),
  ];
  const ranked = candidates.flatMap(({ text, name }) => {
    const known = text.toLowerCase();
    const shares = known.length >= 3 && (known.includes(wanted) || wanted.includes(known));
    const most = Math.max(known.length, wanted.length) / 2;
    if (!shares && leastDistance(wanted, known) > most) return [];
    const distance = shares ? 1 : editDistance(wanted, known);
    return distance <= most ? [{ name, distance }] : [];
  });
  const names = ranked.sort((a, b) => a.distance - b.distance).map(({ name }) => name);
  return [...new Set(names)].slice(0, mostSimilar);
}
