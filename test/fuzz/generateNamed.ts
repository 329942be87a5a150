import { analyze } from '../../src/program/analyze';
import type { Random } from '../../src/random/random';
import { pick } from './mutate';

/** Names for everything, few, so that different things have the same one; some are words of the language. */
const names = [
  ...['a', 'b', 'n', 'f', 'C', 'C1', 'D', 'unit', 'x', 'é', 'net', 'digits'],
  ...['on', 'from', 'weight', 'train', 'relu', 'he', 'same', 'rate', 'dense', 'input', 'step'],
];

/** Layers that keep the shape [4, 8, 8], so that each can read any other. */
const layer = (parts: readonly string[]) => `conv(${parts.join(', ')})`;

/** What the lines of a network or block may use. */
interface Surroundings {
  readonly labels: string[];
  /** Labels taken in the whole network or block. */
  readonly taken: Set<string>;
  /** Names that hold 4, an activation. */
  readonly fours: readonly string[];
  readonly activations: readonly string[];
  readonly blocks: readonly string[];
  readonly depth: number;
}

/** Notebooks without errors, in which names of all kinds are used in all ways. */
export class NamedGenerator {
  constructor(private readonly random: Random) {}

  /** The code cells of a notebook; definitions may stand behind what uses them. */
  cells(): string[] {
    for (;;) {
      const definitions = this.definitions();
      const actions = this.actions(definitions);
      const cells = this.inCells([...this.shuffled(definitions), ...actions]);
      if (analyze(cells).diagnostics.every(({ severity }) => severity !== 'error')) return cells;
    }
  }

  private definitions(): string[] {
    const lets = this.unique(2 + this.random.integer(4));
    const kinds = lets.map(() => this.random.integer(4));
    const of = (kind: number) => lets.filter((_, i) => kinds[i] === kind);
    const values = [
      () =>
        pick(this.random, [
          '4',
          '2 * 2',
          ...of(0)
            .slice(0, 1)
            .map(() => '8 / 2'),
        ]),
      () => pick(this.random, ['relu', 'tanh', 'leaky_relu(0.1)']),
      () => '[4, 3]',
      () => pick(this.random, ['he', 'normal(0.1)']),
    ];
    const fours = [...of(0), ...of(2).map((name) => `${name}[0]`)];
    const starts = of(3);
    this.starts = starts;
    const common = { fours, activations: of(1) };
    const blocks = this.unique(this.random.integer(3));
    return [
      ...lets.map((name, i) => `let ${name} = ${values[kinds[i]]()}`),
      ...blocks.map((name, i) => this.block(name, { ...common, blocks: blocks.slice(0, i) })),
      ...this.unique(1 + this.random.integer(2)).map((name) =>
        this.network(name, { ...common, blocks }),
      ),
      ...this.unique(1 + this.random.integer(2)).map(
        (name) => `data ${name} {\n  source digits(train: ${fours.at(0) ?? 4} * 100)\n}`,
      ),
    ];
  }

  private starts: readonly string[] = [];

  private block(name: string, common: Pick<Surroundings, 'fours' | 'activations' | 'blocks'>) {
    const [maps, act] = this.unique(2);
    const inside = {
      ...common,
      fours: [maps, ...common.fours.filter((one) => one !== maps && one !== act)],
      activations: [act, ...common.activations.filter((one) => one !== maps && one !== act)],
    };
    const body = this.chain({ ...inside, labels: [], taken: new Set(), depth: 1 });
    return `block ${name}(${maps}, ${act}) {\n${body}\n}`;
  }

  private network(name: string, common: Pick<Surroundings, 'fours' | 'activations' | 'blocks'>) {
    const input = this.name();
    const here = { ...common, labels: ['input', input], taken: new Set([input]), depth: 0 };
    const lines = [
      `input ${input}[${this.four(here)}, 8, 8]`,
      ...here.blocks.map((block) => `${block}(${this.four(here)}, ${this.activation(here)})`),
      this.chain(here),
    ];
    const heads = ['output: dense(2) softmax'];
    if (this.random.integer(3) === 0) heads.push(`output ${this.label(here)} weight 0.5: dense(2)`);
    return `network ${name} {\n${[...lines, ...heads].join('\n')}\n}`;
  }

  private chain(here: Surroundings): string {
    const count = 1 + this.random.integer(here.depth < 2 ? 4 : 2);
    return Array.from({ length: count }, () => this.line(here)).join('\n');
  }

  private line(here: Surroundings): string {
    const inner = here.depth < 3;
    const inside = { ...here, depth: here.depth + 1 };
    const from = here.labels.length > 0 && this.random.integer(3) === 0;
    switch (this.random.integer(inner ? 8 : 4)) {
      case 0:
        return this.named(here, `add from ${this.above(here)}, ${this.above(here)}`, !from);
      case 1:
        return this.activation(here);
      case 4: {
        const body = this.chain({ ...inside, labels: [...here.labels] });
        return `repeat ${1 + this.random.integer(3)} {\n${body}\n}`;
      }
      case 5: {
        const [first, second] = [this.chain(inside), this.chain(inside)];
        return this.named(here, `add {\n{\n${first}\n}\n{\n${second}\n}\n}`);
      }
      case 6: {
        if (here.blocks.length === 0) break;
        const block = pick(this.random, here.blocks);
        return this.named(here, `${block}(${this.four(here)}, ${this.activation(here)})`);
      }
      default:
    }
    const parts = [this.four(here), 'kernel: 3', 'padding: 1'];
    if (this.random.integer(3) === 0)
      parts.push(`init: ${pick(this.random, [...this.starts, 'he'])}`);
    const reads = from ? ` from ${this.above(here)}` : '';
    return this.named(here, `${layer(parts)} ${this.activation(here)}${reads}`);
  }

  /** A line with a label or without. */
  private named(here: Surroundings, line: string, wanted = this.random.integer(3) > 0): string {
    if (!wanted) return line;
    const label = this.label(here);
    here.labels.push(label);
    return `${label}: ${line}`;
  }

  /** None that layers without a label are numbered by, `relu_1`. */
  private label({ taken, activations, blocks }: Surroundings): string {
    const numbered = ['input', 'relu', ...activations, ...blocks];
    const free = names.filter((name) => !taken.has(name) && !numbered.includes(name));
    const label = free.length > 0 ? pick(this.random, free) : `L${taken.size}`;
    taken.add(label);
    return label;
  }

  private above = ({ labels }: Surroundings): string =>
    labels.length > 0 ? pick(this.random, labels) : 'input';

  private four = ({ fours }: Surroundings): string => pick(this.random, ['4', ...fours, ...fours]);

  private activation = ({ activations }: Surroundings): string =>
    pick(this.random, ['relu', 'tanh', ...activations, ...activations]);

  /** Actions that name layers of the networks by their ids. */
  private actions(definitions: readonly string[]): string[] {
    const { networks, data } = analyze(definitions);
    return [...networks.values()].flatMap(({ name, layers }) => {
      const on = pick(this.random, [...data.keys()]);
      const ids = layers.map(({ id }) => id).filter((id) => id !== 'on');
      const some = () => [pick(this.random, ids), pick(this.random, ids)].join(', ');
      const phase = this.name();
      const all = [
        `train ${name} on ${on} {\n  epochs 2\n}`,
        `train ${name} on ${on} {\n  phase ${phase}: backprop {\n    layers ${some()}\n  }\n}`,
        `inspect ${name} {\n  features ${some()}, "${pick(this.random, ids)}" on ${on}.test[3]\n}`,
        `inspect ${name} on ${on} {\n  best_neuron ${some()}\n}`,
        `find rate of ${name} on ${on}`,
        `export ${name} to "${name}.onnx"`,
      ];
      return all.filter(() => this.random.integer(2) === 0);
    });
  }

  private inCells(statements: readonly string[]): string[] {
    const cells: string[][] = [[]];
    for (const statement of statements) {
      if (this.random.integer(2) === 0) cells.push([]);
      cells.at(-1)?.push(statement);
    }
    return cells.map((lines) => lines.join('\n'));
  }

  private unique(count: number): string[] {
    return this.shuffled(names).slice(0, count);
  }

  private shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.flatMap(() => left.splice(this.random.integer(left.length), 1));
  }

  private name = (): string => pick(this.random, names);
}
