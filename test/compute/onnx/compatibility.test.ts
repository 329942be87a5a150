import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support';
import { cellsOf, columnIn, unexplained, type Column } from './compatibility';
import { consume, consumers } from './consumers';
import { defects } from './defects';
import { exampleNetworks, exportInto, layerNetworks, withExported, type Case } from './exported';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const page = readFileSync(join(repository, 'docs/onnx-compatibility.md'), 'utf8');

describe('exported files', function () {
  this.timeout(180_000);
  let folder: string;
  let cases: readonly Case[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-exported-'));
    cases = await exportInto(folder, layerNetworks());
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const consumer of consumers) {
    const { name, title } = consumer;
    it(`of every kind of layer are read by ${title} as docs/onnx-compatibility.md says`, function () {
      const verdicts = consume(consumer, folder, cases);
      if (!verdicts) return skip(this, title);
      const column: Column = { consumer, verdicts };
      assert.deepEqual(unexplained(column, cases), []);
      assert.deepEqual(columnIn(page, consumer, verdicts), cellsOf(column, cases));
    });

    it(`of the examples are read by ${title}`, async function () {
      if (!consumer.command()) return skip(this, title);
      await withExported(exampleNetworks(), (examples, networks) => {
        const verdicts = consume(consumer, examples, networks)!;
        assert.deepEqual(unexplained({ consumer, verdicts }, networks), []);
      });
    });

    const own = defects.filter((defect) => defect.consumer === name);
    if (own.length === 0) continue;
    it(`fail in ${title} where the smallest files do`, function () {
      const [python] = consumer.command() ?? [];
      if (python === undefined) return skip(this, title);
      const { stdout, stderr } = spawnSync(python, ['test/peers/defects.py', name], {
        encoding: 'utf8',
      });
      const lines = stdout.trim().split('\n');
      assert.equal(lines.length, own.length, stderr);
      for (const [i, line] of lines.entries()) {
        const { defect, answer } = JSON.parse(line) as { defect: string; answer: string };
        assert.equal(defect, own[i].defect);
        assert.match(answer, own[i].answer, defect);
      }
    });
  }
});

function skip(test: Mocha.Context, title: string): void {
  const script =
    title === 'onnx2torch' ? 'test/fixtures/makeEnvironment.sh' : 'test/peers/install.mjs';
  console.log(`      skipped: ${title} is installed by ${script}`);
  test.skip();
}
