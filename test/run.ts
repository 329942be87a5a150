import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { browserHostSupported, repository, softwareVulkan } from './host';
import { runInBrowser, runOnDesktop } from './host/extensionTests';
import { processor } from './host/processor';
import { build } from '../scripts/build.mjs';

interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

const suites = ['unit', 'compute', 'package', 'vscode', 'ui'] as const;
type Suite = (typeof suites)[number];

/** Suites whose files do not depend on each other: several run side by side. */
const parallel: readonly Suite[] = ['unit', 'compute', 'package', 'ui'];
const workers = Math.min(availableParallelism(), 4);

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

async function runMocha(suite: Suite, files: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const folder = join(repository, 'out/test/reporter');
  await bundleTests(folder, {});
  const mocha = join(repository, 'node_modules/mocha/bin/mocha.js');
  const args = [
    ...['--reporter', join(folder, 'reporter.js')],
    ...(options.grep ? ['--grep', options.grep] : []),
    ...(parallel.includes(suite) ? ['--parallel', '--jobs', String(workers)] : []),
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

/** Runs one suite; a suite that ends without its counts has failed once. */
async function runSuite(suite: Suite): Promise<Summary> {
  const files = testFiles(suite);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  if (suite === 'ui' && !browserHostSupported) {
    console.log(`\nui: left out, its browser is packaged for Linux x64 only`);
    return { passed: 0, failed: 0, skipped: files.length };
  }
  console.log(`\n=== ${suite}`);
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
    const code = await (suite === 'vscode' ? runVsCode(files, env) : runMocha(suite, files, env));
    const summary = JSON.parse(readFileSync(summaryFile, 'utf8')) as Summary;
    if (code !== 0 && summary.failed === 0) {
      console.error(`${suite}: ended with code ${code}`);
      summary.failed = 1;
    }
    return summary;
  } catch (error) {
    console.error(`${suite}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  const total: Summary = { passed: 0, failed: built ? 0 : 1, skipped: 0 };
  for (const suite of suites) {
    if (positionals.length > 0 && !positionals.includes(suite)) continue;
    if (!built && suite !== 'unit') {
      console.log(`\n=== ${suite}: left out, the build failed`);
      continue;
    }
    const summary = await runSuite(suite);
    total.passed += summary.passed;
    total.failed += summary.failed;
    total.skipped += summary.skipped;
  }
  console.log(`\n${await processor().catch(String)}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
