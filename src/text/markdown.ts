import { brief, visible } from './visible';

/** Text from outside as Markdown shows it: no formatting, links, images, HTML, formulas, tables or line breaks. */
export const escapeMarkdown = (text: string): string =>
  visible(text)
    .replace(/[\\|*_`<>[\]~$&#@]/g, '\\$&')
    // Addresses are links without any brackets.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(?<=www)\./gi, '\\.')
    // What would begin a list, or underline a heading.
    .replace(/^(\s*)(?=[-+=])/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)](\s|$))/, '$1\\');

/** Text from outside for a message of the editor, where `[text](command:…)` would be a link. */
export const withoutLinks = (text: string): string => visible(text).replace(/\](?=\()/g, '] ');

/** Text from outside for a label of the editor, where `$(name)` would be an icon. */
export const withoutIcons = (text: string): string =>
  brief(visible(text).replace(/\$(?=\()/g, '$ '));

/** Text as it is, line by line: a fence longer than any in it holds it. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}
