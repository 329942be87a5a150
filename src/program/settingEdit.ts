import type { Location } from '../language/source';
import type { Setting } from '../language/syntax';
import { insertion, type TextEdit } from '../language/textEdit';
import { indentationAt } from './fixes/lines';

/** A statement or setting in whose braces settings stand. */
type Block = { readonly location: Location; readonly settings?: readonly Setting[] };

/** Writes a setting into a block: in place of the one of that name, else as its first line. */
export function settingEdit(block: Block, sources: readonly string[], line: string): TextEdit {
  const [keyword] = line.split(' ', 1);
  const present = block.settings?.find((setting) => setting.keyword.text === keyword);
  return present ? { location: present.location, text: line } : addedSetting(block, sources, line);
}

/** Adds a setting to a block as its first line. */
export function addedSetting(
  { location, settings = [] }: Block,
  sources: readonly string[],
  line: string,
): TextEdit {
  const [first] = settings;
  const source = sources[location.cell] ?? '';
  if (first) {
    const { start } = first.location;
    const indentation = indentationAt(source, start);
    return insertion(
      location,
      start,
      line + (indentation === undefined ? '; ' : `\n${indentation}`),
    );
  }
  return source.slice(0, location.end).endsWith('}')
    ? insertion(location, location.end - 1, `\n  ${line}\n`)
    : insertion(location, location.end, ` {\n  ${line}\n}`);
}
