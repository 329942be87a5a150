import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { runtimeNotice } from './notices.mjs';
import { zipEntries } from './zip.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const megabyte = 1e6;

/** Every platform with an extension of its own, and what its VSIX may weigh, in MB. */
export const budgets = {
  'linux-x64': 30,
  'linux-arm64': 20,
  'darwin-arm64': 25,
  'win32-x64': 40,
  'win32-arm64': 40,
};

/** What the tarball of the command line may weigh, in MB; ONNX Runtime is a dependency of it. */
export const tarballBudget = 5.5;

/** @typedef {keyof typeof budgets} Platform */

/** What an installed extension consists of, besides its manifest, its bundles and the runtime. */
const shipped = [
  'package.nls.json',
  'package.nls.de.json',
  'l10n',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  // The one that `DNN Notebook: Open Sample Notebook` opens.
  'examples/lenet5.dnn',
  'examples/templates',
];

/** Pages show it from the repository. */
const screenshot = 'media/screenshot.png';

/** Bundles of the extension; the command line is a package of its own. */
const bundles = /** @type {const} */ ([
  'extension',
  'core',
  'dataWorker',
  // What an export writes.
  'webClient',
  // For tasks.
  'cli',
  'analysis',
  'webview/inspector',
  'webview/compare',
  'webview/model',
  'webview/designer',
  'webview/monaco',
  'webview/templates',
  'webview/renderer',
]);

/** Parts of the manifest that an installed extension has no use for. */
const developerFields = ['bin', 'files', 'scripts', 'dependencies', 'devDependencies'];

/** Where content is summed up when it is printed; the first that matches counts. */
const groups = {
  'ONNX Runtime': /^extension\/dist\/node_modules\//,
  'extension and core': /^extension\/dist\/[^/]+\.js$/,
  'page for exported models': /^extension\/dist\/webClient\.html$/,
  views: /^extension\/dist\/webview\//,
  'icons, grammars, walkthrough, sample': /^extension\/(media|examples)\//,
  'licences and pages': /\.(txt|md)$/i,
  manifests: /./,
};

/**
 * Makes the VSIX of one platform and prints what is in it. Throws above the platform's budget.
 * @param {Platform} platform
 * @param {string} folder
 */
async function packageExtension(platform, folder) {
  const stage = await mkdtemp(join(tmpdir(), 'dnn-package-'));
  try {
    const { name, version } = await stageExtension(platform, stage);
    const file = join(folder, `${name}-${platform}-${version}.vsix`);
    await createVSIX({ cwd: stage, target: platform, packagePath: file, dependencies: false });
    printContent(file);
    await checkSize(file, budgets[platform]);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * Makes the npm package of the command line and prints what is in it. Throws above its budget.
 * @param {string} folder
 */
async function packageCommandLine(folder) {
  // What `prepack` does, done here: this project turns scripts off (.npmrc).
  await build({ production: true });
  const args = ['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`];
  const npm = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (npm.status !== 0) throw new Error(`npm pack failed (${npm.error ?? npm.status}).`);
  /** @type {{ filename: string, files: { path: string, size: number }[] }[]} */
  const [{ filename, files }] = JSON.parse(npm.stdout);
  for (const { path, size } of files) console.log(`${megabytes(size).padStart(10)}  ${path}`);
  await checkSize(join(folder, filename), tarballBudget);
}

/**
 * Lays out what is to be packed, from a list of what belongs to it rather than of what does not.
 * @param {Platform} platform
 * @param {string} stage
 */
async function stageExtension(platform, stage) {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  for (const field of developerFields) delete manifest[field];
  await writeFile(join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
  // Nothing that was laid out is left out; without the file vsce warns.
  await writeFile(join(stage, '.vscodeignore'), '');

  for (const path of shipped) await copy(path, join(stage, path));
  await rm(join(stage, screenshot));

  const dist = join(stage, 'dist');
  await build({ names: [...bundles], production: true, outdir: dist });
  await writeFile(join(dist, 'ThirdPartyNotices.txt'), runtimeNotice(), { flag: 'a' });

  // Below dist/, where `core.js` finds it: vsce leaves the top-level node_modules to npm, which would want it whole.
  for (const path of await runtimeFiles(platform)) {
    await copy(join('node_modules', path), join(dist, 'node_modules', path));
  }
  return { name, version };
}

/**
 * Files below node_modules that ONNX Runtime needs on a platform.
 * @param {Platform} platform
 */
export async function runtimeFiles(platform) {
  const libraries = `onnxruntime-node/bin/napi-v6/${platform.replace('-', '/')}`;
  const folders = ['onnxruntime-node/dist', 'onnxruntime-common/dist/cjs', libraries];
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, 'node_modules', folder));
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  return [
    'onnxruntime-node/package.json',
    'onnxruntime-common/package.json',
    ...files.flat().filter((file) => !unused.test(file)),
  ];
}

/** Maps, types, and macOS's second copy of the library: the binding loads the one without a minor version. */
const unused = /\.map$|\.d\.ts$|\/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;

/**
 * @param {string} path
 * @param {string} target
 */
async function copy(path, target) {
  await mkdir(dirname(target), { recursive: true });
  await cp(join(root, path), target, { recursive: true });
}

/**
 * Prints the content of a VSIX by groups.
 * @param {string} file
 */
function printContent(file) {
  const sums = Object.keys(groups).map((name) => ({ name, files: 0, size: 0, compressed: 0 }));
  for (const { name, size, compressed } of zipEntries(file)) {
    const sum = sums[Object.values(groups).findIndex((pattern) => pattern.test(name))];
    sum.files++;
    sum.size += size;
    sum.compressed += compressed;
  }
  for (const { name, files, size, compressed } of sums) {
    const numbers = `${megabytes(compressed).padStart(10)} (unpacked ${megabytes(size)})`;
    console.log(`${numbers.padEnd(32)} ${name}, ${files} files`);
  }
}

/**
 * Prints what a package weighs, and throws above its budget.
 * @param {string} file
 * @param {number} budget in MB
 */
export async function checkSize(file, budget) {
  const { size } = await stat(file);
  console.log(`${megabytes(size).padStart(10)} of ${budget} MB  ${file}\n`);
  if (size > budget * megabyte) {
    throw new Error(`${file} is ${megabytes(size)}, over its budget of ${budget} MB.`);
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / megabyte).toFixed(2)} MB`;

async function main() {
  const { values, positionals: wanted } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: join(root, 'out/packages') } },
  });
  const platforms = /** @type {Platform[]} */ (Object.keys(budgets));
  const all = [...platforms, 'npm'];
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown) throw new Error(`Unknown package ${unknown}. The packages are ${all.join(', ')}.`);
  const chosen = wanted.length > 0 ? wanted : all;
  const folder = resolve(values.out);
  await mkdir(folder, { recursive: true });
  for (const platform of platforms.filter((name) => chosen.includes(name))) {
    await packageExtension(platform, folder);
  }
  if (chosen.includes('npm')) await packageCommandLine(folder);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
