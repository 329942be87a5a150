import { namesOf } from '../language/services/symbols';
import type { Tables } from '../language/services/tables';
import { fileNames } from '../program/fileNames';
import { listModels } from '../program/modelFiles';
import type { Program } from '../program/program';
import { verbs } from '../program/verbs';
import { notebookVocabulary } from '../program/vocabulary';
import type { AnalyzedNotebook } from './notebook';

/** The files that actions write, there already or not. */
const written = ({ actions }: Program): readonly string[] =>
  actions.flatMap((action) => verbs.of({ name: action.kind }).writes?.(action) ?? []);

/** The words that may be written in a notebook: the vocabulary, what all its cells define, and what is in files. */
export const tablesOf = ({ program, files }: AnalyzedNotebook): Tables => ({
  vocabulary: notebookVocabulary,
  names: namesOf(program.cells.flat()),
  texts(kind, name, begun) {
    if (kind === 'file' || kind === 'folder') return files ? fileNames(begun, kind, files) : [];
    if (kind === 'from')
      return files ? [...new Set([...written(program), ...listModels(files)])] : [];
    const network = name === undefined ? undefined : program.networks.get(name);
    if (kind === 'layer') return (network?.layers ?? program.layers).map(({ id }) => id);
    // All nodes of the file, whether the network, as it stands, uses them or not.
    const statement = program.cells
      .flat()
      .find((one) => one.kind === 'network' && one.name.text === name);
    const at = statement?.kind === 'network' ? statement.from?.location : undefined;
    const stored = program.layers.filter(
      ({ stored, location }) => stored && location.cell === at?.cell && location.start === at.start,
    );
    switch (kind) {
      case 'cut':
        return stored.map(({ id }) => id);
      case 'frozen':
        return stored.flatMap(({ id, parameters }) =>
          parameters.length > 0 ? [id, ...parameters.map((parameter) => parameter.name)] : [],
        );
    }
  },
});
