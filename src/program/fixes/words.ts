import { similarWords } from '../../language/nearest';
import { notebookVocabulary } from '../vocabulary';
import type { FixKind } from './fix';

/** Words of the catalogue like one that is unknown and so unlike all of them that no single one is proposed. */
export const words: FixKind = {
  codes: ['unknown-layer', 'unknown-activation'],
  propose({ code, location, fix }, { sources }) {
    if (fix) return [];
    const word = sources[location.cell]?.slice(location.start, location.end) ?? '';
    const kinds = code === 'unknown-layer' ? ['layer', 'branch', 'activation'] : ['activation'];
    const entries = kinds.flatMap((kind) => notebookVocabulary.entries(kind));
    return similarWords(word, entries).map((name) => ({
      title: `Change to \`${name}\``,
      edits: [{ location, text: name }],
    }));
  },
};
