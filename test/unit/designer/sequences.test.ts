import assert from 'node:assert/strict';
import { statementsIn, bodyOf, type Path } from '../../../src/designer/chain';
import { labelIn, readNames } from '../../../src/designer/labels';
import { DesignError } from '../../../src/designer/operation';
import { operationKinds, type Operation } from '../../../src/designer/operations';
import { perform } from '../../../src/designer/perform';
import { scan } from '../../../src/language/tokens';
import type { ChainStatement, NetworkDeclaration } from '../../../src/language/syntax';
import { analyze } from '../../../src/program/analyze';
import type { Program } from '../../../src/program/program';
import { applied } from '../../../src/language/textEdit';
import { Random } from '../../../src/random/random';
import { pick } from '../../fuzz/mutate';

/** Set `DNN_SEQUENCES` for more. */
const sequences = Number(process.env.DNN_SEQUENCES ?? 60);
const length = 12;

/** What the table of single operations covers. */
const unplayed = ['setShape', 'replace'];

/** A statement as a tree: what it is without its name and what it reads, and the chains in it. */
type Tree = readonly [head: string, ...chains: Forest[]];
type Forest = readonly Tree[];

const networkOf = ({ cells }: Program): NetworkDeclaration =>
  cells.flat().find((each): each is NetworkDeclaration => each.kind === 'network')!;

function forest(statements: readonly ChainStatement[], source: string): Forest {
  const text = ({ start, end }: { start: number; end: number }) =>
    source.slice(start, end).replace(/\s+/g, ' ');
  return statements.map((statement): Tree => {
    switch (statement.kind) {
      case 'input':
        return [text(statement.location)];
      case 'layer':
        return [
          [statement.output ? 'output' : '', text(statement.call.location)]
            .concat(statement.activations.map(({ location }) => text(location)))
            .join(' '),
        ];
      case 'branch':
        return [
          [
            statement.call.name.text,
            ...statement.activations.map(({ location }) => text(location)),
          ].join(' '),
          ...statement.branches.map((branch) => forest(branch, source)),
        ];
      case 'repeat':
        return [`repeat ${text(statement.count.location)}`, forest(statement.body, source)];
    }
  });
}

/** The trees after an operation, worked out on the trees alone; undefined where this is not said. */
function expected(trees: Forest, operation: Operation): Forest | undefined {
  switch (operation.kind) {
    case 'insert':
      return spliced(trees, operation.at.chain, operation.at.index, 0, [treeOf(operation.text)]);
    case 'remove':
      return cut(trees, operation.group);
    case 'duplicate': {
      const { first, count } = operation.group;
      const at = first[first.length - 1];
      const copies = chain(trees, first.slice(0, -1)).slice(at, at + count);
      return spliced(trees, first.slice(0, -1), at + count, 0, copies);
    }
    case 'move': {
      const { first, count } = operation.group;
      const own = first.slice(0, -1);
      const at = first[first.length - 1];
      const moved = chain(trees, own).slice(at, at + count);
      // A mark takes their place, so that the gap keeps its number until they have moved.
      const mark: Tree = ['moved away'];
      const marked = spliced(trees, own, at, count, Array<Tree>(count).fill(mark));
      const { chain: to, index } = operation.to;
      const isHere = to.join() === own.join() && index >= at && index <= at + count;
      return isHere ? trees : without(spliced(marked, to, index, 0, moved), mark);
    }
    case 'wrap': {
      const { first, count } = operation.group;
      const at = first[first.length - 1];
      const inner = chain(trees, first.slice(0, -1)).slice(at, at + count);
      const tree: Tree =
        operation.in === 'repeat' ? ['repeat 2', inner] : [operation.in, inner, []];
      return spliced(trees, first.slice(0, -1), at, count, [tree]);
    }
    case 'unwrap': {
      const own = operation.at.slice(0, -1);
      const at = operation.at[operation.at.length - 1];
      const [, ...chains] = chain(trees, own)[at];
      return spliced(trees, own, at, 1, chains.flat());
    }
    case 'connect':
    case 'disconnect':
    case 'setLabel':
      return trees;
    default:
      return undefined;
  }
}

const treeOf = (text: string): Tree => [` ${text}`];

const chain = (trees: Forest, path: Path): Forest =>
  path.length === 0 ? trees : chain((trees[path[0]].slice(1) as Forest[])[path[1]], path.slice(2));

function spliced(trees: Forest, path: Path, at: number, count: number, others: Forest): Forest {
  if (path.length === 0) return trees.toSpliced(at, count, ...others);
  const [head, ...chains] = trees[path[0]];
  const inner = spliced(chains[path[1]], path.slice(2), at, count, others);
  return trees.with(path[0], [head, ...chains.with(path[1], inner)]);
}

const cut = (trees: Forest, { first, count }: { first: Path; count: number }): Forest =>
  spliced(trees, first.slice(0, -1), first[first.length - 1], count, []);

const without = (trees: Forest, mark: Tree): Forest =>
  trees
    .filter((tree) => tree !== mark)
    .map(([head, ...chains]) => [head, ...chains.map((each) => without(each, mark))]);

/** Who reads whom by name, each told by the number that only it has; those read by number are named in the text below. */
function explicitReads(program: Program, source: string): Map<string, string[]> {
  const body = bodyOf(networkOf(program))!;
  const placed = statementsIn(body);
  const identity = ({ location }: ChainStatement) =>
    /\b\d{4}\b/.exec(source.slice(location.start, location.end))?.[0];
  const byLabel = new Map(
    placed.flatMap(({ statement }) => {
      const label = labelIn(statement);
      const key = identity(statement);
      return label && key && statement.kind === 'layer' ? [[label.text, key] as const] : [];
    }),
  );
  return new Map(
    placed.flatMap(({ statement }) => {
      const key = statement.kind === 'layer' ? identity(statement) : undefined;
      const read = readNames(statement).flatMap(({ text }) => byLabel.get(text) ?? []);
      return key && read.length > 0 ? [[key, read] as const] : [];
    }),
  );
}

/** The layers that a network comes to, whatever their names. */
const layersOf = ({ layers }: Program): string[] =>
  layers
    .filter(({ parameters }) => parameters.length > 0)
    .map(({ entry, activations, shape, parameters }) =>
      [
        entry.name,
        ...activations.map((each) => each.entry.name),
        shape,
        JSON.stringify(parameters),
      ].join(' '),
    );

const comments = (source: string): string[] =>
  (scan(source).comments ?? []).map(({ image }) => image.trim()).sort();

class Player {
  private next = 1000;

  constructor(private readonly random: Random) {}

  /** A layer with a number that no other has. */
  layer = (): string =>
    pick(this.random, [
      () => `dense(${this.next++})`,
      () => `dense(${this.next++}, bias: false)`,
      () => `dense(units: ${this.next++})`,
    ])();

  network(): string {
    const lines = this.chain(3, '  ', true);
    const before = this.chance(3) ? '# The network.\n' : '';
    return `${before}network N {\n  input x[4]\n${lines.join('\n')}\n  output: dense(2) softmax\n}\n`;
  }

  private chain(depth: number, indent: string, atTop = false): string[] {
    return Array.from({ length: 1 + this.random.integer(4) }, () =>
      this.line(depth, indent, atTop),
    );
  }

  private line(depth: number, indent: string, atTop: boolean): string {
    const comment = this.chance(4) ? `${indent}# note ${this.random.integer(1e6)}\n` : '';
    const behind = this.chance(4) ? `  # behind ${this.random.integer(1e6)}` : '';
    const empty = this.chance(6) && atTop ? '\n' : '';
    const kind = depth > 0 ? this.random.integer(6) : 5;
    const label = this.chance(3) && atTop ? `L${this.next}: ` : '';
    switch (kind) {
      case 0:
        return `${comment}${indent}repeat 2 {\n${this.chain(depth - 1, `${indent}  `).join('\n')}\n${indent}}${behind}`;
      case 1:
        return `${comment}${indent}add {\n${indent}  {\n${this.chain(depth - 1, `${indent}    `).join('\n')}\n${indent}  }\n${indent}  { }\n${indent}}${behind}`;
      case 2:
        return `${comment}${indent}concat { { ${this.layer()} relu; ${this.layer()} } { ${this.layer()} } } tanh${behind}`;
      case 4:
        return atTop
          ? `${indent}A${this.next}: ${this.layer()}\n${indent}${this.layer()}\n${indent}add from A${this.next - 2}, input`
          : `${indent}${this.layer()}`;
      case 3:
        return `${comment}${indent}${this.layer()}; ${this.layer()} relu${behind}`;
      default:
        return `${empty}${comment}${indent}${label}${this.layer()}${this.chance(2) ? ' relu' : ''}${behind}`;
    }
  }

  chance = (one: number): boolean => this.random.integer(one) === 0;

  operation(network: NetworkDeclaration): Operation {
    const body = bodyOf(network)!;
    const placed = statementsIn(body);
    if (placed.length === 0)
      return { kind: 'insert', at: { chain: [], index: 0 }, text: this.layer() };
    const path = () => pick(this.random, placed).path;
    const of = (suits: (statement: ChainStatement) => boolean) => {
      const fit = placed.filter(({ statement }) => suits(statement));
      return fit.length > 0 ? pick(this.random, fit).path : path();
    };
    const gap = () => {
      const at = path();
      return { chain: at.slice(0, -1), index: at[at.length - 1] + this.random.integer(2) };
    };
    const group = () => ({ first: path(), count: 1 + this.random.integer(2) });
    return pick<() => Operation>(this.random, [
      () => ({ kind: 'insert', at: gap(), text: this.layer() }),
      () => ({ kind: 'remove', group: group() }),
      () => ({ kind: 'duplicate', group: group() }),
      () => ({ kind: 'move', group: group(), to: gap() }),
      () => ({ kind: 'connect', from: path(), to: path() }),
      () => {
        const to = of((each) => readNames(each).length > 1);
        const [read] = readNames(placed.find(({ path: at }) => at === to)!.statement);
        const from = placed.find(({ statement }) => labelIn(statement)?.text === read?.text);
        return { kind: 'disconnect', from: from?.path ?? path(), to };
      },
      () => ({ kind: 'insertBetween', from: path(), to: path(), text: this.layer() }),
      () => ({ kind: 'wrap', group: group(), in: pick(this.random, ['repeat', 'add', 'concat']) }),
      () => ({ kind: 'unwrap', at: of(({ kind }) => kind === 'repeat' || kind === 'branch') }),
      () => ({ kind: 'extractBlock', group: group(), name: `block${this.next++}` }),
      () => ({
        kind: 'inlineBlock',
        at: of((each) => each.kind === 'layer' && each.call.name.text.startsWith('block')),
      }),
      () => ({ kind: 'setArgument', at: path(), parameter: 'bias', value: 'false' }),
      () => ({ kind: 'setArgument', at: path(), parameter: 'bias' }),
      () => ({
        kind: 'setActivations',
        at: path(),
        text: pick(this.random, ['', 'relu', 'abs tanh']),
      }),
      () => ({ kind: 'setLabel', at: path(), label: `N${this.next++}` }),
      () => ({ kind: 'setLabel', at: path() }),
    ])();
  }
}

describe('sequences of operations of the designer', () => {
  it(`leave ${sequences} random networks as they are meant, with their comments`, function () {
    this.timeout(0);
    const done = new Map<string, number>();
    for (let seed = 0; seed < sequences; seed++) {
      const player = new Player(new Random(seed, 'designer'));
      let source = player.network();
      for (let turn = 0; turn < length; turn++) {
        const program = analyze([source]);
        const network = networkOf(program);
        const operation = player.operation(network);
        const told = () => `seed ${seed}: ${JSON.stringify(operation)} on\n${source}`;
        let after: string;
        try {
          const { edits } = perform(
            { sources: [source], program },
            { kind: 'network', name: 'N' },
            operation,
          );
          [after] = applied([source], edits);
        } catch (error) {
          if (!(error instanceof DesignError)) throw new Error(told(), { cause: error });
          continue;
        }
        done.set(operation.kind, (done.get(operation.kind) ?? 0) + 1);
        const then = analyze([after]);
        const trees = expected(forest(network.body, source), operation);
        if (trees)
          assert.deepEqual(forest(networkOf(then).body, after), trees, `${told()}\ngave\n${after}`);
        if (operation.kind !== 'remove') {
          const kept = comments(after);
          for (const comment of comments(source))
            assert.ok(kept.includes(comment), `${comment} is lost; ${told()}\ngave\n${after}`);
        }
        if (
          [
            'insert',
            'move',
            'wrap',
            'unwrap',
            'setLabel',
            'setArgument',
            'setActivations',
          ].includes(operation.kind)
        ) {
          assert.deepEqual(
            explicitReads(then, after),
            explicitReads(program, source),
            `${told()}\ngave\n${after}`,
          );
        }
        const isValid = !program.diagnostics.some(({ severity }) => severity === 'error');
        if (isValid && ['extractBlock', 'inlineBlock', 'setLabel'].includes(operation.kind))
          assert.deepEqual(layersOf(then), layersOf(program), `${told()}\ngave\n${after}`);
        source = after;
      }
    }
    assert.deepEqual(
      [...done.keys()].sort(),
      [...operationKinds].filter((kind) => !unplayed.includes(kind)).sort(),
    );
    if (process.env.DNN_SEQUENCES) console.log(Object.fromEntries(done));
  });
});
