import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';
import { webClient } from './webClient.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Leaves out zod's messages in fifty languages, which nothing shows: a quarter of the extension's bundle, read at each start.
 * @type {esbuild.Plugin}
 */
const withoutLocales = {
  name: 'without-locales',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes('zod') ? { path: 'locales', namespace: 'empty' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: 'export {}' }));
  },
};

/** @type {esbuild.BuildOptions} */
const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  plugins: [withoutLocales],
  external: ['vscode', 'onnxruntime-node'],
};

/**
 * `import source from 'worker:./file'` gives a bundle of that file as an address from which a worker can be started: the
 * frame of notebook outputs allows `data:`, and pages of the extension could not start one from their files either.
 * @type {esbuild.Plugin}
 */
const workers = {
  name: 'workers',
  setup({ onResolve, onLoad, initialOptions: { minify, define, target } }) {
    onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: `${resolve(resolveDir, path.slice('worker:'.length))}.ts`,
      namespace: 'worker',
    }));
    onLoad({ filter: /./, namespace: 'worker' }, async ({ path }) => {
      const { outputFiles, metafile } = await esbuild.build({
        ...{ entryPoints: [path], bundle: true, write: false, metafile: true },
        ...{ format: 'iife', platform: 'browser', minify, define, target, absWorkingDir: root },
      });
      const address = `data:text/javascript;charset=utf-8,${encodeURIComponent(outputFiles[0].text)}`;
      return {
        contents: `export default ${JSON.stringify(address)}`,
        loader: 'js',
        watchFiles: Object.keys(metafile.inputs).map((file) => join(root, file)),
      };
    });
  },
};

/**
 * The editor for fields as a page may have it: its style elements, which it makes in one place, carry the nonce that the page's
 * policy asks for, and its icons are drawn with the font that the page has already.
 * @type {esbuild.Plugin}
 */
const monaco = {
  name: 'monaco',
  setup({ onLoad }) {
    /** @param {RegExp} filter @param {esbuild.Loader} loader @param {[string | RegExp, string][]} changes */
    const change = (filter, loader, changes) =>
      onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [from, to] of changes) {
          if (contents.split(from).length !== 2) throw new Error(`${path} has changed: ${from}`);
          contents = contents.replace(from, to);
        }
        return { contents, loader };
      });
    const made = "const style = document.createElement('style');";
    const nonce = `document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content')`;
    change(/[\\/]monaco-editor[\\/].*[\\/]domStylesheets\.js$/, 'js', [
      [made, `${made} style.nonce = ${nonce} ?? '';`],
    ]);
    change(/[\\/]monaco-editor[\\/].*[\\/]codicon\.css$/, 'css', [
      [/@font-face \{[^}]*\}/, ''],
      ['16px/1 codicon;', '16px/1 dnn-codicon;'],
    ]);
  },
};

/** @type {esbuild.BuildOptions} */
const browser = {
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  plugins: [workers, withoutLocales, monaco],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.inline.css': 'text', '.svg': 'dataurl', '.ttf': 'file' },
  assetNames: 'webview/[name]',
};

/** Every bundle of the product: output name → source file and esbuild options. */
const bundles = {
  extension: { entry: 'src/extension/extension.ts', options: node },
  analysis: { entry: 'src/extension/analysis/worker.ts', options: node },
  core: { entry: 'src/compute/core/main.ts', options: node },
  dataWorker: { entry: 'src/compute/batches/dataWorker.ts', options: node },
  cli: { entry: 'src/cli/main.ts', options: node },
  'webview/inspector': { entry: 'webview/inspector/main.tsx', options: browser },
  'webview/compare': { entry: 'webview/compare/main.tsx', options: browser },
  'webview/model': { entry: 'webview/model/main.tsx', options: browser },
  'webview/renderer': { entry: 'webview/renderer/main.tsx', options: browser },
  'webview/templates': { entry: 'webview/templates/main.tsx', options: browser },
  'webview/designer': { entry: 'webview/designer/main.tsx', options: browser },
  'webview/monaco': { entry: 'webview/monaco/main.ts', options: browser },
};

/** What `export` writes with a model: one file with its bundle inside. */
const page = { name: 'webClient', entry: 'webview/client/main.tsx' };

/** @typedef {keyof typeof bundles | 'webClient'} BundleName */

/**
 * esbuild options of the named bundles whose entry file exists.
 * @param {{ names?: BundleName[], production?: boolean, outdir?: string }} [request]
 * @returns {esbuild.BuildOptions[]}
 */
export function buildOptions({ names, production = false, outdir = 'dist' } = {}) {
  return Object.entries(bundles)
    .filter(([name]) => !names || names.includes(/** @type {BundleName} */ (name)))
    .filter(([, { entry }]) => existsSync(join(root, entry)))
    .map(([name, { entry, options }]) => ({
      ...options,
      absWorkingDir: root,
      entryPoints: [{ in: entry, out: name }],
      outdir,
      bundle: true,
      minify: production,
      sourcemap: production ? false : 'linked',
      define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
      logLevel: 'warning',
    }));
}

/**
 * Builds the named bundles (all by default) into `dist/`; for production without maps and with the licences of
 * what is inside.
 * @param {Parameters<typeof buildOptions>[0]} [request]
 */
export async function build(request = {}) {
  const building = buildOptions(request).map(async (options) => {
    const result = await esbuild.build({ ...options, write: false, metafile: true });
    await Promise.all(result.outputFiles.map(replace));
    return result.metafile;
  });
  if (!request.names || request.names.includes('webClient')) building.push(buildPage(request));
  const metafiles = await Promise.all(building);
  if (!request.production) return;
  const path = resolve(root, request.outdir ?? 'dist', 'ThirdPartyNotices.txt');
  await replace({ path, contents: thirdPartyNotices(metafiles) });
}

/** @param {{ outdir?: string }} request */
async function buildPage({ outdir = 'dist' }) {
  const { contents, metafile } = await webClient({
    ...browser,
    absWorkingDir: root,
    entryPoints: [page.entry],
    outdir,
    bundle: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  await replace({ path: resolve(root, outdir, `${page.name}.html`), contents });
  return metafile;
}

/**
 * Puts a file in place at once: a process that starts meanwhile must not load half of it.
 * @param {{ path: string, contents: string | Uint8Array }} file
 */
async function replace({ path, contents }) {
  await mkdir(dirname(path), { recursive: true });
  // Two bundles may carry the same font.
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

async function watch() {
  const report = {
    name: 'report',
    /** @param {esbuild.PluginBuild} pluginBuild */
    setup(pluginBuild) {
      pluginBuild.onStart(() => console.log('[watch] build started'));
      pluginBuild.onEnd(() => console.log('[watch] build finished'));
    },
  };
  const contexts = buildOptions().map((options) =>
    esbuild.context({ ...options, plugins: [...(options.plugins ?? []), report] }),
  );
  await Promise.all((await Promise.all(contexts)).map((context) => context.watch()));
  await buildPage({});
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const production = process.argv.includes('--production');
  const done = process.argv.includes('--watch') ? watch() : build({ production });
  done.catch((error) => {
    // esbuild has told its own mistakes.
    if (!error.errors) console.error(error);
    process.exitCode = 1;
  });
}
