import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { operatorTable } from '../../../src/graph/operators';
import { conversions } from '../../../src/onnx/conversions';
import { runNodeTest, unpackNodeTests, type Outcome } from './nodeTests';

const data = process.env['DNN_DATA'];
const archives = join(data ?? '', 'onnx-node-tests');

/** Operators the import claims to know. */
const claimed = new Set([
  'Constant',
  ...operatorTable.keys(),
  ...conversions.map(({ operator }) => operator),
]);

describe("ONNX's node tests", function () {
  this.timeout(120_000);
  let unpacked: ReturnType<typeof unpackNodeTests>;
  const outcomes = new Map<string, Outcome[]>();
  before(function () {
    if (!data || !existsSync(archives)) {
      console.log('      needs DNN_DATA with onnx-node-tests');
      this.skip();
    }
    unpacked = unpackNodeTests(archives);
  });
  after(() => {
    if (!unpacked) return;
    rmSync(unpacked.folder, { recursive: true });
    report(outcomes);
  });

  const check = async (group: string, chosen: (operators: ReadonlySet<string>) => boolean) => {
    const tests = unpacked.tests.filter(({ operators }) => chosen(operators));
    const results: Outcome[] = [];
    for (const test of tests) results.push(...(await runNodeTest(test)));
    if (results.length > 0) outcomes.set(group, results);
    const failed = results.filter(({ result }) => result === 'failed');
    assert.deepEqual(failed, []);
    return results;
  };

  for (const operator of [...claimed].toSorted()) {
    it(`${operator} gives the expected numbers and shapes, or is refused`, async () => {
      await check(operator, (operators) => operators.size === 1 && operators.has(operator));
    });
  }

  it('models of several operators give the expected numbers and shapes, or are refused', async () => {
    await check(
      'several operators',
      (operators) => operators.size > 1 && [...operators].every((name) => claimed.has(name)),
    );
  });

  it('models with other operators are all refused', async () => {
    const results = await check('other operators', (operators) =>
      [...operators].some((name) => !claimed.has(name)),
    );
    assert.deepEqual(
      results.filter(({ result }) => result !== 'not supported'),
      [],
    );
  });

  it('pass 492 times, as often as before', () => {
    const passed = [...outcomes.values()].flat().filter(({ result }) => result === 'passed');
    assert.ok(passed.length >= 492, `only ${passed.length} passed`);
  });
});

function report(outcomes: ReadonlyMap<string, readonly Outcome[]>): void {
  const count = (of: readonly Outcome[], result: Outcome['result']): number =>
    of.filter((outcome) => outcome.result === result).length;
  const row = (name: string, of: readonly Outcome[]): string =>
    [
      name.padEnd(26),
      ...(['passed', 'failed', 'not supported'] as const).map((result) =>
        String(count(of, result)).padStart(result.length + 2),
      ),
    ].join('');
  const lines = [...outcomes].map(([name, of]) => row(name, of));
  const reasons = [...outcomes]
    .filter(([name]) => name !== 'other operators')
    .flatMap(([, of]) => of.filter(({ result }) => result === 'not supported'))
    .map(({ test, reason }) => `${test}: ${reason}`);
  const head = `${''.padEnd(26)}  passed  failed  not supported`;
  const total = row('all', [...outcomes.values()].flat());
  console.log([head, ...lines, total, '', ...reasons].map((line) => `      ${line}`).join('\n'));
}
