import type { Random } from '../../src/random/random';
import { mutateBytes, mutateText, pick } from './mutate';

/** A part of a tree of plain data: where it hangs, and what it is. */
interface Part {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

/** Everything a value is made of, itself apart. */
function partsOf(value: unknown): Part[] {
  const parts: Part[] = [];
  const visit = (parent: unknown): void => {
    if (typeof parent !== 'object' || parent === null || ArrayBuffer.isView(parent)) return;
    for (const key of Object.keys(parent)) {
      if (key.startsWith('$') || key === 'case') continue; // the type of a message, of a field
      parts.push({ parent: parent as Record<string, unknown>, key });
      visit((parent as Record<string, unknown>)[key]);
    }
  };
  visit(value);
  return parts;
}

const integers = [0, 1, -1, 2, 3, 7, 8, 10, 16, 17, 255, 65536, 2 ** 31 - 1, -(2 ** 31)];
const longs = [...integers.map(BigInt), 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)];
const fractions = [0.5, -0.5, 1e-300, 1e30, -1e30];

/**
 * Changes up to four parts of a tree of plain data, each to another value of its type: numbers to those at the edges, texts
 * to others of the tree, lists shortened, doubled, shuffled. `wild` also puts values of other types in their place.
 */
export function mutateValue(random: Random, value: object, wild = false): void {
  for (let i = random.integer(4); i >= 0; i--) {
    const parts = partsOf(value);
    if (parts.length === 0) return;
    const { parent, key } = pick(random, parts);
    if (wild && random.integer(4) === 0) {
      const other = pick(random, parts);
      parent[key] = structuredClone(
        pick(random, [null, true, '', [], {}, -1, 1e999, other.parent[other.key]]),
      );
    } else parent[key] = changed(random, parent[key], parts);
  }
}

function changed(random: Random, old: unknown, parts: readonly Part[]): unknown {
  switch (typeof old) {
    case 'number':
      return pick(random, Number.isInteger(old) ? integers : [...fractions, ...integers]);
    case 'bigint':
      return pick(random, longs);
    case 'boolean':
      return !old;
    case 'string': {
      const texts = parts.flatMap(({ parent, key }) => {
        const text = parent[key];
        return typeof text === 'string' ? text : [];
      });
      return random.integer(3) === 0 ? mutateText(random, old) : pick(random, texts);
    }
    default:
      if (old instanceof Uint8Array) return mutateBytes(random, old);
      return Array.isArray(old) ? changedList(random, old) : old;
  }
}

function changedList(random: Random, list: readonly unknown[]): unknown[] {
  const at = random.integer(list.length + 1);
  switch (random.integer(4)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return list.toSpliced(at, 0, ...list.slice(at, at + 1)); // the same object twice
    case 2:
      return list.length === 0 ? [] : list.toSpliced(at, 0, pick(random, list));
    default:
      return [...list.slice(at), ...list.slice(0, at)];
  }
}
