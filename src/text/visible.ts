/** What moves a cursor, ends a line, rings, or turns the direction of writing: control characters, C1 ones included. */
const controls = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const digits = character.charCodeAt(0).toString(16);
  return (
    short[character] ??
    (digits.length > 2 ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`)
  );
}

/** Text from outside on one line, its control characters written out: `\x1b`, `\n`, `\u202e`. */
export const visible = (text: string): string => text.replace(controls, escapeOf);

/** The same for text of several lines: line ends and tabs stay. */
export const visibleLines = (text: string): string =>
  text.replace(controls, (found) => (found === '\n' || found === '\t' ? found : escapeOf(found)));

/** JSON on one line whose strings hold no control characters either; it reads back the same. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    controls,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Text from outside where there is little room: its beginning. */
export const brief = (text: string, most = 200): string =>
  text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
