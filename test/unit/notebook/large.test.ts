import assert from 'node:assert/strict';
import { parseNotebook } from '../../../src/notebook/parse';
import { serializeNotebook } from '../../../src/notebook/serialize';

const head = '---\ndnn: 1\n---\n';

/** Processor time, which other work on the machine does not lengthen as it does a clock's. */
function secondsFor(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('a huge notebook', () => {
  const files: readonly (readonly [what: string, text: string, cells: number])[] = [
    ['50,000 code cells', head + '\n```dnn\na\n```\n'.repeat(50_000), 50_000],
    ['50,000 Markdown cells', `${head}${'\nx\n\n<!-- cell -->\n'.repeat(49_999)}\nx\n`, 50_000],
    [
      '50,000 explicit Markdown cells',
      head + '\n<!-- markdown -->\nx\n<!-- /markdown -->\n'.repeat(50_000),
      50_000,
    ],
    ['200,000 fences of other languages', head + '```python\nx\n```\n'.repeat(200_000), 1],
    ['a cell of 500,000 lines', `${head}\`\`\`dnn\n${'x\n'.repeat(500_000)}\`\`\`\n`, 1],
    ['a fence of 500,000 lines', `${head}\`\`\`c\n${'x\n'.repeat(500_000)}\`\`\`\n`, 1],
    ['500,000 blank lines', head + '\n'.repeat(500_000), 0],
    ['front matter as long as is read', `---\ndnn: 1\na: [${'1,'.repeat(24_980)}]\n---\n`, 0],
  ];
  for (const [what, text, count] of files) {
    it(`of ${what} is read, and written again, in under 2 s each`, () => {
      let notebook = parseNotebook(head);
      assert.ok(secondsFor(() => (notebook = parseNotebook(text))) < 2);
      assert.equal(notebook.cells.length, count);
      let written = '';
      assert.ok(secondsFor(() => (written = serializeNotebook(notebook))) < 2);
      assert.ok(written === text);
    });
  }

  it('of new cells full of fences is written in under 2 s', () => {
    const source = Array.from({ length: 2000 }, (_, i) => '`'.repeat(i + 3)).join('\n');
    const ends = Array.from({ length: 100_000 }, (_, i) => `<!-- /markdown ${i} -->`).join('\n');
    const cells = [
      { kind: 'code' as const, source },
      { kind: 'markdown' as const, source: `<!-- /markdown -->\n<!-- cell -->\n${ends}` },
    ];
    let written = '';
    assert.ok(secondsFor(() => (written = serializeNotebook({ cells }))) < 2);
    assert.deepEqual(
      parseNotebook(written).cells.map(({ kind, source }) => ({ kind, source })),
      cells,
    );
  });
});
