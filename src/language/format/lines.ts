import type { IToken } from 'chevrotain';
import { bracesOf, type Line, type Structure } from '../structure';
import { is, startOf, Word } from '../tokens';

/** What a token's line says of the space around it. */
export interface LineOfToken {
  /** Where the line begins; the same for all its tokens. */
  readonly start: number;
  /** It is one of the layers of a network or block. */
  readonly isLayer: boolean;
}

/** The line of each token, by its offset; the lines within braces have their own. */
export function linesOfTokens({ lines }: Structure): ReadonlyMap<number, LineOfToken> {
  const found = new Map<number, LineOfToken>();
  const add = ({ tokens }: Line, isLayer: boolean, inNetwork: boolean) => {
    const line = { start: startOf(tokens[0]), isLayer };
    for (const token of tokens) {
      found.set(startOf(token), line);
      const braces = bracesOf(token);
      if (!braces) continue;
      if (braces.close) found.set(startOf(braces.close), line);
      braces.lines.forEach((each) => add(each, inNetwork, inNetwork));
    }
  };
  lines.forEach((line) => add(line, false, holdsLayers(line.tokens[0])));
  return found;
}

const holdsLayers = (word: IToken): boolean =>
  is(word, Word) && ['network', 'block'].includes(word.image);
