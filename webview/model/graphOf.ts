import * as l10n from '@vscode/l10n';
import { prefixes } from '../../src/network/resolve/prefixes';
import { elements } from '../../src/shape/elements';
import type { DescribedNode, DescribedTensor, ModelDescription } from '../../src/views/model';
import type { GraphLayer, GraphSource, Length } from '../graph/source';

/** All numbers that tensors hold. */
export const storedNumbers = (tensors: readonly Pick<DescribedTensor, 'shape'>[]): number =>
  tensors.reduce((sum, { shape }) => sum + elements(shape), 0);

export interface ModelGraphSource extends GraphSource {
  /** By the ids of their layers. */
  readonly nodes: ReadonlyMap<string, DescribedNode>;
}

/** The nodes of a model as the graph draws them: each with the stored tensors it reads. */
export function graphOf(model: ModelDescription): ModelGraphSource {
  const [first, ...others] = model.inputs;
  const ids = uniqueIds(['input', ...others.map(({ name }) => name), ...model.nodes.map(nameOf)]);
  const stored = new Map(model.tensors.map((tensor) => [tensor.name, tensor]));
  const outputs = new Set(model.outputs.map(({ name }) => name));
  const producers = new Map<string, string>(first ? [[first.name, 'input']] : []);
  others.forEach(({ name }, i) => producers.set(name, ids[1 + i] ?? name));
  model.nodes.forEach((node, i) => {
    const id = ids[1 + others.length + i] ?? node.name;
    for (const output of node.outputs) if (output !== '') producers.set(output, id);
  });
  const layers: GraphLayer[] = others.map(({ name, shape = [] }, i) => ({
    ...{
      id: ids[1 + i] ?? name,
      operator: 'input',
      family: 'other',
      text: l10n.t('input'),
      activations: [],
    },
    ...{
      inputs: [],
      shape,
      parameters: [],
      parameterCount: 0,
      multiplyAdds: 0,
      memory: 0,
      groups: [],
    },
  }));
  const nodes = new Map<string, DescribedNode>();
  model.nodes.forEach((node, i) => {
    const id = ids[1 + others.length + i] ?? node.name;
    nodes.set(id, node);
    const parameters = node.inputs.flatMap((name) => {
      const tensor = stored.get(name);
      return tensor ? [{ name, shape: tensor.shape }] : [];
    });
    const read = node.inputs.flatMap((name) => producers.get(name) ?? []);
    const output = node.outputs.find((name) => outputs.has(name));
    const shape = node.shape ?? [];
    const parameterCount = storedNumbers(parameters);
    layers.push({
      id,
      operator: node.domain ? `${node.domain}.${node.operator}` : node.operator,
      family: node.family,
      text: callOf(node),
      activations: [],
      inputs: [...new Set(read)],
      ...{ shape, parameters, parameterCount },
      multiplyAdds: node.multiplyAdds ?? 0,
      memory: 4 * (parameterCount + outputLength(shape)),
      groups: id.includes('/') ? prefixes(id) : [],
      ...(output !== undefined && { output: { name: output, weight: 1 } }),
      ...(node.problem !== undefined && { problem: node.problem }),
    });
  });
  return {
    name: model.name,
    input: { name: first?.name ?? '–', shape: first?.shape ?? [] },
    layers: withRuns(withoutWidest(layers)),
    nodes,
  };
}

const nameOf = ({ name, operator }: DescribedNode): string => name || operator;

/** Names that differ: what is called alike is numbered. */
function uniqueIds(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let id = name;
    for (let number = 2; used.has(id); number++) id = `${name} (${number})`;
    used.add(id);
    return id;
  });
}

const callOf = ({ operator, attributes }: DescribedNode): string =>
  attributes.length === 0
    ? operator
    : `${operator}(${attributes.map(({ name, text }) => `${name}: ${text}`).join(', ')})`;

/** Elements of an output for one sample: lengths that are open count once. */
const outputLength = (shape: readonly Length[]): number =>
  shape.length === 0
    ? 0
    : shape.reduce<number>((product, n) => product * (typeof n === 'number' ? n : 1), 1);

/** A frame around nearly everything shows nothing, nor does one around what another one is around. */
const mostInGroup = 0.8;

function withoutWidest(layers: readonly GraphLayer[]): readonly GraphLayer[] {
  const sizes = new Map<string, number>();
  for (const { groups } of layers)
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return layers.map((layer) => ({
    ...layer,
    groups: layer.groups.filter((group, depth) => {
      const size = sizes.get(group) ?? 0;
      const around = layer.groups[depth - 1];
      const isFrame = size > 1 && size < mostInGroup * layers.length;
      return isFrame && (around === undefined || sizes.get(around) !== size);
    }),
  }));
}

/** Nodes in a box, where the names of the file form no groups; graphs of fewer are drawn as they are. */
const [run, fewest] = [40, 160];

/** A long model whose names form no groups, in boxes of nodes that follow each other. */
function withRuns(layers: readonly GraphLayer[]): readonly GraphLayer[] {
  const grouped = layers.filter(({ groups }) => groups.length > 0).length;
  if (layers.length < fewest || grouped > layers.length / 2) return layers;
  return layers.map((layer, i) => {
    const from = i - (i % run);
    const to = Math.min(layers.length, from + run);
    return { ...layer, groups: [l10n.t('nodes {0}–{1}', from + 1, to)] };
  });
}
