import type { DataPlan } from '../data/plan';
import type { ActionStatement, NetworkDeclaration } from '../language/syntax';
import type { ImportedNetwork } from '../network/imported';
import { Exports, exportText, isBefore, isImported, type FileIdentity } from './exports';
import { Foresight } from './foreseen';
import { importedNetwork, type ReadModel, type Writer } from './imported';
import { Report } from './report';
import type { Binding } from './verb';
import { exportForm } from './verbs/export';
import { trainVerb } from './verbs/train';
import { nameIn } from './verbs/subjects';

/** The files that a notebook names. */
export interface NotebookFiles {
  /** Reads those that networks and weights are from; without it these networks stay unknown. */
  readonly readModel?: ReadModel;
  /** Tells whether an `export` writes the file that a network is from; without it names that are written alike are one file. */
  readonly identity?: FileIdentity;
  /** They are what a run began with, whatever has been exported since. */
  readonly recorded?: boolean;
}

/** The models that the networks of a notebook are from: in files, or in those that an `export` above is going to write. */
export class NotebookModels {
  private readonly exports: Exports;
  private readonly foresight = new Foresight();

  constructor(
    private readonly binding: Binding,
    private readonly files: NotebookFiles,
  ) {
    this.exports = new Exports(binding.definitions, files.identity);
  }

  /** The networks in an order in which each can be resolved. */
  order(): readonly NetworkDeclaration[] {
    return this.exports.order();
  }

  /** The model a network is from; undefined when it cannot be read, which is reported, or files are not read. */
  of(network: NetworkDeclaration): ImportedNetwork | undefined {
    const { readModel: read, recorded = false } = this.files;
    if (!isImported(network) || !read) return undefined;
    const { report } = this.binding;
    const above = this.exports.above(network);
    return importedNetwork(network.from, {
      ...{ read, report, recorded },
      ...(above && { writer: this.writer(above) }),
      below: () => {
        const below = this.exports.below(network);
        return below && exportText(below);
      },
    });
  }

  private writer(statement: ActionStatement): Writer {
    const { networks } = this.binding.resolved;
    return {
      text: exportText(statement),
      network: networks.get(statement.subject.text),
      foresee: (network) =>
        this.foresight.of(
          network,
          this.dataBefore(statement),
          exportForm(statement, this.binding.definitions.scope, new Report()) ?? {},
        ),
    };
  }

  /** The data that an exported network was trained on: the file contains their normalization. */
  private dataBefore({ subject, location }: ActionStatement): DataPlan | undefined {
    const { definitions, resolved } = this.binding;
    const trainings = definitions.actions.filter(
      (action) => action.verb === trainVerb.name && action.subject.text === subject.text,
    );
    const last =
      trainings.findLast((action) => isBefore(action.location, location)) ?? trainings.at(-1);
    const on = last?.clauses.find(({ keyword }) => keyword.text === 'on')?.value;
    return resolved.data.get(nameIn(on)?.text ?? '');
  }
}
