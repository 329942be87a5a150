import { quoted } from '../language/literals';
import { DataError } from './dataset';

const label = '{class}';

/**
 * A pattern of file names: `*` stands for any characters, `{class}` for the name of a class, each for as few as the text behind it
 * allows. `{class}_*` finds the class 7 in `7_george_3`. Throws `DataError` where a pattern cannot be read.
 */
export class NamePattern {
  /** Texts, and a wildcard between each two. */
  private readonly texts: readonly string[];
  private readonly wildcards: readonly string[];

  constructor(
    readonly pattern: string,
    labelled: boolean,
  ) {
    const parts = pattern.split(/(\*|\{class\})/);
    this.texts = parts.filter((_, i) => i % 2 === 0);
    this.wildcards = parts.filter((_, i) => i % 2 === 1);
    const labels = this.wildcards.filter((wildcard) => wildcard === label).length;
    const isClear = this.texts.slice(1, -1).every((text) => text !== '');
    if (labels === (labelled ? 1 : 0) && isClear) return;
    const example = labelled ? '"{class}_*"' : '"*_george_*"';
    throw new DataError(
      'bad-format',
      `${quoted(pattern)} is not a pattern of file names: write ${labelled ? 'one `{class}`, and ' : ''}\`*\` for what may ` +
        `be anything, with some text between two of them, as in \`${example}\`.`,
    );
  }

  /** Whether a name fits, and the class in it. */
  match(name: string): { label: string } | undefined {
    const { texts, wildcards } = this;
    if (!name.startsWith(texts[0])) return undefined;
    let at = texts[0].length;
    let found = '';
    for (const [i, wildcard] of wildcards.entries()) {
      const text = texts[i + 1];
      const isLast = i === wildcards.length - 1;
      const next = isLast ? name.length - text.length : name.indexOf(text, at);
      if (next < at || !name.startsWith(text, next)) return undefined;
      if (wildcard === label) {
        if (next === at) return undefined;
        found = name.slice(at, next);
      }
      at = next + text.length;
    }
    return at === name.length ? { label: found } : undefined;
  }
}
