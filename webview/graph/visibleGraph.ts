import * as l10n from '@vscode/l10n';
import {
  plural,
  formatBytes,
  formatCount,
  formatInteger,
  formatShape,
} from '../../src/text/numbers';
import type { BoxFamily, GraphLayer, GraphSource, Length } from './source';

/** A box of the layer graph: the input, a layer, or a folded group of layers. */
export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly operator: string;
  /** Main arguments and activation. */
  readonly detail: string;
  readonly shape: readonly Length[];
  readonly parameters: string;
  /** For one sample; absent where nothing is known of it. */
  readonly multiplyAdds?: string;
  /** Of parameters and of the output for one sample. */
  readonly memory?: string;
  readonly family: BoxFamily;
  readonly isOutput: boolean;
  /** Innermost open group around the box. */
  readonly parent: string | undefined;
  /** Set when the box is a folded group: its layers. */
  readonly folded: readonly GraphLayer[] | undefined;
  readonly layer: GraphLayer | undefined;
  /** Something in it cannot be part of a network. */
  readonly isProblem?: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Shape of what flows along it. */
  readonly shape: readonly Length[];
}

/** An open group: a frame around its boxes. */
export interface GraphGroup {
  readonly id: string;
  readonly title: string;
  readonly parent: string | undefined;
}

export interface VisibleGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
}

const inputId = 'input';
const separator = '/';

/** Groups around a layer, outermost first: `name` is shown, `id` is unique in the network. */
type Path = readonly { readonly id: string; readonly name: string }[];

/**
 * The groups worth a frame. The branches of a join carry the join's id as their group: outside of any other group the
 * join belongs to that frame too; further in, the frame around it is enough.
 */
export function groupPaths(network: GraphSource): ReadonlyMap<string, Path> {
  const layers = new Set(network.layers.map(({ id }) => id));
  const outermost = new Set(network.layers.map(({ groups }) => groups[0]));
  return new Map(
    network.layers.map(({ id, groups }) => {
      const names =
        groups.length === 0 && outermost.has(id)
          ? [id]
          : groups.filter((group, depth) => depth === 0 || !layers.has(group));
      return [
        id,
        names.map((name, depth) => ({ id: names.slice(0, depth + 1).join(separator), name })),
      ];
    }),
  );
}

/** Groups to fold at first: none in a small network, the outermost ones in a big one. */
export const initiallyFolded = (network: GraphSource, mostBoxes = 48): ReadonlySet<string> =>
  network.layers.length <= mostBoxes ? new Set() : outermostGroups(network);

export const outermostGroups = (network: GraphSource): ReadonlySet<string> =>
  new Set([...groupPaths(network).values()].flatMap(([first]) => (first ? [first.id] : [])));

/** Folded groups after the user has opened or closed some. */
export const withToggled = (
  folded: ReadonlySet<string>,
  toggled: ReadonlySet<string>,
): ReadonlySet<string> =>
  new Set([
    ...[...folded].filter((group) => !toggled.has(group)),
    ...[...toggled].filter((group) => !folded.has(group)),
  ]);

/** Boxes, edges and frames to draw when the given groups are folded. */
export function visibleGraph(network: GraphSource, folded: ReadonlySet<string>): VisibleGraph {
  const boxes = new Map<string, () => GraphNode>([[inputId, () => inputNode(network)]]);
  const members = new Map<string, GraphLayer[]>();
  const groups = new Map<string, GraphGroup>();
  const boxOf = new Map([[inputId, inputId]]);
  const shapes = new Map<string, readonly Length[]>([[inputId, network.input.shape]]);
  const edges = new Map<string, GraphEdge>();

  const paths = groupPaths(network);
  for (const layer of network.layers) {
    const path = paths.get(layer.id) ?? [];
    const foldedAt = path.findIndex(({ id }) => folded.has(id));
    const open = foldedAt < 0 ? path : path.slice(0, foldedAt);
    open.forEach(({ id, name }, depth) =>
      groups.set(id, { id, title: shortName(name, open[depth - 1]), parent: open[depth - 1]?.id }),
    );
    const frame = open.at(-1);
    const group = path[foldedAt];
    const box = group ? `group:${group.id}` : layer.id;
    if (group) {
      const inside = members.get(box) ?? [];
      inside.push(layer);
      members.set(box, inside);
      boxes.set(box, () => groupNode(box, shortName(group.name, frame), inside, frame?.id));
    } else {
      boxes.set(box, () => layerNode(layer, shortName(layer.id, frame), frame?.id));
    }
    boxOf.set(layer.id, box);
    shapes.set(layer.id, layer.shape);
    for (const input of layer.inputs) {
      const from = boxOf.get(input);
      if (from === undefined || from === box) continue;
      edges.set(`${from}→${box}`, { from, to: box, shape: shapes.get(input) ?? [] });
    }
  }
  const nodes = [...boxes.values()].map((node) => node());
  return { nodes, edges: [...edges.values()], groups: [...groups.values()] };
}

const inputNode = ({ input }: GraphSource): GraphNode => ({
  id: inputId,
  title: input.name,
  operator: 'input',
  detail: '',
  shape: input.shape,
  parameters: '',
  family: 'input',
  isOutput: false,
  parent: undefined,
  folded: undefined,
  layer: undefined,
});

/** A name without the prefix that the frame around it shows: `inception_1.b3` → `b3`. */
export const shortName = (name: string, frame: { readonly name: string } | undefined): string =>
  frame && name.startsWith(frame.name) && /^[./]/.test(name.slice(frame.name.length))
    ? name.slice(frame.name.length + 1)
    : name;

const layerNode = (layer: GraphLayer, title: string, parent: string | undefined): GraphNode => ({
  id: layer.id,
  title,
  operator: layer.operator,
  detail: [mainArguments(layer), ...layer.activations].filter(Boolean).join(' · '),
  shape: layer.shape,
  parameters: layer.parameterCount > 0 ? formatInteger(layer.parameterCount) : '',
  ...costs([layer]),
  family: layer.family,
  isOutput: layer.output !== undefined,
  parent,
  folded: undefined,
  layer,
  isProblem: layer.problem !== undefined,
});

/** What layers cost together. */
function costs(layers: readonly GraphLayer[]): Pick<GraphNode, 'multiplyAdds' | 'memory'> {
  const sum = (key: 'multiplyAdds' | 'memory') =>
    layers.reduce((total, layer) => total + layer[key], 0);
  const [multiplyAdds, memory] = [sum('multiplyAdds'), sum('memory')];
  return {
    ...(multiplyAdds > 0 && { multiplyAdds: formatCount(multiplyAdds) }),
    ...(memory > 0 && { memory: formatBytes(memory) }),
  };
}

function groupNode(
  id: string,
  title: string,
  members: readonly GraphLayer[],
  parent: string | undefined,
): GraphNode {
  const parameters = members.reduce((sum, layer) => sum + layer.parameterCount, 0);
  return {
    id,
    title,
    operator: '',
    detail: plural(members.length, l10n.t('1 layer'), l10n.t('{0} layers', members.length)),
    shape: members.at(-1)?.shape ?? [],
    parameters: parameters > 0 ? formatCount(parameters) : '',
    ...costs(members),
    family: 'group',
    isOutput: members.some(({ output }) => output !== undefined),
    parent,
    folded: members,
    layer: undefined,
    isProblem: members.some(({ problem }) => problem !== undefined),
  };
}

/** `conv(6, kernel: 5, padding: 2)` → `6, kernel 5, padding 2`; the window of a pooling layer as `2×2`. */
export function mainArguments({ text, family }: Pick<GraphLayer, 'text' | 'family'>): string {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return '';
  const list = text.slice(open + 1, close).replaceAll(': ', ' ');
  return family === 'pooling' ? list.replace(/^(\d+)(?=,|$)/, '$1×$1') : list;
}

/** What a screen reader says of a box. */
export function describeNode(node: GraphNode): string {
  const parts = [
    node.title,
    node.layer ? [node.layer.text, ...node.layer.activations].join(' ') : node.operator,
    !node.layer && node.detail,
    node.shape.length > 0 && l10n.t('shape {0}', formatShape(node.shape)),
    node.parameters && l10n.t('{0} parameters', node.parameters),
    node.multiplyAdds && l10n.t('{0} multiply-adds', node.multiplyAdds),
    node.memory,
    node.isOutput && l10n.t('output'),
    node.folded && l10n.t('folded group'),
    node.isProblem && l10n.t('not supported'),
  ];
  return parts.filter(Boolean).join(', ');
}
