import type { Arithmetic } from '../../graph/arithmetic';
import { flagOf, numberOf } from '../../graph/attributes';
import type { Value } from '../../graph/graph';
import { transposeMatrix } from '../../graph/layout';
import {
  conversion,
  required,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Scaled dot-product attention (Vaswani et al. 2017), written out. */

/** [N, steps, heads · size] or [N, heads, steps, size] as [N, heads, steps, size]. */
function byHead(node: ImportedNode, index: number, heads: string): Value {
  const { graph, operator, attributes } = node;
  const x = required(node, index);
  const { shape } = x.type;
  if (shape.length === 4) return x;
  const count = numberOf(attributes, heads, 0);
  const [, steps, features] = shape;
  if (shape.length !== 3 || count < 1 || typeof steps !== 'number' || typeof features !== 'number')
    throw unsupported(operator, `an input without \`${heads}\` or of unknown length`);
  const split = graph.reshape(x, [-1, steps, count, features / count]);
  return graph.transpose(split, { perm: [0, 2, 1, 3] });
}

/** Keys or values for each head of the queries: groups of them share one. */
function repeated({ graph, operator }: ImportedNode, x: Value, heads: number): Value {
  const [, own, steps, size] = x.type.shape as number[];
  if (own === heads) return x;
  if (heads % own !== 0)
    throw unsupported(operator, `${own} heads of keys for ${heads} of queries`);
  const times = heads / own;
  const each = graph.expand(graph.unsqueeze(x, [2]), [1, 1, times, 1, 1]);
  return graph.reshape(each, [-1, heads, steps, size]);
}

function causal(node: ImportedNode, queries: number, keys: number): Value {
  const mask = Float32Array.from({ length: queries * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? -1e9 : 0,
  );
  return node.graph.constant(mask, [queries, keys]);
}

/** What of a mask is added to scores: where it is false, enough to hide them. */
function added({ graph }: ImportedNode, a: Arithmetic, mask: Value): Value {
  if (mask.type.dataType !== 'bool') return mask;
  return a.mul(a.sub(graph.cast(mask, { to: 1 }), 1), 1e9);
}

function attention(node: ImportedNode, a: Arithmetic): Value {
  const { graph, operator, attributes, inputs } = node;
  if (inputs[4] || inputs[5]) throw unsupported(operator, 'past keys and values (inputs 4 and 5)');
  if (inputs[6]) throw unsupported(operator, 'lengths that are no padding (input 6)');
  for (const name of ['softcap', 'qk_matmul_output_mode'])
    if (numberOf(attributes, name, 0) !== 0) throw unsupported(operator, `the attribute '${name}'`);
  const q = byHead(node, 0, 'q_num_heads');
  const [, heads, queries, size] = q.type.shape as number[];
  const k = repeated(node, byHead(node, 1, 'kv_num_heads'), heads);
  const v = repeated(node, byHead(node, 2, 'kv_num_heads'), heads);
  const scale = numberOf(attributes, 'scale', 1 / Math.sqrt(size));
  let scores = graph.matMul(a.mul(q, scale), transposeMatrix(graph, k));
  const keys = k.type.shape[2] as number;
  if (flagOf(attributes, 'is_causal', false)) scores = a.add(scores, causal(node, queries, keys));
  if (inputs[3]) scores = a.add(scores, added(node, a, inputs[3]));
  const read = graph.matMul(graph.softmax(scores, { axis: -1 }), v);
  if (required(node, 0).type.shape.length === 4) return read;
  const width = v.type.shape[3] as number;
  const bySteps = graph.transpose(read, { perm: [0, 2, 1, 3] });
  return graph.reshape(bySteps, [-1, queries, heads * width]);
}

export const attentionConversions: readonly Conversion[] = [
  conversion(
    'Attention',
    [23],
    [
      ...['is_causal', 'q_num_heads', 'kv_num_heads', 'scale', 'softcap', 'softmax_precision'],
      'qk_matmul_output_mode',
    ],
    attention,
  ),
];
