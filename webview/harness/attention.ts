import type { Packed } from '../../src/views/packed';
import type { Answer, LayerRow } from '../../src/views/payloads';
import { encodeTensor } from '../featureMaps/tensor';

/** Rows of a map, at most, as the core has it. */
const mostInMap = 256;

type Attention = Packed<Answer>['attention'][number];

/** What heads of attention are often seen to do: each reads a distance back, the beginning, or what stands at like places. */
export function attentionOf(
  { id, shape, attends }: LayerRow,
  { heads, query }: { readonly heads?: number[]; readonly query?: number },
  at: number,
): Attention {
  const { heads: count = 1, causal = false } = attends ?? {};
  const [steps = 1] = shape;
  const block = Math.ceil(steps / mostInMap);
  const side = Math.ceil(steps / block);
  const score = (head: number, from: number, to: number) => {
    const back = from - to;
    if (head % 4 === 0) return 4 * Math.exp(-((back - 1) ** 2));
    if (head % 4 === 1) return 3 * Math.cos((2 * Math.PI * back) / 5);
    if (head % 4 === 2) return to === 0 ? 4 : 2 * Math.sin(to * to);
    return 2 * Math.sin(from * 0.7) * Math.cos(to * 1.3 + at);
  };
  const sharesOf = (head: number, from: number): Float32Array => {
    const powers = Float32Array.from({ length: steps }, (_, to) =>
      causal && to > from ? 0 : Math.exp(score(head, from, to)),
    );
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  };
  const mapOf = (head: number): Float32Array => {
    const map = new Float32Array(side * side);
    for (let from = 0; from < steps; from++) {
      const row = Math.floor(from / block);
      const rows = Math.min(block, steps - row * block);
      sharesOf(head, from).forEach((share, to) => {
        const place = row * side + Math.floor(to / block);
        map[place] = (map[place] ?? 0) + share / rows;
      });
    }
    return map;
  };
  const joined = (parts: readonly Float32Array[], size: number) => {
    const all = new Float32Array(parts.length * size);
    parts.forEach((part, i) => all.set(part, i * size));
    return all;
  };
  const all = [...Array(count).keys()];
  const maps = heads && all.map(mapOf);
  return {
    ...{ layer: id, heads: count, steps, block },
    ...(maps && {
      maps: {
        mean: encodeTensor(
          [side, side],
          Float32Array.from(
            { length: side * side },
            (_, i) => maps.reduce((sum, map) => sum + (map[i] ?? 0), 0) / count,
          ),
        ),
        heads: encodeTensor(
          [heads.length, side, side],
          joined(
            heads.map((head) => maps[head] ?? new Float32Array(side * side)),
            side * side,
          ),
        ),
      },
    }),
    ...(query !== undefined && {
      query: {
        step: query,
        shares: encodeTensor(
          [count, steps],
          joined(
            all.map((head) => sharesOf(head, query)),
            steps,
          ),
        ),
      },
    }),
  };
}
