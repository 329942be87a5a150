import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { toolInputs } from '../../../src/extension/languageModelTools/inputs';

const root = join(__dirname, '../../..');

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  contributes: {
    languageModelTools: readonly { name: string; inputSchema: object }[];
    problemMatchers: readonly { pattern: Record<string, string> }[];
  };
};

describe('the tools for language models', () => {
  it('take what the manifest says', () => {
    const declared = contributes.languageModelTools.map(({ name, inputSchema }) => [
      name,
      inputSchema,
    ]);
    const taken = Object.entries(toolInputs).map(([name, input]) => {
      const { $schema: _, ...schema } = z.toJSONSchema(input);
      return [name, schema];
    });
    assert.deepEqual(declared, taken);
  });
});

describe('the problem matcher', () => {
  it('finds file, line, column, severity and message in what `dnn check` prints', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dnn-matcher-'));
    const text =
      '---\ndnn: 1\n---\n\n```dnn\nnetwork N {\n  input x[2]\n  output: dens(2)\n}\n```\n';
    writeFileSync(join(folder, 'a b.dnn'), text);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(root, 'dist/cli.js'), 'check', 'a b.dnn'],
      { cwd: folder, encoding: 'utf8' },
    );
    rmSync(folder, { recursive: true });
    assert.equal(status, 1, stderr);
    const [{ pattern } = { pattern: {} as Record<string, string> }] = contributes.problemMatchers;
    const match = new RegExp(pattern.regexp ?? '').exec(stdout.split('\n')[0] ?? '');
    const part = (name: string) => match?.[Number(pattern[name])];
    assert.deepEqual(['file', 'line', 'column', 'severity', 'message'].map(part), [
      'a b.dnn',
      '8',
      '11',
      'error',
      'unknown layer `dens`; did you mean `dense`?',
    ]);
  });

  const severities = [
    ['error', 'error'],
    ['warning', 'warning'],
    ['information', 'info'],
  ] as const;
  for (const [printed, known] of severities) {
    it(`knows ${printed} as VS Code calls it`, () => {
      const [one] = contributes.problemMatchers;
      const match = new RegExp(one?.pattern.regexp ?? '').exec(`a.dnn:1:2: ${printed}: what`);
      assert.equal(match?.[4], known);
    });
  }
});
