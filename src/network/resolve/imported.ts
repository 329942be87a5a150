import { LanguageError, type Location } from '../../language/source';
import type { FileName, InputStatement, NetworkDeclaration } from '../../language/syntax';
import type { ActivationEntry, LayerEntry } from '../entries';
import type { ImportedLayer, ImportedNetwork, ImportedParameter } from '../imported';
import { identity } from '../layers/identity';
import type { Layer } from '../network';
import type { ParameterSpec, Shape, SharedParameter } from '../parameters';
import { formatShape } from '../../text/numbers';
import type { NetworkDraft } from './draft';
import { modelSettings, type ModelSettings } from './modelSettings';
import { prefixes } from './prefixes';
import type { Above, Scope } from './scope';
import { elements } from '../../shape/elements';

/** Names that step graphs and exported models use beside those of parameters. */
const reserved = new Set([
  ...['samples', 'targets', 'rate', 'step', 'loss', 'correct', 'gradients', 'lossSum'],
  ...['prediction', 'probabilities', 'logits'],
]);

/**
 * Puts the nodes of a model from a file into a draft, as layers under the names of the nodes. Gives what the text's
 * first layer reads; without layers in the text the model's outputs are the network's, the first one to be trained. Throws
 * `LanguageError`.
 */
export function resolveImported(
  declaration: NetworkDeclaration & { readonly from: FileName },
  imported: ImportedNetwork,
  draft: NetworkDraft,
  scope: Scope,
): Above {
  const { from, body } = declaration;
  const statement = body.find((one) => one.kind === 'input');
  const tensor = onlyInput(imported, from.location);
  const shape = inputShape(imported, statement, draft, scope, from.location);
  draft.input = { name: tensor, shape, location: from.location };
  draft.ids.claim(tensor);
  const source = { id: 'input', shape };
  for (const label of ['input', tensor, ...(statement ? [statement.name.text] : [])]) {
    scope.labels.set(label, source);
  }
  const nodes = imported.layers(shape);
  draft.payNodes(nodes.length, from.location);
  const settings = modelSettings(declaration, imported, nodes, (error) => draft.report(error));
  const layers = new Layers(imported, settings, draft, from.location);
  const ids = new Map([[tensor, 'input']]);
  for (const node of nodes) {
    const layer = layers.add(
      node,
      node.inputs.map((name) => ids.get(name)!),
    );
    ids.set(node.tensor, layer.id);
    scope.labels.set(layer.id, { id: layer.id, shape: layer.shape });
  }
  const ends = settings.cut
    ? [settings.cut.tensor]
    : imported.outputs.filter((name) => ids.has(name));
  if (ends.length === 0) throw noOutput(imported, from.location);
  if (body.every(({ kind }) => kind === 'input')) {
    ends.forEach((name, i) => layers.makeHead(ids.get(name)!, name, i === 0 ? 1 : 0));
  }
  const id = ids.get(ends[0])!;
  return { id, shape: draft.layers.get(id)?.shape ?? shape };
}

/** Makes layers of nodes. */
class Layers {
  /** Parameters that have an owner, by their names in the file. */
  private readonly owned = new Map<string, SharedParameter>();
  private readonly stored: ReadonlyMap<string, ImportedParameter>;

  constructor(
    { parameters }: ImportedNetwork,
    private readonly settings: ModelSettings,
    private readonly draft: NetworkDraft,
    private readonly location: Location,
  ) {
    this.stored = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  }

  add(node: ImportedLayer, inputs: readonly string[]): Layer {
    const { draft, location } = this;
    const { name, operator, shape } = node;
    // Labels of the text come first: many files have a node `output`.
    const free = name !== '' && !draft.ids.isLabel(name) && draft.ids.claim(name);
    const id = free ? name : draft.ids.next('', operator);
    const shapes = inputs.map((input) => draft.layers.get(input)?.shape ?? draft.input!.shape);
    const own = node.parameters.filter((one) => !this.owned.has(one));
    const shared = node.parameters.flatMap((one) => {
      const parameter = this.owned.get(one);
      return parameter ? [[one, parameter] as const] : [];
    });
    const layer: Layer = {
      id,
      labelled: true,
      ...this.operation(node),
      arguments: node.attributes,
      inputs,
      inputShapes: shapes,
      shape,
      parameters: own.map((one) => this.spec(one, id)),
      ...(shared.length > 0 && { shared: new Map(shared) }),
      cost: { multiplyAdds: node.multiplyAdds },
      groups: prefixes(id),
      stored: true,
      location,
    };
    draft.layers.set(id, layer);
    return layer;
  }

  makeHead(id: string, name: string, weight: number): void {
    const layer = this.draft.layers.get(id);
    if (!layer || layer.output) return;
    this.draft.layers.set(id, { ...layer, output: { name, weight, stored: true } });
  }

  private operation(node: ImportedLayer): Pick<Layer, 'entry' | 'activations'> {
    const { operator, family, shape, multiplyAdds, activation } = node;
    const known = activation && this.draft.context.vocabulary.find('activation', activation);
    if (known) {
      const call = { name: known.name, arguments: {} };
      const entry: LayerEntry = { ...identity, name: operator, family };
      return { entry, activations: [{ entry: known as ActivationEntry, call }] };
    }
    const entry: LayerEntry = {
      kind: 'layer',
      name: operator,
      family,
      summary: `The ONNX operator ${operator}.`,
      parameters: {},
      example: '',
      infer: () => ({ shape, parameters: [], cost: { multiplyAdds } }),
      build: ({ graph, inputs, parameter }) => node.build(graph, inputs, parameter),
    };
    return { entry, activations: [] };
  }

  private spec(name: string, layer: string): ParameterSpec {
    const parameter = this.stored.get(name)!;
    const { shape, values, penalized } = parameter;
    const isFilter = penalized && shape.length > 2;
    const owner = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    const { ids } = this.draft;
    // A name that a layer of the text needs for its own: `output.weight`. Unlabelled ones evade it.
    const taken = reserved.has(name) || ids.isLabel(owner);
    if (!taken) ids.claim(owner);
    const key = taken ? `${layer}.${name}` : name;
    this.owned.set(name, { key, shape, transposed: false });
    return {
      name,
      key,
      shape,
      ...(values && { values }),
      penalized,
      initializer: { name: 'zeros', arguments: {} },
      // Only filters surely have their units on the first axis.
      fanIn: isFilter ? elements(shape.slice(1)) : 0,
      fanOut: 0,
      frozen: this.settings.frozen.has(parameter),
    };
  }
}

/** Types that samples are given as: whole numbers are tokens, which an embedding reads. */
const readable: ReadonlySet<string> = new Set(['float32', 'int64', 'int32']);

function onlyInput({ inputs }: ImportedNetwork, location: Location): string {
  const [input, ...more] = inputs;
  if (input && more.length === 0 && readable.has(input.dataType)) return input.name;
  const list = inputs.map(({ name, dataType }) => `\`${name}\` (${dataType})`).join(', ');
  const message = `a network reads one input of numbers; this model has ${list || 'none'}`;
  throw new LanguageError('model-inputs', message, location);
}

/** The shape in the file; lengths that it leaves open are those of an `input` line. */
function inputShape(
  { inputs: [{ name, shape }] }: ImportedNetwork,
  statement: InputStatement | undefined,
  draft: NetworkDraft,
  scope: Scope,
  location: Location,
): Shape {
  const given = statement?.shape.map((length) => draft.count(length, scope, 'a length'));
  const wanted = formatShape(shape);
  if (!given && shape.every((length) => typeof length === 'number') && shape.length > 0)
    return shape;
  if (!given) {
    const message = `the model leaves the shape ${wanted} of its input open; write it: \`input ${word(name)}[3, 224, 224]\``;
    throw new LanguageError('open-shape', message, location);
  }
  const fits =
    given.length === shape.length &&
    shape.every((length, axis) => typeof length === 'string' || length === given[axis]);
  if (fits) return given;
  const message = `the model reads samples of shape ${wanted}, not ${formatShape(given)}`;
  throw new LanguageError('shape-mismatch', message, statement!.location);
}

const word = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : 'image');

function noOutput({ outputs }: ImportedNetwork, location: Location): LanguageError {
  const message =
    `no output of the model (${outputs.join(', ')}) is float32 with a row for each sample; ` +
    'cut it at another tensor: `cut "NAME"`';
  return new LanguageError('no-output', message, location);
}
