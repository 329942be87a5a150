import type { ValueScope } from '../../language/evaluate';
import { LimitError } from '../../language/limits';
import { LanguageError, type Diagnostic } from '../../language/source';
import type { BlockDeclaration, FileName, NetworkDeclaration } from '../../language/syntax';
import type { Vocabulary } from '../../language/vocabulary';
import type { ImportedNetwork } from '../imported';
import { parameterKey, type Layer, type Network } from '../network';
import { ChainResolver } from './chain';
import { NetworkDraft } from './draft';
import { resolveImported } from './imported';
import { Ids, labelsIn } from './ids';
import { divideInput } from './inputs';
import { misplacedSettings } from './modelSettings';
import type { Above, Scope } from './scope';

export interface ResolveContext {
  readonly vocabulary: Vocabulary;
  readonly blocks: ReadonlyMap<string, BlockDeclaration>;
  readonly lets: ValueScope;
  /** The model in a file, for networks from one; undefined when it cannot be read, which is reported elsewhere. */
  readonly imported?: (from: FileName) => ImportedNetwork | undefined;
}

export interface ResolvedNetwork {
  /** Absent when there are errors. */
  readonly network?: Network;
  /** Every layer that could be resolved, also of a network with errors. */
  readonly layers: readonly Layer[];
  readonly diagnostics: readonly Diagnostic[];
  /** The notebook asks for too much: nothing after this network is to be looked at. */
  readonly limit?: LimitError;
}

/** Turns a `network` declaration into layers with shapes, or into what is wrong with it. */
export function resolveNetwork(
  declaration: NetworkDeclaration,
  context: ResolveContext,
): ResolvedNetwork {
  const { body, name, location } = declaration;
  const draft = new NetworkDraft(context, new Ids(new Set(labelsIn(body))));
  const scope: Scope = {
    prefix: '',
    suffix: '',
    groups: [],
    blocks: [],
    variables: context.lets,
    labels: new Map(),
  };
  const { from } = declaration;
  const imported = from && context.imported?.(from);
  if (from && !imported) return { layers: [], diagnostics: [] };
  const { diagnostics } = draft;
  try {
    let above: Above;
    let statements = body;
    if (imported) {
      above = resolveImported({ ...declaration, from }, imported, draft, scope);
      // Its first `input` line says what the file leaves open.
      const line = body.find(({ kind }) => kind === 'input');
      statements = body.filter((statement) => statement !== line);
    } else {
      misplacedSettings(declaration).forEach((error) => draft.report(error));
      divideInput(body, draft, scope);
    }
    new ChainResolver(draft).chain(statements, above, scope);
  } catch (error) {
    if (error instanceof LimitError)
      return { layers: [...draft.layers.values()], diagnostics, limit: error };
    // Only what a model from a file is refused for comes here.
    if (!(error instanceof LanguageError)) throw error;
    return { layers: [], diagnostics: [...diagnostics, error.toDiagnostic()] };
  }
  const { input } = draft;
  const layers = [...draft.layers.values()];
  const complain = (code: string, message: string) =>
    draft.report(new LanguageError(code, `\`${name.text}\` ${message}`, name.location));
  const incomplete = declaration.incomplete ?? draft.incomplete;
  if (!incomplete && diagnostics.length === 0) {
    if (!input) complain('no-input', 'has no input; start with `input image[1, 28, 28]`');
    if (!layers.some(({ output }) => output)) {
      complain('no-output', 'has no output; end with a line such as `output: dense(10) softmax`');
    }
  }
  const hasErrors = incomplete || diagnostics.length > 0;
  if (hasErrors || !input) return { layers, diagnostics };

  const used = reaching(layers);
  const unused = layers.filter((layer) => !used.has(layer.id));
  for (const layer of unused) if (!layer.stored) diagnostics.push(unusedWarning(layer));
  const kept = layers.filter((layer) => used.has(layer.id));
  const outputs = kept
    .filter((layer) => layer.output)
    .sort((a, b) => b.output!.weight - a.output!.weight);
  return {
    network: {
      name: name.text,
      input,
      layers: kept,
      outputs,
      location,
      sites: draft.sites,
      ...(imported && { source: { ...imported.source, location: from.location } }),
    },
    layers,
    diagnostics,
  };
}

/** Ids of the layers that a head or a penalty depends on, through values or shared parameters. */
function reaching(layers: readonly Layer[]): ReadonlySet<string> {
  const used = new Set<string>();
  const keyOwners = new Map(
    layers.flatMap((layer) =>
      layer.parameters.map((spec) => [parameterKey(layer, spec), layer.id]),
    ),
  );
  for (const layer of layers.toReversed()) {
    const isEnd = layer.output ?? layer.entry.penalizes;
    if (!isEnd && !used.has(layer.id)) continue;
    used.add(layer.id);
    for (const id of layer.inputs) used.add(id);
    for (const { key } of layer.shared?.values() ?? []) used.add(keyOwners.get(key)!);
  }
  return used;
}

const unusedWarning = ({ id, location }: Layer): Diagnostic => ({
  severity: 'warning',
  code: 'unused-layer',
  message: `no output or penalty depends on \`${id}\`; it is left out of the network`,
  location,
});
