import type { Statement } from '../language/syntax';
import type { Family } from '../graph/family';
import type { LayerEntry } from '../network/entries';
import { notebookVocabulary } from '../program/vocabulary';
import { callIn } from './settings/examples';

/** What can be put into a network, with the text that is written for it. */

export interface PaletteItem {
  readonly word: string;
  readonly summary: string;
  /** A line, with values that make sense. */
  readonly text: string;
  readonly family?: Family;
}

/** The palette: layers by family, activations as layers of their own, what joins branches, and the blocks of the notebook. */
export function paletteOf(cells: readonly (readonly Statement[])[]): {
  readonly blocks: readonly PaletteItem[];
  readonly structure: readonly PaletteItem[];
  readonly layers: readonly PaletteItem[];
  readonly activations: readonly PaletteItem[];
} {
  const blocks = cells.flat().flatMap((each): PaletteItem[] =>
    each.kind === 'block'
      ? [
          {
            word: each.name.text,
            summary: `${each.name.text}(${each.parameters.map(({ text }) => text).join(', ')})`,
            text:
              each.parameters.length > 0
                ? `${each.name.text}(${each.parameters.map(() => '8').join(', ')})`
                : each.name.text,
          },
        ]
      : [],
  );
  const branches = notebookVocabulary.entries('branch').map(({ name, summary }): PaletteItem => ({
    word: name,
    summary,
    text: `${name} {\n  { dense(32) relu }\n  { }\n}`,
    family: 'join',
  }));
  return {
    blocks,
    structure: [
      {
        word: 'output',
        summary: 'Marks a layer as an output of the network.',
        text: 'output: dense(10) softmax',
      },
      {
        word: 'repeat',
        summary: 'Repeats the layers in braces, one copy after the other.',
        text: 'repeat 2 {\n  dense(32) relu\n}',
      },
      ...branches,
    ],
    layers: notebookVocabulary.entries('layer').map((entry): PaletteItem => {
      const { name, summary, example, family } = entry as LayerEntry;
      return { word: name, summary, text: lineOf(example), ...(family && { family }) };
    }),
    activations: notebookVocabulary.entries('activation').map(({ name, summary, example }) => ({
      word: name,
      summary,
      text: callIn(name, example),
    })),
  };
}

/** An example's line without its label and the other layers it names. */
const lineOf = (example: string): string =>
  example
    .trim()
    .replace(/^(output\b[^:]*|[\p{L}_][\p{L}\p{N}_]*)\s*:\s*/u, '')
    .replace(/\s+from\s.*$/, '')
    .replace(/,\s*share:\s*[\p{L}_][\p{L}\p{N}_]*/u, '');
