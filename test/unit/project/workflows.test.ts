import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import manifest from '../../../package.json';
import lock from '../../../package-lock.json';

const root = join(__dirname, '../../..');
const folder = join(root, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly os: readonly string[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8')) as Workflow;
const commands = (job: Job | undefined) => job?.steps.flatMap(({ run }) => run ?? []) ?? [];

describe('the GitHub workflows', () => {
  const files = readdirSync(folder);

  it('test on Linux, Windows and macOS what a contributor tests', () => {
    const { test } = read('ci.yml').jobs;
    const systems = test?.strategy?.matrix.os.map((name) => name.split('-')[0]);
    assert.deepEqual(systems, ['ubuntu', 'windows', 'macos']);
    assert.deepEqual(commands(test), ['npm ci', 'npm run check', 'npm test']);
  });

  it('pack every platform, and publish what was packed', () => {
    const { package: pack, publish } = read('package.yml').jobs;
    assert.ok(commands(pack).includes('npm run package'));
    assert.equal(publish?.needs, 'package');
    assert.ok(commands(publish).some((line) => line.startsWith('npx vsce publish')));
  });

  for (const file of files) {
    const { permissions, jobs } = read(file);
    const all = Object.entries(jobs);

    it(`${file}: may read, nothing else`, () => {
      assert.deepEqual(permissions, { contents: 'read' });
      assert.ok(all.every(([, job]) => !('permissions' in job)));
    });

    it(`${file}: actions are pinned to a commit, with the version beside it`, () => {
      const lines = readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => /\buses:/.test(line));
      assert.ok(lines.length > 0);
      for (const line of lines) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+/);
    });

    it(`${file}: jobs wait for jobs that exist, and end`, () => {
      for (const [name, job] of all) {
        assert.ok(job['timeout-minutes'], name);
        if (job.needs) assert.ok(job.needs in jobs, name);
      }
    });

    it(`${file}: runs only what is in this repository`, () => {
      const builtIn = ['ci', 'test'];
      for (const line of all.flatMap(([, job]) => commands(job))) {
        const [program, verb, name] = line.split(' ');
        if (program === 'npm' && verb === 'run') assert.ok(name && name in manifest.scripts, line);
        else if (program === 'npm') assert.ok(builtIn.includes(verb ?? ''), line);
        else assert.ok(program === 'npx' && verb && existsBin(verb), line);
      }
    });
  }
});

const existsBin = (name: string): boolean =>
  Object.values(lock.packages).some((each) => 'bin' in each && each.bin && name in each.bin);

describe('scripts of the manifest', () => {
  it('start files that exist', () => {
    for (const [name, line] of Object.entries<string>(manifest.scripts)) {
      for (const file of line.match(/\b(scripts|test|bench)\/[\w/]+\.(mjs|ts)\b/g) ?? []) {
        assert.ok(existsSync(join(root, file)), `${name}: ${file}`);
      }
    }
  });
});
