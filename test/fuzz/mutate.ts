import type { Random } from '../../src/random/random';

export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[random.integer(items.length)];

/** What tears texts apart. */
const hostile: readonly string[] = [
  ...['{', '}', '(', ')', '[', ']', '"', "'", ',', ';', ':', '=', '..', '.', '#', '-', '^', '+'],
  ...['\n', '\r', '\r\n', '\t', ' ', '\u0000', '\ud800', '\ufeff', '\u2028', 'é', '𝔁', '∂'],
  ...['1e999', '-1', '0', '0.5', '9e15', '99999999999999999999', '1_000', '5e-324', 'NaN'],
  ...['true', 'from', 'output', 'input', 'repeat', 'let', 'train', 'frozen', 'cut', 'weight', 'on'],
  ...['---\n', '```\n', '```dnn\n', '~~~dnn\n', '<!-- cell -->\n', '<!-- markdown -->\n'],
  ...['repeat 9999 { ', '{ { } { } }', '[[0, 1], [1, 2]]', '__proto__', 'constructor', 'toString'],
];

/** What may stand around a text, or in front of it, many times over. */
const around: readonly (readonly [string, string])[] = [
  ...([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['[1, ', ']'],
    ['dense(', ')'],
  ] as const),
  ...([
    ['repeat 9999 {', '}'],
    ['add { {', '} { } }'],
    ['-', ''],
    ['2^', ''],
    ['1+', ''],
  ] as const),
];

const deepest = 300;

/** A text with up to eight changes: letters, words and lines dropped, doubled, swapped, made hostile or very many. */
export function mutateText(random: Random, text: string): string {
  let result = text;
  for (let i = random.integer(8); i >= 0; i--) result = changed(random, result);
  return result;
}

function changed(random: Random, text: string): string {
  const at = random.integer(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.integer(12));
  const insert = (piece: string) => text.slice(0, at) + piece + text.slice(at);
  switch (random.integer(10)) {
    case 8: {
      const [open, close] = pick(random, around);
      const depth = 1 + random.integer(deepest);
      return (
        text.slice(0, at) +
        open.repeat(depth) +
        text.slice(at, end) +
        close.repeat(depth) +
        text.slice(end)
      );
    }
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return insert(pick(random, hostile));
    case 2:
      return insert(text.slice(at, end));
    case 3:
      return text.slice(0, at);
    case 4:
      return insert(pick(random, hostile).repeat(1 + random.integer(deepest)));
    case 5:
      return withWords(random, text);
    case 6:
      return withLines(random, text);
    case 7:
      return text.slice(0, at) + pick(random, hostile) + text.slice(end);
    default:
      return insert(String.fromCharCode(random.integer(random.integer(4) === 0 ? 65536 : 128)));
  }
}

/** One word in the place of another. */
function withWords(random: Random, text: string): string {
  const words = [...text.matchAll(/[\w.]+/g)];
  if (words.length === 0) return text;
  const { index, 0: old } = pick(random, words);
  const [word] = pick(random, words);
  return text.slice(0, index) + word + text.slice(index + old.length);
}

/** A line dropped, doubled or moved. */
function withLines(random: Random, text: string): string {
  const lines = text.split('\n');
  const [line] = lines.splice(random.integer(lines.length), 1);
  for (let i = random.integer(3); i > 0; i--) {
    lines.splice(random.integer(lines.length + 1), 0, line);
  }
  return lines.join('\n');
}

const edges = [0, 1, 0x7f, 0x80, 0xff];

/** Bytes with up to eight changes: flipped, overwritten, dropped, doubled, cut off. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let result: Uint8Array = Uint8Array.from(bytes);
  for (let i = random.integer(8); i >= 0; i--) {
    const at = random.integer(result.length + 1);
    const length = 1 + random.integer(8);
    switch (random.integer(7)) {
      case 0:
        result = result.slice(0, at);
        break;
      case 1:
        result = joined(result.subarray(0, at), result.subarray(at + length));
        break;
      case 2:
        result = joined(result.subarray(0, at + length), result.subarray(at));
        break;
      case 3:
        result.fill(pick(random, edges), at, at + length);
        break;
      case 4:
        if (at < result.length) result[at] ^= 1 << random.integer(8);
        break;
      default:
        if (at < result.length) result[at] = random.integer(256);
    }
  }
  return result;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
