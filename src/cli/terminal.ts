import { randomBytes } from 'node:crypto';
import { styleText } from 'node:util';
import { visibleLines } from '../text/visible';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** Whether a stream shows colours: a terminal, and `NO_COLOR` (no-color.org) is not set. */
export const coloured = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';

/** Surrounds the styles of our own until a text is written: what comes from outside cannot know it. */
const key = randomBytes(12).toString('hex');
const styled = new RegExp(`\\x00${key}(\\w+):(.*?)\\x00${key}`, 'gs');

/** Colours a text for a stream, if that shows colours; they appear once it is `rendered`. */
export const paint = (stream: NodeJS.WriteStream, style: Style, text: string): string =>
  coloured(stream) ? `\0${key}${style}:${text}\0${key}` : text;

/** Text as it goes to a terminal: our own styles in colour, all other control characters written out. */
export function rendered(text: string): string {
  let end = 0;
  let result = '';
  for (const { index, 0: whole, 1: style, 2: inner } of text.matchAll(styled)) {
    result += visibleLines(text.slice(end, index));
    result += styleText(style as Style, visibleLines(inner), { validateStream: false });
    end = index + whole.length;
  }
  return result + visibleLines(text.slice(end));
}
