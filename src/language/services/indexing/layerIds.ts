import { locate } from '../../source';
import type { ChainStatement, Name } from '../../syntax';
import type { Definition } from './definition';

/** A layer of a chain, as ids name it. */
interface Named {
  readonly definition?: Definition;
  /** The word it is made by: the name of a block, for one. */
  readonly operator: Name;
  /** How many repeats are around it: its id has a number for each turn, `C1_2_1`. */
  readonly depth: number;
}

/** A part of an id, and what it names. */
interface Part {
  readonly location: Name['location'];
  readonly definition: Definition;
}

const turn = /_\d+$/;

/**
 * What the ids of the layers of a network or block stand for: labels, with a number for each repeat around them, and words
 * with a number, `conv_2`, for layers without a label. Layers of blocks follow a dot: `unit_1.C1`.
 */
export class LayerIds {
  private readonly labels = new Map<string, Named[]>();
  private readonly operators = new Map<string, Name>();

  /** `meant`: what the name of an operator refers to. */
  constructor(readonly meant: (operator: Name) => Definition | undefined) {}

  /** A layer with a label. */
  add(definition: Definition, operator: Name, depth: number): void {
    const named = { definition, operator, depth };
    const known = this.labels.get(definition.name);
    if (known) known.push(named);
    else this.labels.set(definition.name, [named]);
  }

  /** A layer without one. */
  addUnlabelled(operator: Name): void {
    if (!this.operators.has(operator.text)) this.operators.set(operator.text, operator);
  }

  /** Whether a layer of this chain may have this id. */
  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  /** How many labels give the same id as another one, or as a layer without a label, whose number then depends on them. */
  get clashes(): number {
    const all = [...this.labels].flatMap(([text, named]) => named.map((one) => ({ text, one })));
    return all.filter(({ text, one }) => {
      const meets = (base: string, turns: number) =>
        (turns === 1 && this.operators.has(base)) ||
        this.labels.get(base)?.some((other) => other !== one && other.depth === turns) === true;
      let [base, turns] = [text, one.depth];
      for (; turn.test(base) && !meets(base, turns); turns++) base = base.replace(turn, '');
      return meets(base, turns);
    }).length;
  }

  /** The layer of an id without dots. */
  find(id: string): Found | undefined {
    const own = this.labels.get(id)?.find(({ depth }) => depth === 0);
    if (own) return { base: id, named: own };
    let base = id;
    for (let depth = 1; turn.test(base); depth++) {
      base = base.replace(turn, '');
      const inRepeat = this.labels.get(base)?.find((named) => named.depth === depth);
      if (inRepeat) return { base, named: inRepeat };
      const operator = depth === 1 ? this.operators.get(base) : undefined;
      if (operator) return { base, named: { operator, depth: 0 } };
    }
    return undefined;
  }
}

interface Found {
  readonly base: string;
  readonly named: Named;
}

/** The names in an id, part by part; `blocks` gives the ids of a block. Undefined where no layer has it. */
export function namesInId(
  path: readonly Name[],
  start: LayerIds,
  blocks: (operator: Name) => LayerIds | undefined,
): readonly Part[] | undefined {
  const parts: Part[] = [];
  let ids: LayerIds | undefined = start;
  for (const { text, location } of path) {
    const found: Found | undefined = ids?.find(text);
    if (!ids || !found) return undefined;
    const { base, named } = found;
    const definition = named.definition ?? ids.meant(named.operator);
    const { cell, start: at } = location;
    if (definition) parts.push({ location: locate(cell, at, at + base.length), definition });
    ids = blocks(named.operator);
  }
  return parts;
}

/** Takes up the layers of a chain; `define` gives the definition of a label, once. */
export function collectIds(
  statements: readonly ChainStatement[],
  ids: LayerIds,
  define: (statement: ChainStatement) => Definition | undefined,
  depth = 0,
): void {
  for (const statement of statements) {
    if (statement.kind === 'repeat') {
      collectIds(statement.body, ids, define, depth + 1);
      continue;
    }
    const definition = define(statement);
    if (statement.kind === 'input') continue;
    if (definition) ids.add(definition, statement.call.name, depth);
    else ids.addUnlabelled(statement.call.name);
    if (statement.kind === 'branch') {
      for (const branch of statement.branches) collectIds(branch, ids, define, depth);
    }
  }
}
