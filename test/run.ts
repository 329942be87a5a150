import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { browserHostSupported, repository, softwareVulkan } from './host';
import { runInBrowser, runOnDesktop } from './host/extensionTests';
import { processor } from './host/processor';
import { failures, type TestResult } from './host/results';
import { build } from '../scripts/build.mjs';

const suites = ['unit', 'compute', 'package', 'vscode', 'ui'] as const;
type Suite = (typeof suites)[number];

/** Suites whose files do not depend on each other: several run side by side. */
const parallel: readonly Suite[] = ['unit', 'compute', 'package', 'ui'];
const workers = Math.min(availableParallelism(), 4);

/**
 * Tests that click in a whole VS Code, whose focus and timing are not ours: a file in which one fails is run once more, with nothing
 * beside it. What fails twice has failed; what passes only then is told at the end.
 */
const repeated: readonly Suite[] = ['ui'];
const mostRepeatedFiles = 3;

/** A package is tried as on a machine that has nothing of ours. */
const withoutVulkan: readonly Suite[] = ['unit', 'package'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    desktop: { type: 'boolean' },
    grep: { type: 'string' },
    'bundle-only': { type: 'boolean' },
  },
});

/** Bundles for the extension host, where nothing compiles TypeScript. */
const extensionSuite = join(repository, 'out/test/vscode');

function testFiles(suite: Suite): string[] {
  const folder = join(repository, 'test', suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .sort();
}

/** Bundles the reporter, and the given tests beside it, into a folder. */
async function bundleTests(folder: string, entries: Record<string, string>) {
  rmSync(folder, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: { ...entries, reporter: join(repository, 'test/host/reporter.ts') },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha', 'onnxruntime-node'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

function runProcess(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: repository,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function runMocha(
  suite: Suite,
  files: string[],
  env: NodeJS.ProcessEnv,
  jobs: number,
): Promise<number> {
  const folder = join(repository, 'out/test/reporter');
  await bundleTests(folder, {});
  const mocha = join(repository, 'node_modules/mocha/bin/mocha.js');
  const args = [
    ...['--reporter', join(folder, 'reporter.js')],
    ...(options.grep ? ['--grep', options.grep] : []),
    ...(parallel.includes(suite) ? ['--parallel', '--jobs', String(jobs)] : []),
  ];
  return runProcess([mocha, ...args, ...files], env);
}

async function bundleExtensionSuite(files: string[]): Promise<void> {
  const entries: Record<string, string> = { index: join(repository, 'test/host/extensionHost.ts') };
  files.forEach((file, index) => (entries[`${String(index).padStart(3, '0')}.test`] = file));
  await bundleTests(extensionSuite, entries);
}

async function runVsCode(files: string[], env: NodeJS.ProcessEnv): Promise<number> {
  await bundleExtensionSuite(files);
  const desktop = options.desktop || Boolean(process.env.VSCODE_PATH) || !browserHostSupported;
  console.log(`in ${desktop ? 'a desktop VS Code' : 'a VS Code in headless Chromium'}`);
  const run = desktop ? runOnDesktop : runInBrowser;
  return run({
    tests: join(extensionSuite, 'index'),
    env: { ...env, TEST_GREP: options.grep },
    timeoutSeconds: 900,
  });
}

/** Runs files of a suite; a suite that ends without its results has failed once. */
async function runFiles(
  suite: Suite,
  files: string[],
  jobs = workers,
): Promise<readonly TestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-test-'));
  const summaryFile = join(folder, 'summary.json');
  const vulkan = withoutVulkan.includes(suite) ? undefined : softwareVulkan();
  const env = {
    ...process.env,
    // Only the loader's folder: a test chooses the driver itself.
    ...(vulkan ? { LD_LIBRARY_PATH: vulkan.LD_LIBRARY_PATH } : {}),
    TEST_SUMMARY: summaryFile,
    TEST_BUILT: '1',
  };
  try {
    const code = await (suite === 'vscode'
      ? runVsCode(files, env)
      : runMocha(suite, files, env, jobs));
    const results = JSON.parse(readFileSync(summaryFile, 'utf8')) as TestResult[];
    if (code === 0 || failures(results).length > 0) return results;
    return [...results, failureOf(suite, `ended with code ${code}`)];
  } catch (error) {
    return [failureOf(suite, error instanceof Error ? error.message : String(error))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const failureOf = (title: string, message: string): TestResult => ({
  ...{ title, message },
  file: '',
  state: 'failed',
});

async function runSuite(suite: Suite): Promise<readonly TestResult[]> {
  const files = testFiles(suite);
  if (files.length === 0) return [];
  if (suite === 'ui' && !browserHostSupported) {
    console.log(`\nui: left out, its browser is packaged for Linux x64 only`);
    return files.map((file) => ({ title: file, file, state: 'skipped' }));
  }
  console.log(`\n=== ${suite}`);
  const first = await runFiles(suite, files);
  const again = files.filter((file) => failures(first).some((failure) => failure.file === file));
  if (!repeated.includes(suite) || again.length === 0 || again.length > mostRepeatedFiles)
    return first;
  console.log(`\n=== ${suite}, once more what failed`);
  const second = await runFiles(suite, again, 1);
  const stillFailed = failures(second).map(({ title }) => title);
  const mended = failures(first).filter(({ title }) => !stillFailed.includes(title));
  tell('Passed only when repeated', mended);
  return [...first.filter(({ file }) => !again.includes(file)), ...second];
}

/** Once more in few lines: between them and the end may be thousands. */
function tell(what: string, results: readonly TestResult[]): void {
  if (results.length > 0) console.log(`\n${what}:`);
  for (const { title, message = '' } of results)
    console.log(`  ${title}\n    ${message.split('\n').slice(0, 3).join('\n    ')}`);
}

async function main() {
  const unknown = positionals.find((name) => !suites.includes(name as Suite));
  if (unknown) throw new Error(`Unknown suite ${unknown}. The suites are ${suites.join(', ')}.`);
  const built = await build().then(
    () => true,
    (error: unknown) => {
      // esbuild has told its own mistakes.
      if (!(error instanceof Error && 'errors' in error)) console.error(error);
      return false;
    },
  );
  if (options['bundle-only']) return bundleExtensionSuite(testFiles('vscode'));
  const results: TestResult[] = built ? [] : [failureOf('build', 'failed')];
  for (const suite of suites) {
    if (positionals.length > 0 && !positionals.includes(suite)) continue;
    if (!built && suite !== 'unit') {
      console.log(`\n=== ${suite}: left out, the build failed`);
      continue;
    }
    results.push(...(await runSuite(suite)));
  }
  const failed = failures(results);
  tell('Failed', failed);
  console.log(`\n${await processor().catch(String)}`);
  const count = (state: TestResult['state']) =>
    results.filter((result) => result.state === state).length;
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
  console.log(`${count('passed')} passed, ${failed.length} failed${skipped}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
