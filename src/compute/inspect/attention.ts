import type { Network } from '../../network/network';
import { answerLimits, type Attention, type AttentionPart } from '../protocol/answer';
import { toWireTensor } from '../protocol/wireTensor';
import { userError } from '../wire/error';
import { assertFew, joined } from './part';
import { layersNamed } from './subject';

/** What is wanted of a layer's attention, and how much that is. */
export interface WantedAttention extends AttentionPart {
  /** Of the layer. */
  readonly count: number;
  readonly steps: number;
  readonly block: number;
}

/** Throws a `CoreError` where a layer does not attend, has no such head or step, or too much is wanted. */
export function attentionWanted(
  network: Network,
  parts: readonly AttentionPart[],
): readonly WantedAttention[] {
  const wanted = parts.map((part): WantedAttention => {
    const [{ id, entry, arguments: values, shape }] = layersNamed(network, [part.layer]);
    const attends = entry.attends?.(values);
    if (!attends)
      throw userError('no-attention', `\`${id}\` has no attention: it is \`${entry.name}\`.`);
    const { heads: count } = attends;
    const [steps] = shape;
    const none = (what: string, place: number, of: number) =>
      userError('no-part', `\`${id}\` has no ${what} ${place}: it has ${of}, counted from 0.`);
    const beyond = part.heads?.find((head) => head >= count);
    if (beyond !== undefined) throw none('head', beyond, count);
    if (part.query !== undefined && part.query >= steps) throw none('step', part.query, steps);
    return { ...part, count, steps, block: Math.ceil(steps / answerLimits.attentionSide) };
  });
  const sum = (of: (part: WantedAttention) => number) =>
    wanted.reduce((total, part) => total + of(part), 0);
  assertFew(
    sum(({ count, steps }) => count * steps ** 2),
    answerLimits.attentionWhole,
    'shares of attention',
    'Shorter sequences or fewer heads can be shown.',
  );
  assertFew(
    // The mean of all heads is a map, too.
    sum(
      ({ heads, steps, block }) => (heads ? heads.length + 1 : 0) * Math.ceil(steps / block) ** 2,
    ),
    answerLimits.attention,
    'shares in maps of attention',
    'Choose fewer heads or layers.',
  );
  return wanted;
}

/** What is told of a layer's shares, [heads, steps, steps]. */
export function attentionTold(wanted: WantedAttention, shares: Float32Array): Attention {
  const { layer, heads, query, count, steps, block } = wanted;
  const size = steps ** 2;
  const side = Math.ceil(steps / block);
  const ofHead = (head: number) => shares.subarray(head * size, (head + 1) * size);
  const mean = () =>
    inBlocks(meanOf(Array.from({ length: count }, (_, h) => ofHead(h))), steps, block);
  return {
    ...{ layer, heads: count, steps, block },
    ...(heads && {
      maps: {
        mean: toWireTensor([side, side], mean()),
        heads: toWireTensor(
          [heads.length, side, side],
          joined(heads.map((head) => inBlocks(ofHead(head), steps, block))),
        ),
      },
    }),
    ...(query !== undefined && {
      query: {
        step: query,
        shares: toWireTensor(
          [count, steps],
          joined(
            Array.from({ length: count }, (_, head) =>
              ofHead(head).subarray(query * steps, (query + 1) * steps),
            ),
          ),
        ),
      },
    }),
  };
}

/** Sums over blocks of columns, in the mean over blocks of rows, of shares [steps, steps]: rows go on to sum to 1. */
export function inBlocks(shares: Float32Array, steps: number, block: number): Float32Array {
  if (block === 1) return shares;
  const side = Math.ceil(steps / block);
  const told = new Float32Array(side * side);
  for (let row = 0; row < steps; row++) {
    const to = Math.floor(row / block);
    const rows = Math.min(block, steps - to * block);
    for (let column = 0; column < steps; column++)
      told[to * side + Math.floor(column / block)] += shares[row * steps + column] / rows;
  }
  return told;
}

function meanOf(maps: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(maps[0].length);
  for (const map of maps) for (let i = 0; i < map.length; i++) mean[i] += map[i] / maps.length;
  return mean;
}
