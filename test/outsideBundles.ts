import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions, type BundleName } from '../scripts/build.mjs';
import { repository } from './host/paths';

/** The files outside the product that add words to it. */
const outsideFiles = readdirSync(join(repository, 'test/outside'));

/** Builds bundles of the product into a folder, each with all files outside the product before its own entry point. */
export async function bundleWithOutside(names: BundleName[], outdir: string): Promise<void> {
  const imports = outsideFiles.map((file) => `import './test/outside/${file}';`).join(' ');
  const building = buildOptions({ names }).map(async ({ entryPoints, outdir: _, ...options }) => {
    const [{ in: entry, out }] = entryPoints as { in: string; out: string }[];
    const contents = `${imports} export * from './${entry}';`;
    const stdin = { contents, resolveDir: repository };
    await esbuild.build({ ...options, stdin, outfile: join(outdir, `${out}.js`) });
  });
  await Promise.all(building);
}

/** Makes a folder of the extension as it is in development, but with all files outside the product in it. */
export async function extensionWithOutside(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['package.json', 'package.nls.json', 'media', 'dist/webview'])
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  await bundleWithOutside(['extension', 'analysis', 'core', 'dataWorker'], join(folder, 'dist'));
}
