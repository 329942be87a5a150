import assert from 'node:assert/strict';
import { DesignError } from '../../../src/designer/operation';
import type { Operation } from '../../../src/designer/operations';
import { perform, sourcesAfter } from '../../../src/designer/perform';
import { settingsOperations } from '../../../src/designer/settings/operations';
import {
  statementItems,
  statementSettings,
  type SettingForm,
  type SettingsList,
} from '../../../src/designer/settings/form';
import { settingsStatements } from '../../../src/designer/settings/statements';
import type { Setting, Statement } from '../../../src/language/syntax';
import { scan } from '../../../src/language/tokens';
import { analyze } from '../../../src/program/analyze';
import { Random } from '../../../src/random/random';
import { pick } from '../../fuzz/mutate';

/** Set `DNN_SEQUENCES` for more. */
const sequences = Number(process.env.DNN_SEQUENCES ?? 30);
const length = 10;

const network = 'network N {\n  input x[4]\n  A: dense(4) relu\n  output: dense(2) softmax\n}';

/** A setting as it reads, with those in its braces. */
type Tree = readonly [text: string, ...inner: Tree[]];

const treeOf = (source: string, { keyword, label, phrase, settings = [] }: Setting): Tree => [
  [keyword, ...(label ? [label] : []), ...phrase]
    .map(({ location: { start, end } }) => source.slice(start, end))
    .join(' '),
  ...settings.map((each) => treeOf(source, each)),
];

const forestOf = (sources: readonly string[], statement: Statement): Tree[] =>
  'settings' in statement
    ? (statement.settings ?? []).map((each) => treeOf(sources[statement.location.cell], each))
    : [];

const comments = (sources: readonly string[]): string[] =>
  sources.flatMap((each) => (scan(each).comments ?? []).map(({ image }) => image.trim())).sort();

const lines = ({ settings }: SettingsList): SettingForm[] =>
  settings.flatMap((each) => [each, ...(each.inner ? lines(each.inner) : [])]);

const lists = (list: SettingsList): SettingsList[] => [
  list,
  ...list.settings.flatMap(({ inner }) => (inner ? lists(inner) : [])),
];

class Player {
  constructor(private readonly random: Random) {}

  chance = (one: number): boolean => this.random.integer(one) === 0;

  notebook(): string[] {
    const note = (indent: string) =>
      this.chance(3) ? `${indent}# note ${this.random.integer(1e6)}\n` : '';
    const behind = () => (this.chance(3) ? `  # behind ${this.random.integer(1e6)}` : '');
    const written = (words: readonly string[]) =>
      words
        .filter(() => !this.chance(3))
        .map((word) => `${note('  ')}  ${word}${behind()}\n`)
        .join('');
    const data = this.chance(3)
      ? 'data d { source spirals(train: 100); batch 8 }'
      : `${note('')}data d {\n${written(['source spirals(train: 100)', 'split validation 20', 'batch 8'])}}`;
    const train = this.chance(4)
      ? `train N on d${behind()}`
      : `train N on d {\n${written([
          'loss cross_entropy',
          'optimizer sgd(rate: 0.1)',
          'epochs 2; seed 3',
          'phase one: backprop { layers A; epochs 2 }',
          'phase two: backprop {\n    epochs 1  # last\n  }',
        ])}}`;
    return [`let width = 64${behind()}`, data, network, `${train}\n\nexport N to "n.onnx"`];
  }

  operation(sources: readonly string[]): Operation {
    const program = analyze(sources);
    const items = statementItems({ ...program, sources });
    const { name } = pick(this.random, items);
    const statement = settingsStatements(program.cells).find(
      (each) =>
        each.name.number === name.number &&
        each.name.word === name.word &&
        each.name.subject === name.subject,
    )!.statement;
    const source = sources[statement.location.cell];
    const form = statementSettings({ ...program, source }, name, statement);
    const all = lines(form.list);
    const list = pick(this.random, lists(form.list));
    const add = (): Operation => ({
      kind: 'addSetting',
      statement: name,
      at: list.at,
      text: list.addable.length > 0 ? pick(this.random, list.addable).text : 'batch 8',
    });
    if (all.length === 0) return add();
    const setting = pick(this.random, all);
    const field = pick(this.random, [
      ...(setting.fields ?? []),
      ...(setting.call?.fields ?? []),
      { name: 'rate' },
    ]);
    return pick<() => Operation>(this.random, [
      add,
      () => ({ kind: 'removeSetting', statement: name, at: setting.at }),
      () => ({
        kind: 'moveSetting',
        statement: name,
        at: setting.at,
        by: pick(this.random, [-1, 1]),
      }),
      () => ({
        kind: 'setSetting',
        statement: name,
        at: setting.at,
        value: setting.choices ? pick(this.random, setting.choices).text : '7',
      }),
      () => ({
        kind: 'setSettingArgument',
        statement: name,
        at: setting.at,
        parameter: field.name,
        ...(!this.chance(3) && { value: pick(this.random, ['3', '0.5', 'true', '"x"']) }),
      }),
      () => ({
        kind: 'setClause',
        statement: name,
        clause: pick(this.random, ['on', 'to']),
        ...(!this.chance(4) && { value: pick(this.random, ['d', 'm.onnx', '"k.onnx"']) }),
      }),
      () => ({
        kind: 'addStatement',
        word: pick(this.random, ['data', 'train', 'export', 'inspect', 'find']),
        network: 'N',
      }),
      () => ({
        kind: 'setLet',
        name: pick(this.random, ['width', 'width', 'depth']),
        value: pick(this.random, ['3', '2 * 16', '[1, 2]', '}']),
      }),
    ])();
  }
}

/** How many settings there are afterwards, where an operation says so. */
function expectTrees(before: Tree[], after: Tree[], operation: Operation): void {
  switch (operation.kind) {
    case 'addSetting':
    case 'removeSetting': {
      const path = operation.kind === 'addSetting' ? operation.at : operation.at.slice(0, -1);
      const within = (trees: readonly Tree[]) =>
        path.reduce<readonly Tree[]>((all, at) => all[at].slice(1) as Tree[], trees);
      const [more, less] =
        operation.kind === 'addSetting'
          ? [within(after), within(before)]
          : [within(before), within(after)];
      assert.equal(more.length, less.length + 1);
      const gone = more.findIndex((_, i) => {
        const rest = more.toSpliced(i, 1);
        return JSON.stringify(rest) === JSON.stringify(less);
      });
      assert.ok(gone >= 0, 'all others stay as they are, in their order');
      return;
    }
    case 'moveSetting': {
      const { at, by } = operation;
      const from = at[at.length - 1];
      const within = (trees: readonly Tree[]) =>
        at.slice(0, -1).reduce<readonly Tree[]>((all, each) => all[each].slice(1) as Tree[], trees);
      const [old, now] = [within(before), within(after)];
      const moved = old.toSpliced(from, 1).toSpliced(from + by, 0, old[from]);
      return assert.deepEqual(now, moved);
    }
    case 'setSetting':
    case 'setSettingArgument':
      return assert.deepEqual(skeleton(after), skeleton(before));
    default:
      return assert.deepEqual(after, before);
  }
}

const skeleton = (trees: readonly Tree[]): unknown =>
  trees.map(([text, ...inner]) => [text.split(' ', 1)[0], skeleton(inner)]);

describe('sequences of operations of the designer on settings', () => {
  it(`leave ${sequences} random notebooks as they are meant, with their comments`, function () {
    this.timeout(0);
    const done = new Set<string>();
    for (let seed = 0; seed < sequences; seed++) {
      const player = new Player(new Random(seed, 'settings'));
      let sources = player.notebook();
      for (let turn = 0; turn < length; turn++) {
        const program = analyze(sources);
        const operation = player.operation(sources);
        let after: string[];
        try {
          after = sourcesAfter(sources, perform({ sources, program }, undefined, operation));
        } catch (error) {
          if (!(error instanceof DesignError)) throw error;
          continue;
        }
        done.add(operation.kind);
        const told = `seed ${seed}: ${JSON.stringify(operation)} on\n${sources.join('\n---\n')}\ngave\n${after.join('\n---\n')}`;
        const then = settingsStatements(analyze(after).cells);
        const before = settingsStatements(program.cells);
        try {
          const kept = comments(after);
          if (operation.kind !== 'removeSetting')
            for (const comment of comments(sources)) assert.ok(kept.includes(comment), comment);
          const added = operation.kind === 'addStatement' ? 1 : 0;
          assert.equal(then.length, before.length + added);
          if (added) {
            const rest = after.map((_, i) => JSON.stringify(after.toSpliced(i, 1)));
            assert.ok(rest.includes(JSON.stringify(sources)), 'all cells stay as they are');
          } else
            before.forEach(({ name, statement }, i) => {
              const [old, now] = [forestOf(sources, statement), forestOf(after, then[i].statement)];
              const isMeant =
                'statement' in operation &&
                JSON.stringify(operation.statement) === JSON.stringify(name);
              if (isMeant) expectTrees(old, now, operation);
              else assert.deepEqual(now, old);
            });
        } catch (error) {
          throw new Error(told, { cause: error });
        }
        sources = after;
      }
    }
    assert.deepEqual([...done].sort(), settingsOperations.map(({ kind }) => kind).sort());
  });
});
