import { LanguageError } from './source';
import type { Name } from './syntax';
import type { EntryKind, Vocabulary } from './vocabulary';

/**
 * The candidate most like a word, if one is like enough: a part of it, or at most a third of its letters inserted,
 * deleted, replaced or swapped with a neighbour.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const length = Math.max(wanted.length, known.length);
    const partial =
      Math.min(wanted.length, known.length) >= 3 &&
      (known.startsWith(wanted) || wanted.startsWith(known));
    const distance = partial ? Math.min(1, length / 3) : editDistance(wanted, known);
    if (distance > (length < 3 ? 0 : Math.max(1, length / 3))) continue;
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  return best?.candidate;
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

/**
 * "unknown layer `conf`; did you mean `conv`?", code `unknown-layer`, with the replacement as fix. `of` and `for` say
 * whose word it is; `synonym` is a suggestion better than the nearest spelling.
 */
export function unknownWord(
  kind: string,
  name: Name,
  candidates: Iterable<string>,
  more: { readonly synonym?: string; readonly of?: string; readonly for?: string } = {},
): LanguageError {
  const known = [...candidates];
  const suggestion = more.synonym ?? nearest(name.text, known);
  const owner = more.of ? ` of \`${more.of}\`` : more.for ? ` for ${more.for}` : '';
  const hint = suggestion
    ? `; did you mean \`${suggestion}\`?`
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

/** `unknownWord` for an entry of the vocabulary; knows the other names entries go by, such as `sigmoid`. */
export function unknownEntry(kinds: readonly EntryKind[], name: Name, vocabulary: Vocabulary) {
  const entries = kinds.flatMap((kind) => vocabulary.entries(kind));
  const synonym = entries.find(({ synonyms }) => synonyms?.includes(name.text.toLowerCase()))?.name;
  const names = entries.map((entry) => entry.name);
  return unknownWord(kinds[0], name, names, synonym ? { synonym } : {});
}
