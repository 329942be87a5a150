import { quoted } from '../language/literals';
import { unknownWord } from '../language/nearest';
import { LanguageError } from '../language/source';
import type { Expression, Name } from '../language/syntax';

/** Labels of layers, as they are written. */
export const layerNames = (
  phrase: readonly Expression[],
  network: string,
  ids: ReadonlySet<string>,
): readonly string[] => phrase.map((part) => layerName(part, network, ids));

/** `C1`, `inception_1.conv_2`; nodes of a file have any names: `"/block1/conv/Conv"`. */
function layerName(part: Expression, network: string, ids: ReadonlySet<string>): string {
  const { location } = part;
  if (part.kind !== 'reference' && part.kind !== 'string') {
    throw new LanguageError('wrong-type', 'expected the label of a layer', location);
  }
  const text = part.kind === 'string' ? part.value : part.path.map((name) => name.text).join('.');
  const name: Name = { text, location };
  if (ids.has(text)) return text;
  const { code, message, fix } = unknownWord('layer', name, ids, { of: network });
  const word = (label: string) => (part.kind === 'string' ? quoted(label) : label);
  const replaced = fix && { ...fix, replacement: word(fix.replacement) };
  throw new LanguageError(code, message, location, replaced);
}
