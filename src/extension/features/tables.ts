import * as vscode from 'vscode';
import { namesOf } from '../../language/services/symbols';
import type { Tables } from '../../language/services/tables';
import { listModels } from '../../program/modelFiles';
import type { Program } from '../../program/program';
import { notebookVocabulary } from '../../program/vocabulary';
import { fileContext } from '../paths';

/** The words that may be written in a notebook: the vocabulary, what all its cells define, and what is in files. */
export const tablesOf = (program: Program, notebook: vscode.NotebookDocument): Tables => ({
  vocabulary: notebookVocabulary,
  names: namesOf(program.cells.flat()),
  texts(kind, name) {
    // Folders are looked through in trusted workspaces only.
    if (kind === 'from') return vscode.workspace.isTrusted ? listModels(fileContext(notebook)) : [];
    const network = name === undefined ? undefined : program.networks.get(name);
    if (kind === 'features') return (network?.layers ?? program.layers).map(({ id }) => id);
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
