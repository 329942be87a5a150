import { parseCell } from '../language/parse';
import type { Layer } from '../network/network';
import { resolveNetwork } from '../network/resolve/resolve';
import { bindAction } from './actions';
import type { Resolved } from './resolved';
import { withoutConsequences } from './consequences';
import { collectDefinitions } from './definitions';
import { foreignNetwork, type ReadModel } from './foreign';
import { applyOverrides, type Overrides } from './overrides';
import { planData } from './plans';
import type { Action, Program } from './program';
import { Report } from './report';
import { notebookVocabulary } from './vocabulary';
import { withStoredWeights } from './weights';

export interface AnalysisOptions {
  readonly overrides?: Overrides;
  /** Reads the files that networks and weights are from; without it these networks stay unknown. */
  readonly readModel?: ReadModel;
}

/**
 * Understands a notebook from the sources of its code cells. Mistakes in the text become diagnostics; only overrides
 * that make no sense throw (`OverrideError`).
 */
export function analyze(
  sources: readonly string[],
  { overrides = {}, readModel }: AnalysisOptions = {},
): Program {
  const report = new Report();
  const parsed = sources.map((source, cell) => parseCell(source, cell));
  for (const { diagnostics } of parsed) report.add(...diagnostics);
  const cells = applyOverrides(
    parsed.map(({ statements }) => statements),
    overrides,
  );

  const definitions = collectDefinitions(cells, report);
  const layers: Layer[] = [];
  const resolved: Resolved = {
    data: mapValues(definitions.data, (declaration) =>
      planData(declaration, definitions.scope, report),
    ),
    networks: mapValues(definitions.networks, (declaration) => {
      const { network, ...found } = resolveNetwork(declaration, {
        vocabulary: notebookVocabulary,
        blocks: definitions.blocks,
        lets: definitions.scope,
        foreign: (from) => foreignNetwork(from, readModel, report),
      });
      report.add(...found.diagnostics);
      layers.push(...found.layers);
      return network && withStoredWeights(network, readModel, report);
    }),
  };
  const actions = definitions.actions
    .map((action) => bindAction(action, definitions, resolved, report))
    .filter((action): action is Action => action !== undefined);
  return {
    cells,
    diagnostics: withoutConsequences(
      report.diagnostics,
      parsed.flatMap(({ diagnostics }) => diagnostics),
      cells,
    ),
    networks: defined(resolved.networks),
    layers,
    data: defined(resolved.data),
    actions,
  };
}

const mapValues = <A, B>(map: ReadonlyMap<string, A>, f: (value: A) => B): Map<string, B> =>
  new Map([...map].map(([key, value]) => [key, f(value)]));

const defined = <T>(map: ReadonlyMap<string, T | undefined>): Map<string, T> =>
  new Map([...map].filter((pair): pair is [string, T] => pair[1] !== undefined));
