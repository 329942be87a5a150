import * as l10n from '@vscode/l10n';

/** A text as the numbers of its characters, or what is wrong with it. */
export type ReadCharacters =
  { readonly values: Float32Array; readonly padding: number } | { readonly problem: string };

/** Unknown characters that are named. */
const mostNamed = 10;

/**
 * The last characters of a text as their numbers in an alphabet; a shorter text stands at the end, behind spaces, or else behind the
 * first character of the alphabet.
 */
export function readCharacters(
  text: string,
  steps: number,
  alphabet: readonly string[],
): ReadCharacters {
  const numberOf = new Map(alphabet.map((character, i) => [character, i]));
  const characters = [...text];
  const unknown = [...new Set(characters.filter((character) => !numberOf.has(character)))];
  if (unknown.length > 0)
    return {
      problem: l10n.t(
        'The data have no {0}: the network knows {1} characters.',
        unknown
          .slice(0, mostNamed)
          .map((character) => `“${character}”`)
          .join(', '),
        alphabet.length,
      ),
    };
  const padding = Math.max(0, steps - characters.length);
  const values = new Float32Array(steps).fill(numberOf.get(' ') ?? 0);
  characters
    .slice(-steps)
    .forEach((character, i) => (values[padding + i] = numberOf.get(character) ?? 0));
  return { values, padding };
}

/** What has no shape of its own, in words. */
export const shownCharacter = (character = '?'): string =>
  ({ ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍' })[character] ?? character;
