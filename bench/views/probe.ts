import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repository } from '../../test/host';
import { runInBrowser } from '../../test/host/extensionTests';

/** Runs a module of `test/host` in the extension host of a VS Code; it prints what it finds. */
export async function probe(name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-probe-'));
  const tests = join(folder, 'probe.js');
  try {
    await esbuild.build({
      ...{ entryPoints: [join(repository, 'test/host', `${name}.ts`)], outfile: tests },
      ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] },
    });
    await runInBrowser({ tests, env: {}, timeoutSeconds: 180 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
