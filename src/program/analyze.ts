import type { DataPlan } from '../data/plan';
import { Budget, LimitError, limits, tooLong } from '../language/limits';
import { parseCell } from '../language/parse';
import { type Diagnostic, locate } from '../language/source';
import type { Statement } from '../language/syntax';
import type { Layer, Network } from '../network/network';
import { resolveNetwork } from '../network/resolve/resolve';
import { bindAction } from './actions';
import { withoutConsequences } from './consequences';
import { collectDefinitions } from './definitions';
import { NotebookModels, type NotebookFiles } from './notebookModels';
import { applyOverrides, type Overrides } from './overrides';
import { planData } from './plans';
import type { Action, Program } from './program';
import { Report } from './report';
import { notebookVocabulary } from './vocabulary';
import { withStoredWeights } from './weights';

export interface AnalysisOptions extends NotebookFiles {
  readonly overrides?: Overrides;
}

/**
 * Understands a notebook from the sources of its code cells. Mistakes in the text become diagnostics; only overrides
 * that make no sense throw (`OverrideError`).
 */
export function analyze(
  sources: readonly string[],
  { overrides = {}, ...files }: AnalysisOptions = {},
): Program {
  const budget = new Budget();
  const report = new Report(budget);
  /** What is known when a notebook asks for too much. */
  let cells: Program['cells'] = sources.map(() => []);
  const unreadable: Diagnostic[] = [];
  const networks = new Map<string, Network | undefined>();
  const data = new Map<string, DataPlan | undefined>();
  const layers: Layer[] = [];
  const actions: Action[] = [];

  const parse = () => {
    expectReadable(sources);
    const parsed = sources.map((): readonly Statement[] => []);
    cells = parsed;
    sources.forEach((source, cell) => {
      const { statements, diagnostics } = parseCell(source, cell, notebookVocabulary);
      parsed[cell] = statements;
      for (const each of diagnostics) unreadable.push(each);
      report.add(diagnostics);
    });
    cells = applyOverrides(parsed, overrides);
  };
  const bind = () => {
    const definitions = collectDefinitions(cells, report, budget);
    for (const [name, declaration] of definitions.data) {
      data.set(name, planData(declaration, definitions.scope, report));
    }
    for (const name of definitions.networks.keys()) networks.set(name, undefined);
    const resolved = { data, networks };
    const models = new NotebookModels({ definitions, resolved, report }, files);
    for (const declaration of models.order()) {
      const found = resolveNetwork(declaration, {
        vocabulary: notebookVocabulary,
        blocks: definitions.blocks,
        lets: definitions.scope,
        imported: () => models.of(declaration),
      });
      for (const layer of found.layers) layers.push(layer);
      report.add(found.diagnostics);
      if (found.limit) throw found.limit;
      const { network } = found;
      const stored = network && withStoredWeights(network, files.readModel, report);
      networks.set(declaration.name.text, stored);
    }
    for (const statement of definitions.actions) {
      const action = bindAction(statement, { definitions, resolved, report });
      if (action) actions.push(action);
    }
  };
  try {
    parse();
    bind();
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    report.addLast(error.toDiagnostic());
  }
  return {
    cells,
    diagnostics: withoutConsequences(report.diagnostics, unreadable, cells),
    networks: defined(networks),
    layers,
    data: defined(data),
    actions,
  };
}

/** Throws where the code gets longer than a notebook's may be. */
function expectReadable(sources: readonly string[]): void {
  let room: number = limits.code;
  sources.forEach((source, cell) => {
    if (source.length > room) {
      const message = tooLong('the code of a notebook', limits.code);
      throw new LimitError(message, locate(cell, room, room + 1));
    }
    room -= source.length;
  });
}

const defined = <T>(map: ReadonlyMap<string, T | undefined>): Map<string, T> =>
  new Map([...map].filter((pair): pair is [string, T] => pair[1] !== undefined));
