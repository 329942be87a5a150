import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './support';

/** The files outside the product that add words to it. */
export const outsideFiles = readdirSync(join(repository, 'test/outside'))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();

const folder = join(repository, 'out/test/outside');

/** Command line, core and data thread, each built with all files outside the product before its own entry point. */
export function outsideBundles(): { readonly cli: string; readonly core: string } {
  const imports = outsideFiles.map((file) => `import './test/outside/${file}';`).join(' ');
  const script = `
    import * as esbuild from 'esbuild';
    import { buildOptions } from './scripts/build.mjs';
    for (const name of ['cli', 'core', 'dataWorker']) {
      const [{ entryPoints: [{ in: entry }], ...options }] = buildOptions({ names: [name], outdir: ${JSON.stringify(folder)} });
      const contents = \`${imports} import './\${entry}';\`;
      const { outdir, ...rest } = options;
      await esbuild.build({ ...rest, outfile: \`\${outdir}/\${name}.js\`, stdin: { contents, resolveDir: '.' } });
    }
  `;
  before(function () {
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: repository });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { cli: join(folder, 'cli.js'), core: join(folder, 'core.js') };
}
