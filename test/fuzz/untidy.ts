import type { Random } from '../../src/random/random';
import { pick } from './mutate';

const spaces = [' ', '  ', '\t', '    ', ' \t '];
const lines = [
  '\n',
  '\n\n',
  ' \n',
  '\n\n\n\n',
  '\n      ',
  '\n\t',
  ' # a  comment \n',
  '\n# another\n',
];

/** A part of a text: a comment, a text in quotes, a word or number, space, a line break, or one other character. */
const part = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|[\p{L}\p{N}_]+|[ \t]+|\n|./gsu;

/** A cell with other white space that means the same: wider or narrower, other line breaks, comments, indentation. */
export function untidied(random: Random, cell: string): string {
  const parts = cell.match(part) ?? [];
  let brackets = 0;
  return parts
    .map((text, i) => {
      const [before = '\n', after = '\n'] = [parts[i - 1], parts[i + 1]];
      if (text === '(' || text === '[') brackets++;
      if (text === ')' || text === ']') brackets--;
      if (random.integer(3) === 0) return text;
      if (text === '\n') return pick(random, lines);
      if (/^[ \t]+$/.test(text)) {
        if (brackets > 0 && /^[,(]$/.test(before)) return pick(random, ['', ...spaces, ...lines]);
        const isOpening = after === '{' && /^[\p{L}\p{N}_)]+$/u.test(before);
        if (isOpening && random.integer(3) === 0) return pick(random, ['', '\n', '\n\n  ']);
        return pick(random, spaces);
      }
      if (/^[,:;{}=()\]]$/.test(text)) {
        const isFree = text !== '(' && text !== ']' && !/^[\d.]+$/.test(after);
        return isFree && after !== '[' ? text + pick(random, ['', ...spaces]) : text;
      }
      return text;
    })
    .join('');
}
